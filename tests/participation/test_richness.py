"""How many ideas there are: published and computed values, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.richness import ace, chao1, chao2, ichao1
from tests.participation.spiders import GIRDLED, LOGGED

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=40).filter(
    lambda counts: sum(counts) > 1
)


@pytest.mark.parametrize(
    ("counts", "value", "error", "low", "high"),
    [(GIRDLED, 43.893, 14.306, 30.511, 96.971), (LOGGED, 61.403, 18.532, 43.502, 128.583)],
)
def test_chao1_is_that_of_inext(counts, value, error, low, high) -> None:
    found = chao1(counts)

    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=5e-4)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(
    ("counts", "classic", "corrected"), [(GIRDLED, 44.0, 39.2), (LOGGED, 61.5, 55.2)]
)
def test_other_packages_follow_other_formulas(counts, classic, corrected) -> None:
    assert chao1(counts, variant="classic").value == pytest.approx(classic)
    assert chao1(counts, variant="bias-corrected").value == pytest.approx(corrected)


@pytest.mark.parametrize(
    ("variant", "value", "low", "high"),
    [("bias-corrected", 9.75, 9.07, 17.45), ("classic", 10.5, 9.17, 21.89)],
)
def test_the_published_tests_of_scikit_bio(variant, value, low, high) -> None:
    found = chao1([0, 1, 1, 4, 2, 5, 2, 4, 1, 2], variant=variant)

    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0055)


@pytest.mark.parametrize(
    ("species", "once", "twice", "value", "error"),
    [
        (93, 31, 18, 117.473684, 11.583785),
        (84, 31, 13, 117.214286, 15.918953),
        (90, 37, 12, 141.230769, 23.001405),
        (94, 27, 19, 111.55, 8.919663),
        (101, 36, 17, 136, 15.467344),
    ],
)
def test_the_published_tropical_forest_of_vegan(species, once, twice, value, error) -> None:
    counts = [1] * once + [2] * twice + [9] * (species - once - twice)

    found = chao1(counts, variant="vegan")

    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=6e-7)
    assert chao1(counts, variant="bias-corrected").value == found.value


@pytest.mark.parametrize(("counts", "value"), [(GIRDLED, 43.893), (LOGGED, 65.181)])
def test_the_sharper_bound(counts, value) -> None:
    assert ichao1(counts) == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        (GIRDLED, 48.4152),
        (LOGGED, 52.6850),
        ([12, 3, 6, 1, 10], 5.62749672),
        ([12, 1, 2, 1], 7.0),
    ],
)
def test_ace_gives_the_published_values(counts, value) -> None:
    assert ace(counts).value == pytest.approx(value, abs=5e-5)


def test_ace_falls_back_on_chao1_when_all_rare_ideas_were_heard_once() -> None:
    counts = [40, 30, 1, 1, 1]

    assert ace(counts).value == pytest.approx(chao1(counts).value)


def test_ace_without_rare_ideas_is_what_was_observed() -> None:
    assert ace([40, 30]).value == 2


def test_people_instead_of_mentions() -> None:
    # S + ((T-1)/T) Q1^2/(2 Q2) = 5 + 0.9 * 9/2
    assert chao2([1, 1, 1, 2, 7], 10).value == pytest.approx(5 + 0.9 * 9 / 2)


def test_nothing_heard_once_leaves_nothing_unheard_but_not_for_sure() -> None:
    found = chao1([2, 2, 3, 9])

    assert found.value == found.low == 4
    assert found.high > 4


@given(COUNTS)
def test_no_fewer_than_observed_and_inside_the_interval(counts) -> None:
    observed = np.count_nonzero(counts)
    for found in (chao1(counts), chao1(counts, variant="bias-corrected"), ace(counts)):
        assert observed <= found.low + 1e-9
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@given(COUNTS, st.randoms())
def test_order_and_empty_ideas_change_nothing(counts, random) -> None:
    shuffled = [*counts, 0, 0]
    random.shuffle(shuffled)

    assert chao1(shuffled) == chao1(counts)
    assert ace(shuffled) == ace(counts)


@pytest.mark.parametrize("estimate", [chao1, ace, ichao1])
@pytest.mark.parametrize("counts", [[], [0, 0], [1]])
def test_one_mention_is_not_enough(estimate, counts) -> None:
    with pytest.raises(NotEnoughData):
        estimate(counts)


@pytest.mark.parametrize("counts", [[-1, 2], [1.5, 2], [float("nan"), 2]])
def test_broken_counts_are_refused(counts) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        chao1(counts)


def test_what_can_not_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="more people than there are"):
        chao2([3, 11], 10)
    with pytest.raises(ValueError, match="one of"):
        chao1([1, 2], variant="best")
