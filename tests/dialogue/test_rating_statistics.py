"""The small statistics of weighing have their published values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.additive import additive_model
from dialogue.bands import bands, rank_items
from dialogue.not_enough import NotEnoughData
from dialogue.polarisation import agreement, polarisation, rating_counts
from dialogue.proportions import (
    exact_interval,
    jeffreys_interval,
    shrunken_share,
    wilson_interval,
)
from dialogue.rating_matrix import read_ratings


@pytest.mark.parametrize(
    ("successes", "trials", "wilson", "exact", "jeffreys"),
    [
        (81, 263, (0.255289, 0.366210), (0.2527, 0.3676), (0.2545, 0.3656)),
        (15, 148, (0.062386, 0.160487), (0.0578, 0.1617), (0.0604, 0.1576)),
        (0, 20, (0, 0.161125), (0, 0.1684), (0, 0.1166)),
        (23, 60, (0.270883, 0.509824), (0.2607, 0.5179), (0.2681, 0.5095)),
    ],
)
def test_intervals_of_shares_have_their_published_ends(successes, trials, wilson, exact, jeffreys):
    assert wilson_interval(successes, trials) == pytest.approx(wilson, abs=1e-6)
    assert exact_interval(successes, trials) == pytest.approx(exact, abs=1e-4)
    assert jeffreys_interval(successes, trials) == pytest.approx(jeffreys, abs=1e-4)


def test_three_of_three_rank_below_thirty_of_forty():
    assert shrunken_share([3, 30], [3, 40]) == pytest.approx([0.714286, 0.727273], abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_wilson_s_interval_holds_the_share_is_symmetric_and_narrows(successes, failures):
    low, high = wilson_interval(successes, successes + failures)
    mirrored = wilson_interval(failures, successes + failures)
    share = successes / max(successes + failures, 1)

    assert 0 <= low <= high <= 1
    assert successes + failures == 0 or low - 1e-12 <= share <= high + 1e-12
    assert (1 - high, 1 - low) == pytest.approx(mirrored)
    wider = wilson_interval(successes * 2, (successes + failures) * 2)
    assert wider[1] - wider[0] <= high - low + 1e-12


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),
        ([10, 0, 0, 0, 0], 1.0),
        ([4, 4, 4, 4, 4], 0.0),
        ([5, 0, 0, 0, 5], -1.0),
        ([10, 20, 30, 15, 4], 0.392405),
        ([5, 10, 70, 10, 5], 0.675),
    ],
)
def test_van_der_eijk_s_agreement_has_its_published_values(counts, expected):
    assert agreement([counts])[0] == pytest.approx(expected, abs=1e-6)
    assert polarisation([counts])[0] == pytest.approx((1 - expected) / 2, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=3, max_size=9).filter(any), st.integers(2, 9))
def test_agreement_lies_within_its_bounds_and_has_no_direction(counts, times):
    found = agreement([counts, counts[::-1], [count * times for count in counts]])

    assert -1 - 1e-9 <= found[0] <= 1 + 1e-9
    np.testing.assert_allclose(found, found[0], atol=1e-9)


def test_ratings_are_counted_per_category():
    counts = rating_counts([0, 0, 1, 1], [-3, 3, 0, np.nan], contributions=3)

    assert counts.tolist() == [[1, 0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 0, 0, 0], [0] * 7]
    assert np.isnan(agreement(counts)[2])
    with pytest.raises(ValueError, match="scale"):
        rating_counts([0], [4], contributions=1)


def strict_and_mild(chance, people=300, answers=80, cards=15):
    """Mild people happen to be dealt the worse half of the answers."""
    worth = np.sort(chance.normal(0, 1, answers))
    mildness = chance.normal(0, 1, people)
    participant = np.repeat(np.arange(people), cards)
    lower, upper = np.arange(answers // 2 + 10), np.arange(answers // 2 - 10, answers)
    contribution = np.concatenate(
        [chance.choice(lower if mild > 0 else upper, cards, replace=False) for mild in mildness]
    )
    noise = chance.normal(0, 1, len(participant))
    value = worth[contribution] + mildness[participant] + noise
    return read_ratings(participant, contribution, value, contributions=answers), worth, mildness


def test_the_additive_model_tells_a_mild_rater_from_a_good_answer():
    ratings, worth, mildness = strict_and_mild(np.random.default_rng(1))

    model = additive_model(ratings)

    plain = np.asarray(ratings.values.sum(axis=1)) / ratings.counts.sum(axis=1)
    told_apart, mixed_up = np.corrcoef([model.worth, plain, worth])[2, :2]
    assert told_apart > 0.9
    assert 1 - told_apart < (1 - mixed_up) / 2
    assert np.corrcoef(model.mildness, mildness)[0, 1] > 0.9


def test_the_additive_model_finds_how_much_varies_where():
    chance = np.random.default_rng(2)
    participant, contribution = np.repeat(np.arange(400), 20), chance.integers(0, 100, 8000)
    value = (
        chance.normal(0, 0.8, 100)[contribution]
        + chance.normal(0, 0.5, 400)[participant]
        + chance.normal(0, 1.5, 8000)
    )

    model = additive_model(read_ratings(participant, contribution, value, contributions=100))

    assert model.noise == pytest.approx(1.5**2, rel=0.1)
    assert model.between_contributions == pytest.approx(0.8**2, rel=0.4)
    assert model.between_people == pytest.approx(0.5**2, rel=0.4)


@pytest.mark.parametrize("value", [[2.0] * 6, [np.nan] * 6, [1.0, -1, 1, -1, 1, -1]])
def test_the_additive_model_of_odd_ratings_makes_nothing_up(value):
    model = additive_model(read_ratings([1, 1, 2, 2, 3, 3], [0, 1] * 3, value, contributions=3))

    assert np.isnan(model.worth[2])
    assert np.all(np.isfinite(model.worth[:2])) or np.isnan(value[0])
    assert np.all(np.isfinite(model.mildness))


def test_ranks_that_cannot_be_told_apart_share_a_band():
    chance = np.random.default_rng(3)
    means = np.array([2.0, 1.95, 0.5, 0.45, -1.0, np.nan])
    resampled = means[:, None] + chance.normal(0, 0.1, (6, 400))

    found = bands(means, resampled)

    assert found.order.tolist() == [0, 1, 2, 3, 4]
    assert found.band.tolist() == [1, 1, 2, 2, 3, 0]
    assert found.best_rank.tolist() == [1, 1, 3, 3, 5, 0]
    assert found.worst_rank.tolist() == [2, 2, 4, 4, 5, 0]


def test_true_ranks_lie_in_the_stated_ones_in_nearly_every_room():
    right = 0
    for seed in range(60):
        chance = np.random.default_rng(seed)
        truth = np.linspace(-0.5, 0.5, 8)
        person = np.repeat(np.arange(80), 8)
        item = np.tile(np.arange(8), 80)
        value = truth[item] + chance.normal(0, 0.7, 80)[person] + chance.normal(0, 1, len(item))
        ratings = read_ratings(person, item, value, contributions=8)
        found = rank_items(ratings, np.arange(8), seed=seed)
        ranks = 8 - np.arange(8)
        right += np.all((found.best_rank <= ranks) & (ranks <= found.worst_rank))

    assert right >= 53  # 95% of 60 is 57; standard deviation 1.7


def test_themes_of_many_ratings_are_told_apart_and_single_answers_are_not():
    chance = np.random.default_rng(4)
    theme = np.repeat(np.arange(4), 25)
    worth = np.array([1.2, 0.6, 0.0, -0.6])[theme] + chance.normal(0, 0.2, 100)
    person = np.repeat(np.arange(60), 15)
    item = np.concatenate([chance.choice(100, 15, replace=False) for _ in range(60)])
    value = worth[item] + chance.normal(0, 1.2, len(item))
    ratings = read_ratings(person, item, value, contributions=100)

    themes = rank_items(ratings, theme, seed=1)
    answers = rank_items(ratings, np.arange(100), seed=1)

    assert themes.order.tolist() == [0, 1, 2, 3]
    assert themes.band.max() >= 3
    assert np.count_nonzero(answers.band == 1) > 20


def test_one_item_has_no_rank():
    ratings = read_ratings(range(9), [0] * 9, [1] * 9, contributions=1)

    assert rank_items(ratings, np.zeros(1, int), seed=1) == NotEnoughData("items", 1, 2)
