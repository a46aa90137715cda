"""From 512 numbers to 15 that keep what neighbours have in common.

smooth(codes, graph, rounds) -> float64 (n, d), unit rows
reduce(vectors, components) -> float64 (n, <= components)

Plain density clustering of sentence vectors leaves 40-75% of the answers in no cluster; averaging
each with its nearest neighbours first is what brings them together. Sums are of whole numbers
below 2**53, which float64 holds exactly, so that no processor or number of threads can tip them.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh

from clustering.quantisation import Codes
from clustering.threads import in_threads, unthreaded

Matrix = npt.NDArray[np.float64]

# Unit rows are whole numbers of this length; weights add up to as much as _WEIGHT, twice.
_LENGTH = 2.0**24
_WEIGHT = 2.0**20
_COARSE_LENGTH = 2.0**15
_BLOCK = 1_024
_GRAM_DECIMALS = 9
_DECIMALS = 6


def smooth(codes: Codes, graph: sparse.csr_array, *, rounds: int) -> Matrix:
    """Move each row half way to the weighted mean of its neighbours, `rounds` times."""
    pulls = graph.copy()
    pulls.data = np.rint(pulls.data * _WEIGHT)
    rows = _unit(codes.astype(np.float64))
    for _ in range(rounds):
        rows = _half_way(rows, pulls)
    return rows / _LENGTH


def reduce(vectors: Matrix, *, components: int) -> Matrix:
    """Project on the first principal components; the largest coordinate of each is positive."""
    with unthreaded():
        return _reduced(vectors, min(components, len(vectors) - 1, vectors.shape[1]))


def _reduced(vectors: Matrix, kept: int) -> Matrix:
    centred = vectors - vectors.mean(axis=0)
    # The smaller of the two cross products has the same leading structure and is faster.
    if len(vectors) < vectors.shape[1]:
        values, axes = _leading(np.round(centred @ centred.T, _GRAM_DECIMALS), kept)
        projected = axes * np.sqrt(np.maximum(values, 0.0))
    else:
        projected = centred @ np.round(_leading(_covariance(vectors), kept)[1], _DECIMALS)
    rounded = np.round(projected, _DECIMALS)
    strongest = np.abs(rounded).argmax(axis=0)
    signs = np.where(rounded[strongest, np.arange(kept)] < 0, -1.0, 1.0)
    points: Matrix = rounded * signs
    return points


def _half_way(rows: Matrix, pulls: sparse.csr_array) -> Matrix:
    moved = np.empty_like(rows)

    def move(block: slice) -> None:
        moved[block] = _unit(np.rint(rows[block] + (pulls[block] @ rows) / _WEIGHT))

    list(in_threads(move, _blocks(len(rows))))
    return moved


def _covariance(vectors: Matrix) -> Matrix:
    """Return what the components are taken from; coarse enough for its sums to be exact."""
    coarse = np.rint(vectors * _COARSE_LENGTH)
    mean = coarse.sum(axis=0) / len(coarse)
    covariance: Matrix = coarse.T @ coarse / len(coarse) - np.outer(mean, mean)
    return covariance


def _leading(symmetric: Matrix, count: int) -> tuple[npt.NDArray[np.float64], Matrix]:
    size = len(symmetric)
    values, axes = eigh(symmetric, subset_by_index=[size - count, size - 1])
    return values[::-1], axes[:, ::-1]


def _blocks(n: int) -> list[slice]:
    return [slice(start, start + _BLOCK) for start in range(0, n, _BLOCK)]


def _unit(rows: Matrix) -> Matrix:
    """Give whole-number rows the same length, again in whole numbers."""
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: Matrix = np.rint(rows * (_LENGTH / np.maximum(norms, 1.0))[:, None])
    return unit
