"""The interval of a share: published cases, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.proportions import jeffreys_interval, shrunken_share, wilson_interval

SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.255289, 0.366210),
        (15, 148, 0.062386, 0.160487),
        (0, 20, 0, 0.161125),
        (23, 60, 0.270883, 0.509824),
    ],
)
def test_wilson_gives_the_computed_cases(k, n, low, high) -> None:
    found = wilson_interval(k, n)

    assert (found.value, found.low, found.high) == pytest.approx((k / n, low, high), abs=5e-7)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2545, 0.3656),
        (15, 148, 0.0604, 0.1576),
        (0, 20, 0, 0.1166),
        (23, 60, 0.2681, 0.5095),
    ],
)
def test_jeffreys_gives_the_computed_cases(k, n, low, high) -> None:
    found = jeffreys_interval(k, n)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_the_fourth_case_of_newcombe_1998() -> None:
    found = wilson_interval(1, 29)

    assert (found.low, found.high) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(SHARES)
def test_the_interval_holds_the_share_and_mirrors_when_for_becomes_against(case) -> None:
    k, n = case
    for interval in (wilson_interval, jeffreys_interval):
        found, mirrored = interval(k, n), interval(n - k, n)

        assert 0 <= found.low <= found.value <= found.high <= 1
        assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low))


@given(SHARES)
def test_more_people_make_it_narrower(case) -> None:
    k, n = case
    few, many = wilson_interval(k, n), wilson_interval(4 * k, 4 * n)

    assert many.high - many.low < few.high - few.low


def test_a_higher_level_is_wider() -> None:
    assert wilson_interval(5, 20, level=0.99).high > wilson_interval(5, 20).high


def test_nobody_is_not_enough_and_more_than_asked_is_wrong() -> None:
    with pytest.raises(NotEnoughData):
        wilson_interval(0, 0)
    with pytest.raises(ValueError, match="no more who chose"):
        wilson_interval(3, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson_interval(1, 2, level=95)


def test_three_of_three_ranks_below_thirty_of_forty() -> None:
    assert shrunken_share(3, 3) == pytest.approx(0.714286, abs=5e-7)
    assert shrunken_share(30, 40) == pytest.approx(0.727273, abs=5e-7)
