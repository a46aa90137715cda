"""Voice is measured over everybody, those who said nothing too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.voice import evenness, gini, lorenz, ratings_across

VALUES = st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("values", "value"), [([1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([1, 2, 3, 4], 0.25), ([5], 0)]
)
def test_gini_of_small_cases(values, value) -> None:
    assert gini(values) == pytest.approx(value)


@given(VALUES)
def test_gini_is_twice_the_area_under_the_line_of_equality(values) -> None:
    curve = lorenz(values)

    assert gini(values) == pytest.approx(1 - 2 * np.trapezoid(curve.share, curve.people), abs=1e-9)
    assert (np.diff(curve.share) >= -1e-12).all()
    assert (curve.share <= curve.people + 1e-12).all()


@given(VALUES, st.integers(2, 5))
def test_twice_as_much_or_twice_as_many_people_is_as_even(values, times) -> None:
    assert gini([times * value for value in values]) == pytest.approx(gini(values))
    assert gini(values * times) == pytest.approx(gini(values), abs=1e-9)


def test_a_long_curve_is_thinned_between_its_ends() -> None:
    curve = lorenz(range(1, 1001), points=11)

    assert len(curve.people) == 11
    assert (curve.share[0], curve.share[-1]) == (0, pytest.approx(1))


def test_the_tenth_with_most_has_its_share() -> None:
    found = evenness([0] * 9 + [10])

    assert (found.n, found.total, found.highest) == (10, 10, 10)
    assert found.share_of_top_tenth == pytest.approx(1)


@pytest.mark.parametrize("values", [[], [0, 0]])
def test_nothing_to_divide_is_not_even(values) -> None:
    with pytest.raises(NotEnoughData):
        gini(values)


def test_ratings_across_chambers_are_held_against_a_deal_that_ignores_them() -> None:
    found = ratings_across(
        rater=[1, 1, 2, 2],
        rater_group=["residents", "residents", "directors", "directors"],
        author_group=["residents", "directors", "residents", "residents"],
        value=[3, -1, 2, np.nan],
        minimum=1,
    )

    assert found.groups == ("directors", "residents")
    assert found.ratings.tolist() == [[0, 2], [1, 1]]
    assert found.raters.tolist() == [[0, 1], [1, 1]]
    assert found.expected.tolist() == [[0.5, 1.5], [0.5, 1.5]]
    assert found.mean[0, 1] == 2
    assert found.mean[1].tolist() == [-1, 3]
    assert (found.share_across, found.share_across_expected) == (0.75, 0.5)


def test_a_mean_of_few_raters_is_not_given() -> None:
    found = ratings_across(range(9), ["a"] * 9, ["b"] * 9, [1] * 9)

    assert np.isnan(found.mean).all()


def test_no_ratings_are_not_enough_and_loose_arrays_are_refused() -> None:
    with pytest.raises(NotEnoughData):
        ratings_across([], [], [], [])
    with pytest.raises(ValueError, match="every rating"):
        ratings_across([1], ["a"], ["b"], [1, 2])
