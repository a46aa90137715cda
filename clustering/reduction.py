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
    """Project on the first principal components; each one's largest loading is positive."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(np.round(centred.T @ centred, _SMOOTH_DECIMALS))
    kept = directions[:, ::-1][:, : min(components, len(vectors) - 1)]
    strongest = np.abs(np.round(kept, _COMPONENT_DECIMALS)).argmax(axis=0)
    signs = np.where(kept[strongest, np.arange(kept.shape[1])] < 0, -1.0, 1.0)
    projected: Matrix = np.round(centred @ (kept * signs), _COMPONENT_DECIMALS)
    return projected


def _unit(rows: Matrix) -> Matrix:
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: Matrix = rows / np.maximum(norms, 1e-12)[:, None]
    return unit
