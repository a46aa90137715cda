"""Neighbours are exact, in order, and the same however they are computed."""

import numpy as np
import pytest

from clustering import quantise
from clustering.neighbours import nearest_neighbours, pairs_above


def codes(n: int, d: int = 32) -> np.ndarray:
    return quantise(np.random.default_rng(n).normal(size=(n, d)))


def cosines(rows: np.ndarray) -> np.ndarray:
    unit = rows / np.linalg.norm(rows.astype(float), axis=1, keepdims=True)
    return unit @ unit.T


@pytest.mark.parametrize("n", [7, 33, 100, 511, 700])
def test_the_neighbours_are_those_of_a_full_comparison(n: int) -> None:
    rows = codes(n)
    likeness = cosines(rows)
    np.fill_diagonal(likeness, -2)

    found = nearest_neighbours(rows, 5)

    expected = np.sort(likeness, axis=1)[:, ::-1][:, :5]
    np.testing.assert_allclose(found.similarities, expected, atol=1e-6)
    assert (found.indices != np.arange(n)[:, None]).all()


def test_ties_go_to_the_lower_index() -> None:
    rows = np.tile(np.array([[127, 0], [0, 127]], dtype=np.int8), (400, 1))

    found = nearest_neighbours(rows, 3)

    assert found.indices[0].tolist() == [2, 4, 6]
    assert found.indices[5].tolist() == [1, 3, 7]


def test_vectors_of_very_many_numbers_stay_exact() -> None:
    rows = np.full((20, 4_096), 127, dtype=np.int8)

    assert nearest_neighbours(rows, 3).similarities == pytest.approx(1.0, abs=1e-4)


def test_all_pairs_above_a_threshold_are_found_once() -> None:
    rows = codes(200, d=4)
    likeness = cosines(rows)

    earlier, later, values = pairs_above(rows, 0.9)

    assert len(values) == np.sum(np.triu(likeness, 1) >= 0.9)
    assert (earlier < later).all()
