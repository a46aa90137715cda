"""Agreement on a scale: published values, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.ordinal import (
    agreement,
    camps,
    krippendorff_alpha,
    leik_dispersion,
    polarisation,
    tastle_wierman,
)

VAN_DER_EIJK = [30, 40, 210, 130, 530, 50, 10]
COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=9).filter(any)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        (VAN_DER_EIJK, 0.6113333),
        ([10, 0, 0, 0, 0], 1),
        ([7, 7, 7, 7], 0),
        ([5, 0, 0, 0, 5], -1),
        ([10, 20, 30, 15, 4], 0.392405),
        ([5, 10, 70, 10, 5], 0.675),
    ],
)
def test_agreement_gives_the_published_values(counts, value) -> None:
    assert agreement(counts) == pytest.approx(value, abs=5e-7)


def test_the_other_measures_of_the_same_counts() -> None:
    assert polarisation(VAN_DER_EIJK) == pytest.approx(0.1943333, abs=5e-8)
    assert tastle_wierman(VAN_DER_EIJK) == pytest.approx(0.7256876, abs=5e-8)
    assert leik_dispersion(VAN_DER_EIJK) == pytest.approx(0.2866667, abs=5e-8)


@given(COUNTS, st.integers(2, 5))
def test_agreement_lies_between_the_ends_and_has_no_direction(counts, times) -> None:
    found = agreement(counts)

    assert -1 - 1e-9 <= found <= 1 + 1e-9
    assert agreement(counts[::-1]) == pytest.approx(found)
    assert agreement([times * count for count in counts]) == pytest.approx(found)


@pytest.mark.parametrize(
    ("shares", "positions", "alpha", "value"),
    [
        ([0.5, 0.5], [0, 1], 1.3, 0.2030631),
        ([1, 1, 1], [0, 0.5, 1], 1.3, 0.1065516),
        ([0.5, 0.5], [0, 1], 0, 0.5),
    ],
)
def test_camps_give_the_computed_values(shares, positions, alpha, value) -> None:
    assert camps(shares, positions, alpha=alpha) == pytest.approx(value, abs=5e-8)


def read_table(*rows: str) -> np.ndarray:
    return np.array(
        [[np.nan if cell == "*" else float(cell) for cell in row.split()] for row in rows]
    )


@pytest.mark.parametrize(
    ("table", "alphas"),
    [
        (
            read_table(
                "* * * * * 3 4 1 2 1 1 3 3 * 3",
                "1 * 2 1 3 3 4 3 * * * * * * *",
                "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
            ),
            (0.691358, 0.806721, 0.810845, 0.808944),
        ),
        (
            read_table(
                "1 2 3 3 2 1 4 1 2 * * *",
                "1 2 3 3 2 2 4 1 2 5 * 3",
                "* 3 3 3 2 3 4 2 2 5 1 *",
                "1 2 3 3 2 4 4 1 2 5 1 *",
            ),
            (0.743421, 0.815388, 0.849107, 0.797403),
        ),
        (read_table("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), (0.0952381,) * 4),
    ],
)
def test_krippendorff_gives_the_published_values(table, alphas) -> None:
    found = [
        krippendorff_alpha(table, level) for level in ("nominal", "ordinal", "interval", "ratio")
    ]

    assert found == pytest.approx(alphas, abs=5e-7)


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=12).filter(lambda row: len(set(row)) > 1))
def test_coders_who_always_agree_have_an_alpha_of_one(row) -> None:
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha([row, row, row], level) == pytest.approx(1)


def test_when_all_say_the_same_agreement_can_not_be_told_from_not_asking() -> None:
    with pytest.raises(NotEnoughData, match="different values"):
        krippendorff_alpha([[2, 2], [2, 2]])


def test_nobody_and_one_coder_are_not_enough() -> None:
    with pytest.raises(NotEnoughData):
        krippendorff_alpha([[1, 2, 3]])
    with pytest.raises(NotEnoughData):
        agreement([0, 0, 0])
    with pytest.raises(NotEnoughData):
        camps([0, 0], [0, 1])


def test_what_is_no_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="three categories"):
        agreement([1, 2])
    with pytest.raises(ValueError, match="one of nominal"):
        krippendorff_alpha([[1, 2], [1, 2]], "cardinal")
    with pytest.raises(ValueError, match="alpha from 0"):
        camps([1, 1], [0, 1], alpha=2)
    with pytest.raises(ValueError, match="a column per unit"):
        krippendorff_alpha([1, 2])
