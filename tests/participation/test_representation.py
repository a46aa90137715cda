"""Whether those who came are like the population: hand cases, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.representation import (
    ImpossiblePopulation,
    coverage,
    dissimilarity,
    partials,
    representativity,
)

CELLS = st.lists(
    st.integers(1, 500).flatmap(lambda lives: st.tuples(st.integers(0, lives), st.just(lives))),
    min_size=1,
    max_size=6,
).filter(lambda cells: any(came for came, _ in cells))


@pytest.mark.parametrize(
    ("came", "lives", "r", "cv", "rate"),
    [
        ([5_000, 10_000, 7_500], [50_000, 50_000, 25_000], 0.8503337, 0.4157397, 0.18),
        ([400, 800, 600], [40_000, 40_000, 20_000], 0.9850334, 0.4157397, 0.018),
        ([10, 10], [100, 100], 1, 0, 0.1),
        ([0, 100], [100, 100], 0, 1, 0.5),
    ],
)
def test_hand_cases(came, lives, r, cv, rate) -> None:
    found = representativity(came, lives)

    assert (found.r_indicator, found.cv) == pytest.approx((r, cv), abs=5e-8)
    assert found.response_rate == pytest.approx(rate)


def test_the_partial_of_a_cell_says_how_far_it_is_below_its_share() -> None:
    found = representativity([5_000, 10_000, 7_500], [50_000, 50_000, 25_000])

    below, above, most = found.category_partials
    assert below == pytest.approx(-np.sqrt(0.4) * 0.08)
    assert above == pytest.approx(np.sqrt(0.4) * 0.02)
    assert most == pytest.approx(np.sqrt(0.2) * 0.12)
    assert found.unconditional_partial == pytest.approx(0.0748331, abs=5e-8)


@given(CELLS)
def test_it_lies_above_its_lowest_possible_value_and_partials_add_up(cells) -> None:
    found = representativity([came for came, _ in cells], [lives for _, lives in cells])
    rate = found.response_rate

    assert 1 - 2 * np.sqrt(rate * (1 - rate)) - 1e-9 <= found.r_indicator <= 1 + 1e-9
    assert found.r_adjusted >= found.r_indicator - 1e-12
    assert sum(np.square(found.category_partials)) == pytest.approx(
        found.unconditional_partial**2, abs=1e-12
    )


@given(CELLS, st.randoms())
def test_splitting_a_cell_evenly_and_another_order_change_nothing(cells, random) -> None:
    whole = representativity([2 * came for came, _ in cells], [2 * lives for _, lives in cells])
    halves = [*cells, *cells, (0, 0)]
    random.shuffle(halves)

    split = representativity([came for came, _ in halves], [lives for _, lives in halves])

    assert (split.r_indicator, split.cv) == pytest.approx((whole.r_indicator, whole.cv), abs=1e-9)


def test_a_random_turnout_is_representative_once_chance_is_taken_away() -> None:
    random = np.random.default_rng(4)
    lives = np.array([300, 500, 200, 400])
    drawn = [representativity(random.binomial(lives, 0.3), lives) for _ in range(300)]

    assert np.mean([each.r_indicator for each in drawn]) < 0.97
    assert np.mean([each.r_adjusted for each in drawn]) > 0.98


def test_the_standard_error_is_how_far_it_moves() -> None:
    random = np.random.default_rng(4)
    lives, chance = np.array([3000, 5000, 2000]), np.array([0.1, 0.3, 0.5])
    drawn = [representativity(random.binomial(lives, chance), lives) for _ in range(500)]

    moved = np.std([each.r_indicator for each in drawn])
    assert np.mean([each.standard_error for each in drawn]) == pytest.approx(moved, rel=0.1)


def test_partials_tell_which_dimension_matters() -> None:
    lives = np.full((2, 3), 1000)
    came = np.array([[100, 100, 100], [300, 300, 300]])  # the rows differ, the columns don't

    rows, columns = partials(came, lives)

    assert rows.unconditional == pytest.approx(0.1)
    assert rows.conditional == pytest.approx(0.1)
    assert (columns.unconditional, columns.conditional) == pytest.approx((0, 0))


def test_the_group_furthest_below_its_share_comes_first() -> None:
    young, old = coverage({"young": 20, "old": 180}, {"young": 40_000, "old": 60_000})

    assert (young.group, young.people, young.population_share) == ("young", 20, 0.4)
    assert young.ratio.value == pytest.approx(0.25)
    assert young.ratio.low < 0.25 < young.ratio.high
    assert young.surely_missing
    assert not old.surely_missing
    assert (young.to_even, old.to_even) == (100, 0)  # 120 of 300 is 40%


def test_a_group_nobody_came_from_is_listed_with_nobody() -> None:
    missing, _ = coverage({"old": 30}, {"young": 50, "old": 50})

    assert (missing.group, missing.people, missing.ratio.value) == ("young", 0, 0)
    assert missing.to_even == 30


@given(CELLS)
def test_dissimilarity_is_a_share(cells) -> None:
    found = dissimilarity([came for came, _ in cells], [lives for _, lives in cells])

    assert 0 <= found <= 1


def test_dissimilarity_is_who_would_have_to_be_others() -> None:
    assert dissimilarity([20, 180], [40, 600]) == pytest.approx(0.1 - 0.0625)


def test_more_participants_than_people_can_not_be() -> None:
    with pytest.raises(ImpossiblePopulation, match="11 people of cell 1 took part"):
        representativity([1, 11], [10, 10])
    with pytest.raises(ImpossiblePopulation, match="'old' took part; the population has 10"):
        coverage({"old": 11}, {"old": 10, "young": 10})
    with pytest.raises(ImpossiblePopulation, match="the population has 0"):
        coverage({"unknown": 1}, {"old": 10})


def test_nobody_is_not_enough() -> None:
    for ask in (representativity, dissimilarity):
        with pytest.raises(NotEnoughData):
            ask([0, 0], [10, 10])
    with pytest.raises(NotEnoughData):
        representativity([], [])
    with pytest.raises(NotEnoughData):
        coverage({}, {"old": 10})
    with pytest.raises(ValueError, match="the same cells"):
        representativity([1], [1, 2])
