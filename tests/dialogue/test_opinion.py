"""Our view of opinion: only stable groups, a consensus no handful can sway, bridges over camps."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.opinion import (
    NoStableGroups,
    NotEnoughData,
    OpinionGroups,
    adjust_p,
    bridging,
    consensus,
    group_consensus,
    group_tallies,
    opinion_groups,
    polis_group_informed_consensus,
    polis_groups,
    project,
    read_ratings,
    representative,
    votes_of,
)
from dialogue.partition import adjusted_rand, silhouette


def as_ratings(votes):
    """Read a (people, contributions) array with NaN where nothing was rated."""
    person, contribution = np.nonzero(~np.isnan(votes))
    return read_ratings(
        person, contribution, votes[person, contribution], contributions=votes.shape[1]
    )


def two_camps(chance, people=200, contributions=60, seen=0.6, camps=1.0):
    """Return votes (people, contributions) with NaN where unseen, and everybody's camp."""
    camp = chance.choice([-1, 1], people)
    leaning = np.outer(camp, chance.normal(0, camps, contributions))
    votes = np.sign(leaning + chance.normal(0, 1, leaning.shape))
    return np.where(chance.random(votes.shape) < seen, votes, np.nan), camp


@pytest.mark.parametrize("name", ["25ptpt-3gp-no-strict-with-meta", "below-100-ptpts"])
def test_the_map_equals_that_of_polis(name, shared_data):
    folder = shared_data / "polis-golden" / name
    maths = json.loads((folder / "math-pca2.json").read_text())
    votes = json.loads((folder / "votes.json").read_text())
    contributions = max(maths["tids"]) + 1
    ratings = read_ratings(
        [vote.get("pid", vote.get("participant_id")) for vote in votes],
        [vote.get("tid", vote.get("statement_id")) for vote in votes],
        [vote["vote"] for vote in votes],
        contributions=contributions,
    )

    found = project(*votes_of(ratings), np.isin(np.arange(contributions), maths["mod-out"]))

    base = maths["base-clusters"]  # of one person each in conversations under a hundred
    rows = np.searchsorted(ratings.people, [members[0] for members in base["members"]])
    tids = maths["tids"]
    turn = np.sign(np.sum(found.components[:, tids] * np.array(maths["pca"]["comps"]), axis=1))
    np.testing.assert_allclose(-found.centre[tids], maths["pca"]["center"], atol=1e-12)
    np.testing.assert_allclose(
        found.extremity[tids], maths["pca"]["comment-extremity"], rtol=1e-9, atol=1e-9
    )
    # Polis keeps agree as -1, so its map is mirrored.
    np.testing.assert_allclose(
        -found.positions[rows] * turn, np.stack([base["x"], base["y"]], axis=1), atol=1e-9
    )


def test_the_polis_view_finds_the_groups_of_two_camps():
    votes, camp = two_camps(np.random.default_rng(1))

    found = polis_groups(as_ratings(votes))

    assert adjusted_rand(found.group, (camp > 0).astype(int)) > 0.9
    assert found.seen.sum() == np.count_nonzero(~np.isnan(votes))


def test_stable_groups_are_found_and_are_the_camps():
    votes, camp = two_camps(np.random.default_rng(2))

    found = opinion_groups(as_ratings(votes), seed=1)

    assert isinstance(found, OpinionGroups)
    assert found.stability > 0.9
    assert adjusted_rand(found.group, (camp > 0).astype(int)) > 0.9


def test_hands_of_fifteen_are_enough_to_find_strong_camps():
    votes, camp = two_camps(np.random.default_rng(3), people=800, contributions=200, seen=15 / 200)

    found = opinion_groups(as_ratings(votes), seed=1)

    inside = found.group >= 0
    assert adjusted_rand(found.group[inside], (camp > 0).astype(int)[inside]) > 0.6


@pytest.mark.parametrize("seed", range(5))
def test_where_nobody_is_of_one_mind_no_groups_are_made_up(seed):
    votes, _ = two_camps(np.random.default_rng(seed), camps=0.0)

    assert isinstance(opinion_groups(as_ratings(votes), seed=seed), NoStableGroups)


def test_a_group_under_the_minimum_is_never_shown():
    votes, _ = two_camps(np.random.default_rng(4), people=60)
    votes[:8] = np.where(np.isnan(votes[:8]), np.nan, -np.sign(np.nanmean(votes, axis=0)))

    found = opinion_groups(as_ratings(votes), seed=1)

    assert isinstance(found, NoStableGroups) or found.sizes.min() >= 10


def test_nineteen_people_are_too_few_for_groups():
    votes, _ = two_camps(np.random.default_rng(5), people=19, seen=1.0)

    assert opinion_groups(as_ratings(votes), seed=1) == NotEnoughData("people", 19, 20)


def test_a_tiny_group_lifts_nothing_from_the_bottom_half_to_the_top():
    """100 people beside 8, as in a real conversation: in the product the 8 decide."""
    chance = np.random.default_rng(6)
    large = chance.binomial(100, chance.beta(2, 2, 60))
    sizes, seen = np.array([100, 8]), np.array([[100.0] * 60, [8.0] * 60])

    def best_rank_from_the_bottom_half(score):
        before = score(np.stack([large, chance.binomial(8, large / 100)]))
        ranks = []
        for column in np.argsort(before)[:30]:
            small = np.zeros(60)
            small[column] = 8  # they agree with this one only
            after = score(np.stack([large, small]))
            ranks.append(int(np.sum(after > after[column])))
        return min(ranks)

    product = best_rank_from_the_bottom_half(
        lambda agree: polis_group_informed_consensus(agree, seen)
    )
    ours = best_rank_from_the_bottom_half(
        lambda agree: group_consensus(agree, seen - agree, seen, sizes)
    )

    assert product == 0
    assert ours >= 10


def test_a_tiny_group_of_a_real_conversation_lifts_nothing_into_the_top_ten(shared_data):
    folder = shared_data / "polis" / "bg2050-volunteers"
    rows = [
        line.split(",") for line in (folder / "participants-votes.csv").read_text().splitlines()
    ]
    cast = {"": np.nan, "1": 1.0, "0": 0.0, "-1": -1.0}
    votes = np.array([[cast[vote] for vote in row[7:]] for row in rows[1:]])
    group = np.array([int(row[2] or -1) for row in rows[1:]])
    agree, disagree, seen = group_tallies(as_ratings(votes), group)
    sizes = np.bincount(group[group >= 0])

    def reaches_the_top(score):
        lower_half = np.argsort(score(agree, disagree, seen))[: len(agree[0]) // 2]
        reached = 0
        for column in lower_half:
            tallies = [agree.copy(), disagree.copy(), seen.copy()]
            for tally, votes_of_the_eight in zip(tallies, (8, 0, 8), strict=True):
                tally[1, column] = votes_of_the_eight
            after = score(*tallies)
            reached += np.sum(after > after[column]) < 10
        return reached

    assert sizes.tolist() == [100, 8]
    assert reaches_the_top(lambda a, d, s: polis_group_informed_consensus(a, s)) > 0
    assert reaches_the_top(lambda a, d, s: group_consensus(a, d, s, sizes)) == 0


def test_consensus_asks_for_every_group():
    sizes = [50, 50]
    carried, one_sided = group_consensus(
        [[35, 50], [35, 20]], [[5, 0], [5, 25]], [[50, 50], [50, 50]], sizes
    )

    assert carried > one_sided


def test_consensus_knows_its_interval_and_the_lowest_group():
    votes, camp = two_camps(np.random.default_rng(7))
    group = (camp > 0).astype(int)

    found = consensus(as_ratings(votes), group, seed=1)

    assert np.all((found.low <= found.score) & (found.score <= found.high))
    assert np.all(found.lowest <= found.score + 1e-12)
    assert found.seen.sum() == np.count_nonzero(~np.isnan(votes))


def test_one_enthusiast_is_no_consensus():
    votes = np.ones((6, 2))
    votes[1:, 0] = np.nan

    found = consensus(as_ratings(votes), np.zeros(6, int), seed=1)

    assert np.isnan(found.score[0])
    assert found.seen.tolist() == [1, 6]
    assert found.score[1] > 0.8


def test_nobody_in_a_group_means_no_consensus():
    found = consensus(as_ratings(np.ones((4, 3))), np.full(4, -1), seed=1)

    assert np.isnan(found.score).all()


def camps_on_two_items(first, second):
    """Item A is liked by both camps a little, B by the first alone; as many likes each."""
    chance = np.random.default_rng(8)
    filler = np.sign(chance.normal(0, 1, 30))
    people = []
    for camp, size in ((1, first), (-1, second)):
        for _ in range(size):
            rated = camp * filler * np.sign(chance.normal(1.5, 1, 30))
            likes_a = chance.random() < 0.5
            people.append([1.0 if likes_a else -1.0, float(camp), *rated])
    return np.array(people)


@pytest.mark.parametrize("clones", [0, 40, 160])
def test_what_both_camps_like_bridges_and_clones_of_one_camp_change_nothing_about_it(clones):
    votes = camps_on_two_items(80, 80)
    votes[:, 0] = np.where(np.random.default_rng(1).random(160) < 0.75, 1.0, -1.0)
    cloned = np.concatenate([votes, np.repeat(votes[:1], clones, axis=0)])

    found = bridging(as_ratings(cloned))

    assert found.bridge[0] > found.bridge[1]
    assert abs(found.side[1]) > abs(found.side[0])


def test_swapping_the_camps_leaves_the_bridges():
    votes = camps_on_two_items(60, 60)

    one, mirrored = bridging(as_ratings(votes)), bridging(as_ratings(votes[::-1]))

    np.testing.assert_allclose(one.bridge, mirrored.bridge, atol=1e-3)


def test_bridging_without_ratings_knows_nothing():
    assert np.isnan(bridging(as_ratings(np.full((3, 2), np.nan))).bridge).all()


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg():
    # The fifteen p values of their 1995 paper; the first four are rejected at 5%.
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
         .0459, .3240, .4262, .5719, .6528, .7590, 1.0]  # fmt: skip

    adjusted = adjust_p(p)

    assert np.count_nonzero(adjusted <= 0.05) == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)
    assert np.isnan(adjust_p([0.01, np.nan])[1])


def test_under_chance_alone_hardly_anything_is_called_representative():
    chance = np.random.default_rng(9)
    rooms_with_a_finding = 0
    for _ in range(40):
        seen = np.full((2, 300), 60.0)
        agree = chance.binomial(60, 0.6, (2, 300)).astype(float)
        rooms_with_a_finding += any(representative(agree, seen - agree, seen))

    assert rooms_with_a_finding <= 8  # at 10% false findings, four are expected


def test_what_sets_a_group_apart_is_found_with_its_side():
    seen = np.full((2, 3), 50.0)
    agree, disagree = (
        np.array([[45.0, 25, 5], [10, 25, 45]]),
        np.array([[5.0, 25, 45], [40, 25, 5]]),
    )

    first, second = representative(agree, disagree, seen)

    assert {(one.contribution, one.side) for one in first} == {(0, 1), (2, -1)}
    assert {(one.contribution, one.side) for one in second} == {(0, -1), (2, 1)}


def test_silhouette_and_rand_index_have_their_known_values():
    points = np.array([[0.0, 0], [0, 1], [10, 0], [10, 1]])

    assert silhouette(points, np.array([0, 0, 1, 1])) == pytest.approx(0.9002, abs=1e-4)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])) == pytest.approx(4 / 7)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 12), st.integers(1, 6), st.sampled_from([-1.0, 0.0, 1.0, None]), st.integers()
)
def test_odd_rooms_are_outcomes_and_not_crashes(people, contributions, constant, seed):
    chance = np.random.default_rng(abs(seed) % 2**32)
    shape = (people, contributions)
    votes = chance.choice([-1.0, 0.0, 1.0, np.nan], shape)
    ratings = as_ratings(votes if constant is None else np.full(shape, constant))
    group = np.arange(len(ratings.people)) % 2

    polis_groups(ratings)
    assert isinstance(opinion_groups(ratings, seed=1), NotEnoughData)
    assert len(bridging(ratings).bridge) == contributions
    found = consensus(ratings, group, seed=1, resamples=5)
    known = found.score[found.seen >= 5]
    assert np.all((known >= 0) & (known <= 1))
    representative(*group_tallies(ratings, group))
