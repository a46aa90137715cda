"""Eight bits per number lose next to nothing, and what can't be a vector is refused."""

import numpy as np
import pytest

from clustering import dequantise, quantise
from clustering.errors import InvalidVectors


def unit_rows(n: int, d: int) -> np.ndarray:
    rows = np.random.default_rng(1).normal(size=(n, d)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_code_points_the_way_of_its_vector() -> None:
    vectors = unit_rows(50, 512)

    cosines = (dequantise(quantise(vectors)) * vectors).sum(axis=1)

    assert cosines.min() > 0.9999


def test_codes_pass_unchanged() -> None:
    codes = quantise(unit_rows(5, 16))

    assert quantise(codes) is codes


def test_a_row_of_zeros_stays_zero() -> None:
    zeros = np.zeros((2, 4), dtype=np.float32)

    np.testing.assert_array_equal(dequantise(quantise(zeros)), zeros)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_value_that_is_no_number_is_refused_with_its_row(bad: float) -> None:
    vectors = unit_rows(4, 8)
    vectors[2, 3] = bad

    with pytest.raises(InvalidVectors, match="rows 2"):
        quantise(vectors)


def test_a_single_vector_is_refused() -> None:
    with pytest.raises(InvalidVectors, match="two dimensions"):
        quantise(np.ones(8))
