"""Hill numbers: published values, and what must always hold."""

from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from participation.errors import NotEnoughData
from participation.hill import _entropy_tail, chao_shannon, hill_estimate, hill_number
from tests.participation.spiders import GIRDLED, LOGGED

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=20).filter(any)


@pytest.mark.parametrize(
    ("counts", "q", "observed", "estimated"),
    [
        (GIRDLED, 0, 26, 43.893),
        (GIRDLED, 1, 12.060, 13.826),
        (GIRDLED, 2, 7.840, 8.175),
        (LOGGED, 0, 37, 61.403),
        (LOGGED, 1, 14.421, 16.337),
        (LOGGED, 2, 6.761, 6.920),
    ],
)
def test_the_spiders_of_inext(counts, q, observed, estimated) -> None:
    found = hill_estimate(counts, q)

    assert hill_number(counts, q) == pytest.approx(observed, abs=5e-4)
    assert found.value == pytest.approx(estimated, abs=6e-4)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("counts", "observed", "estimated"),
    [(GIRDLED, 2.4899, 2.6266), (LOGGED, 2.6687, 2.7934)],
)
def test_the_entropy_of_the_spiders(counts, observed, estimated) -> None:
    assert np.log(hill_number(counts, 1)) == pytest.approx(observed, abs=5e-5)
    assert chao_shannon(counts) == pytest.approx(estimated, abs=5e-5)


@pytest.mark.parametrize(
    ("q", "value"),
    [(0, 5), (0.5, 4.68423304), (1, 4.43598780), (2, 4.09090909), (10, 3.34923645), (inf, 3)],
)
def test_the_published_hill_numbers_of_scikit_bio(q, value) -> None:
    assert hill_number([1, 2, 3, 4, 5], q) == pytest.approx(value, abs=5e-9)


@pytest.mark.parametrize("novelty", [0.2, 0.9, 0.999, 0.99999])
@pytest.mark.parametrize("size", [2, 20, 1_000, 50_000])
def test_the_tail_of_the_entropy_is_its_integral(novelty, size) -> None:
    def under(u: float) -> float:
        return novelty / size * np.exp(-u) / (1 - novelty * np.exp(-u / size))

    edges = [0, 1e-6, 1e-3, 1, 60]
    integral = sum(
        quad(under, low, high, epsabs=0, epsrel=1e-11)[0] for low, high in pairwise(edges)
    )

    assert _entropy_tail(novelty, size) == pytest.approx(integral, rel=1e-8)


@given(COUNTS, st.floats(0, 5), st.floats(0, 5))
def test_hill_numbers_lie_between_one_and_richness_and_fall_with_the_order(counts, a, b) -> None:
    low, high = sorted((a, b))

    assert 1 - 1e-9 <= hill_number(counts, high) <= hill_number(counts, low) + 1e-6
    assert hill_number(counts, low) <= np.count_nonzero(counts) + 1e-6


@given(COUNTS, st.integers(2, 9), st.sampled_from([0, 0.5, 1, 2, inf]))
def test_the_same_shares_have_the_same_hill_number(counts, times, q) -> None:
    more = [times * count for count in counts]

    assert hill_number([*more, 0], q) == pytest.approx(hill_number(counts, q))


def test_a_large_order_is_still_a_number() -> None:
    assert hill_number([1, 2, 3], 5_000) == pytest.approx(2, rel=1e-3)


def test_nothing_that_repeats_is_not_enough_for_the_simpson_estimate() -> None:
    with pytest.raises(NotEnoughData, match="repeated mentions"):
        hill_estimate([1, 1, 1], 2)


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_nothing_has_no_diversity(counts) -> None:
    with pytest.raises(NotEnoughData):
        hill_number(counts, 1)
    with pytest.raises(NotEnoughData):
        hill_estimate(counts, 1)


def test_orders_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        hill_number([1, 2], -1)
    with pytest.raises(ValueError, match="q = 0, 1 and 2"):
        hill_estimate([1, 2], 0.5)
