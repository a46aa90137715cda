"""From 512 numbers to 15 that keep what neighbours have in common.

smooth(codes, graph, rounds) -> float64 (n, d), unit rows
reduce(vectors, components) -> float64 (n, <= components)

Plain density clustering of sentence vectors leaves 40-75% of the answers in no cluster; averaging
each with its nearest neighbours first is what brings them together. Sums are rounded, so that the
last digits, which differ between processors, can't tip a result.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh

from clustering.quantisation import Codes

Matrix = npt.NDArray[np.float64]

_SMOOTH_DECIMALS = 9
_COMPONENT_DECIMALS = 6


def smooth(codes: Codes, graph: sparse.csr_array, *, rounds: int) -> Matrix:
    """Move each row half way to the weighted mean of its neighbours, `rounds` times."""
    rows = _unit(codes.astype(np.float64))
    for _ in range(rounds):
        rows = np.round(_unit(0.5 * rows + 0.5 * (graph @ rows)), _SMOOTH_DECIMALS)
    return rows


def reduce(vectors: Matrix, *, components: int) -> Matrix:
    """Project on the first principal components; the largest coordinate of each is positive."""
    centred = vectors - vectors.mean(axis=0)
    kept = min(components, len(vectors) - 1, vectors.shape[1])
    # The smaller of the two cross products has the same leading structure and is faster.
    if len(vectors) < vectors.shape[1]:
        values, axes = _leading(centred @ centred.T, kept)
        projected = axes * np.sqrt(np.maximum(values, 0.0))
    else:
        projected = centred @ _leading(centred.T @ centred, kept)[1]
    rounded = np.round(projected, _COMPONENT_DECIMALS)
    strongest = np.abs(rounded).argmax(axis=0)
    signs = np.where(rounded[strongest, np.arange(kept)] < 0, -1.0, 1.0)
    points: Matrix = rounded * signs
    return points


def _leading(symmetric: Matrix, count: int) -> tuple[npt.NDArray[np.float64], Matrix]:
    size = len(symmetric)
    values, axes = eigh(
        np.round(symmetric, _SMOOTH_DECIMALS), subset_by_index=[size - count, size - 1]
    )
    return values[::-1], axes[:, ::-1]


def _unit(rows: Matrix) -> Matrix:
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: Matrix = rows / np.maximum(norms, 1e-12)[:, None]
    return unit
