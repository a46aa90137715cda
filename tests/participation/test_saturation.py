"""How much has been said: published values, and what must always hold."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.saturation import (
    expected_coverage,
    extrapolate,
    measure_saturation,
    more_voices,
    people_per_idea,
    rarefy,
    sample_coverage,
    sensitivity,
)
from tests.participation.spiders import GIRDLED, LOGGED

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=40).filter(
    lambda counts: sum(counts) > 1
)


@pytest.mark.parametrize(
    ("counts", "coverage", "at_50", "at_100", "doubled", "coverage_doubled"),
    [
        (GIRDLED, 0.9289, 15.0301, 20.4594, 34.7307, 0.9636),
        (LOGGED, 0.9446, 18.4200, 25.6423, 47.6445, 0.9687),
    ],
)
def test_the_spiders_of_inext(counts, coverage, at_50, at_100, doubled, coverage_doubled) -> None:
    twice = 2 * sum(counts)

    assert sample_coverage(counts).value == pytest.approx(coverage, abs=5e-5)
    assert rarefy(counts, 50) == pytest.approx(at_50, abs=5e-5)
    assert rarefy(counts, 100) == pytest.approx(at_100, abs=5e-5)
    assert extrapolate(counts, twice) == pytest.approx(doubled, abs=5e-5)
    assert expected_coverage(counts, twice) == pytest.approx(coverage_doubled, abs=5e-5)


@given(COUNTS)
def test_curves_meet_at_what_was_observed_and_never_fall(counts) -> None:
    n = sum(counts)
    ideas = [extrapolate(counts, m) for m in (0, 1, n // 2, n, n + 1, 3 * n)]
    covered = [expected_coverage(counts, m) for m in (0, 1, n // 2, n, n + 1, 3 * n)]

    assert ideas[0] == 0
    assert ideas[1] == pytest.approx(1)
    assert ideas[3] == pytest.approx(np.count_nonzero(counts))
    assert all(
        later >= earlier - 1e-9
        for curve in (ideas[2:], covered[2:])
        for earlier, later in pairwise(curve)
    )
    assert all(0 <= share <= 1 + 1e-12 for share in covered)
    assert covered[3] == pytest.approx(sample_coverage(counts).value)


def test_rarefaction_is_the_mean_over_all_subsets() -> None:
    # Of [2, 1]: the three pairs are aa, ab, ab.
    assert rarefy([2, 1], 2) == pytest.approx(5 / 3)


def test_so_many_more_voices_are_just_enough() -> None:
    more, n = more_voices(GIRDLED), sum(GIRDLED)

    assert expected_coverage(GIRDLED, n + more - 1) < 0.95 <= expected_coverage(GIRDLED, n + more)


def test_no_more_voices_are_needed_when_nothing_was_heard_once() -> None:
    assert more_voices([5, 6, 7]) == 0


def test_a_person_counts_once_per_idea() -> None:
    counts, people = people_per_idea(["bus", "bus", "bus", "doctor"], [1, 1, 2, 1])

    assert (counts.tolist(), people) == ([2, 1], 2)


def dialogue(people: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Two ideas per person, of two hundred that are ever rarer."""
    random = np.random.default_rng(seed)
    rank = 1 / np.arange(1, 201)
    return random.choice(200, 2 * people, p=rank / rank.sum()), np.repeat(np.arange(people), 2)


def test_saturation_of_a_dialogue() -> None:
    idea, author = dialogue(120)

    found = measure_saturation(idea, author)

    assert found.people == 120
    assert found.ideas == len(set(idea))
    assert found.richness.low >= found.ideas
    assert [point.people for point in found.curve][-1] == 240
    here = next(point for point in found.curve if point.people == 120)
    assert here.ideas == pytest.approx(found.ideas)
    assert here.coverage == pytest.approx(found.coverage.value)
    assert [point.extrapolated for point in found.curve] == sorted(
        point.extrapolated for point in found.curve
    )


def test_the_estimate_of_coverage_lies_near_the_truth() -> None:
    idea, author = dialogue(400)
    rank = 1 / np.arange(1, 201)
    truth = rank[np.unique(idea)].sum() / rank.sum()

    found = measure_saturation(idea, author).coverage

    assert found.value == pytest.approx(truth, abs=0.02)
    assert found.low <= truth <= found.high


def test_a_hundred_copies_by_one_person_change_nothing() -> None:
    idea, author = dialogue(50)

    copied = measure_saturation(np.append(idea, [idea[0]] * 100), np.append(author, [0] * 100))

    assert copied == measure_saturation(idea, author)


def test_few_people_get_no_saturation() -> None:
    with pytest.raises(NotEnoughData, match="19 people, 20 needed"):
        measure_saturation(*dialogue(19))


def test_all_the_same_answer_is_fully_heard() -> None:
    found = measure_saturation(["bus"] * 30, range(30))

    assert (found.coverage.value, found.richness.value, found.more_people) == (1, 1, 0)


def test_every_threshold_of_what_is_the_same_has_its_answer() -> None:
    idea, author = dialogue(100)

    found = sensitivity({1.0: range(200), 0.9: idea, 0.7: idea // 4}, author)

    assert list(found) == [0.7, 0.9, 1.0]
    assert found[0.7].coverage.value > found[0.9].coverage.value
    assert found[0.7].richness.value < found[0.9].richness.value
    assert isinstance(found[1.0], NotEnoughData)


def test_sentences_that_nobody_repeats_are_not_ideas() -> None:
    with pytest.raises(NotEnoughData, match="0 ideas that two people had, 10 needed"):
        measure_saturation(range(50), range(50))


def test_what_can_not_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="see extrapolate"):
        rarefy([1, 2], 4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        more_voices([1, 2], target=95)
    with pytest.raises(ValueError, match="an idea and an author"):
        measure_saturation(["a"], [1, 2])
    with pytest.raises(ValueError, match="fewer than zero"):
        expected_coverage([1, 2], -1)
    with pytest.raises(NotEnoughData):
        measure_saturation([], [])
