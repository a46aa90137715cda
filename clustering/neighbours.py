"""The exact nearest neighbours of int8 vectors: the same on every machine and thread count.

nearest_neighbours(codes int8 (n, d), k) -> Neighbours(indices (n, k), similarities (n, k))
pairs_above(codes, threshold) -> (earlier, later, cosine), all pairs at least that alike

Dot products of int8 vectors are whole numbers. In float32 they're exact while the squared length
of every vector stays below 2**24 (Cauchy-Schwarz bounds each partial sum), so the order in which
a BLAS adds them can't matter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes

_EXACT_BELOW = 2**24
_SCORES_PER_BLOCK = 8_000_000
_RUN = 32


@dataclass(frozen=True, eq=False)
class Neighbours:
    """For each of n rows its k nearest other rows, the nearest first."""

    indices: npt.NDArray[np.int32]
    similarities: npt.NDArray[np.float32]


def nearest_neighbours(codes: Codes, k: int, *, progress: Progress = SILENT) -> Neighbours:
    """Find each row's k nearest others by cosine; ties go to the lower index. Needs n > k."""
    rows, inverse_norms = exact_rows(codes)
    n = len(rows)
    others = np.zeros((-(-n // _RUN) * _RUN, rows.shape[1]), dtype=np.float32)
    others[:n] = rows
    scale = np.ones(len(others), dtype=np.float32)
    scale[:n] = inverse_norms
    indices = np.empty((n, k), dtype=np.int32)
    similarities = np.empty((n, k), dtype=np.float32)
    height = max(1, _SCORES_PER_BLOCK // n)
    for start in range(0, n, height):
        stop = min(start + height, n)
        scores = rows[start:stop] @ others.T
        scores *= scale
        scores[:, n:] = -np.inf
        scores[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        found, values = _best(scores, k)
        indices[start:stop] = found
        similarities[start:stop] = values * inverse_norms[start:stop, None]
        progress.step("neighbours", stop, n)
    return Neighbours(indices, similarities)


def pairs_above(
    codes: Codes, threshold: float
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Return all pairs of rows (earlier, later) whose cosine is at least the threshold, and it."""
    rows, inverse_norms = exact_rows(codes)
    n = len(rows)
    height = max(1, _SCORES_PER_BLOCK // max(n, 1))
    found = [(np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.float32))]
    for start in range(0, n, height):
        stop = min(start + height, n)
        cosines = (rows[start:stop] @ rows[:stop].T) * inverse_norms[:stop]
        cosines *= inverse_norms[start:stop, None]
        later, earlier = np.nonzero(cosines >= threshold)
        ordered = earlier < later + start
        later, earlier = later[ordered], earlier[ordered]
        found.append((earlier, later + start, cosines[later, earlier]))
    firsts, seconds, values = zip(*found, strict=True)
    return np.concatenate(firsts), np.concatenate(seconds), np.concatenate(values)


def exact_rows(codes: Codes) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the rows as float32 whole numbers whose dot products are exact, and 1 / length."""
    rows = codes.astype(np.float32)
    squared = np.einsum("ij,ij->i", codes, codes, dtype=np.int64)
    if len(squared) and squared.max() >= _EXACT_BELOW:
        # Only vectors of well over 1,000 numbers get here; coarser steps keep their sums exact.
        rows = np.rint(rows * np.float32(np.sqrt((_EXACT_BELOW * 0.98) / squared.max())))
        squared = np.einsum("ij,ij->i", rows, rows, dtype=np.float64).astype(np.int64)
    inverse = 1.0 / np.sqrt(np.maximum(squared, 1))
    return rows, inverse.astype(np.float32)


def _best(
    scores: npt.NDArray[np.float32], k: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return columns and values of the k best per row, exactly, ties to the lower column.

    The k-th best of the maxima of small runs of columns can't exceed the k-th best of all, so only
    runs whose maximum reaches it need a look: several times faster than partitioning whole rows.
    (argpartition would also break ties differently on other processors.)
    """
    width = _RUN if scores.shape[1] >= _RUN * (k + 1) else 1
    runs = scores.reshape(len(scores), -1, width)
    maxima = runs.max(axis=2) if width > 1 else scores
    bound = np.partition(maxima, -k, axis=1)[:, -k]
    row, run = np.nonzero(maxima >= bound[:, None])
    inside = runs[row, run]
    pick, offset = np.nonzero(inside >= bound[row][:, None])
    values, columns, rows = inside[pick, offset], run[pick] * width + offset, row[pick]
    order = np.lexsort((columns, -values, rows))
    first_of_row = np.searchsorted(rows, np.arange(len(scores)))
    chosen = order[first_of_row[:, None] + np.arange(k)]
    return columns[chosen], values[chosen]
