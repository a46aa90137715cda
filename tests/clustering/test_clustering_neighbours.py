"""Neighbours are in order and the same however computed; up to 4,000 rows all are found."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from clustering import quantise
from clustering.cells import partition
from clustering.neighbours import nearest_neighbours, pairs_above
from clustering.spaces import cosine_space


def codes(n: int, d: int = 32) -> np.ndarray:
    return quantise(np.random.default_rng(n).normal(size=(n, d)))


def clouds(n: int, d: int = 64) -> np.ndarray:
    random = np.random.default_rng(n)
    hearts = random.normal(size=(40, d))
    return quantise(hearts[random.integers(0, 40, n)] + 0.7 * random.normal(size=(n, d)))


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


def test_of_many_rows_nearly_all_neighbours_are_found_and_their_cosines_are_right() -> None:
    rows = clouds(6_000)
    likeness = cosines(rows)
    np.fill_diagonal(likeness, -2)

    found = nearest_neighbours(rows, 15)

    bound = np.sort(likeness, axis=1)[:, -15]
    assert np.mean(found.similarities >= bound[:, None] - 1e-6) >= 0.93
    np.testing.assert_allclose(
        found.similarities, np.take_along_axis(likeness, found.indices, axis=1), atol=1e-6
    )
    assert all(len(set(row)) == 15 for row in found.indices.tolist())
    assert (found.indices != np.arange(len(rows))[:, None]).all()


def test_among_many_rows_ties_go_to_the_lower_index_too() -> None:
    rows = np.repeat(clouds(500), 20, axis=0)

    found = nearest_neighbours(rows, 5)

    assert found.indices[0].tolist() == [1, 2, 3, 4, 5]
    assert found.indices[43].tolist() == [40, 41, 42, 44, 45]


def test_every_row_is_in_one_cell() -> None:
    cells = partition(cosine_space(clouds(5_000)))

    members = np.concatenate([cells.members(cell) for cell in range(len(cells))])

    assert np.sort(members).tolist() == list(range(5_000))
    assert cells.around(3, least=700)[: len(cells.members(3))].tolist() == list(cells.members(3))
    assert len(cells.around(3, least=700)) >= 700


PROGRAM = """
import hashlib
import numpy as np
from clustering import ClusterSettings, cluster, quantise
from clustering.neighbours import nearest_neighbours

random = np.random.default_rng(1)
hearts = random.normal(size=(40, 512))
rows = quantise(hearts[random.integers(0, 40, 6_000)] + 2.0 * random.normal(size=(6_000, 512)))
found = nearest_neighbours(rows, 15)
print(hashlib.sha256(found.indices.tobytes() + found.similarities.tobytes()).hexdigest())
found = cluster(rows, ClusterSettings(resamples=0))
print(hashlib.sha256(found.labels.tobytes() + found.probabilities.tobytes()).hexdigest())
print(found.sizes, found.quality)
"""


@pytest.fixture(scope="module")
def usual() -> str:
    """With two threads, on the kernel that this processor gets."""
    return _outcome({"OPENBLAS_NUM_THREADS": "2"})


@pytest.mark.parametrize(
    "setting",
    [{"OPENBLAS_CORETYPE": kernel} for kernel in ("Haswell", "Zen", "SkylakeX", "Nehalem")]
    + [{"OPENBLAS_NUM_THREADS": "1"}],
    ids=lambda setting: next(iter(setting.values())),
)
def test_many_rows_have_the_same_neighbours_and_clusters_on_any_machine(
    usual: str,
    setting: dict[str, str],
) -> None:
    assert _outcome(setting) == usual


def _outcome(setting: dict[str, str]) -> str:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | setting,
        cwd=Path(__file__).parents[2],
    )
    return run.stdout
