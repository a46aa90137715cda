"""The nearest neighbours of int8 vectors: the same on every machine and thread count.

nearest_neighbours(codes int8 (n, d), k) -> Neighbours(indices (n, k), similarities (n, k))
find_nearest(space, k) -> (indices, nearness), in any Space
pairs_above(codes, threshold) -> (earlier, later, cosine), all pairs at least that alike

Up to 4,000 rows each is compared with all others. From there a row is compared with the 1,500 or
so in the cells around its own, which finds about 96% of its 15 nearest and takes time in step with
the number of rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.cells import Places, partition
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes
from clustering.spaces import Rows, Space, cosine_space, exact_rows
from clustering.threads import in_threads

__all__ = ["Neighbours", "exact_rows", "find_nearest", "nearest_neighbours", "pairs_above"]

_EXACT_UP_TO = 4_000
_COMPARED = 1_500
_SCORES_PER_BLOCK = 8_000_000
_RUN = 16


@dataclass(frozen=True, eq=False)
class Neighbours:
    """For each of n rows its k nearest other rows, the nearest first."""

    indices: npt.NDArray[np.int32]
    similarities: npt.NDArray[np.float32]


def nearest_neighbours(codes: Codes, k: int, *, progress: Progress = SILENT) -> Neighbours:
    """Find each row's k nearest others by cosine; ties go to the lower index. Needs n > k."""
    indices, nearness = find_nearest(cosine_space(codes), k, progress=progress)
    return Neighbours(indices, nearness * exact_rows(codes)[1][:, None])


def find_nearest(
    space: Space, k: int, *, progress: Progress = SILENT
) -> tuple[npt.NDArray[np.int32], Rows]:
    """Find each row's k nearest others and how near they are, the nearest first."""
    n = len(space)
    indices = np.empty((n, k), dtype=np.int32)
    nearness = np.empty((n, k), dtype=space.rows.dtype)
    done = 0
    for rows, found, values in in_threads(lambda part: _search(space, part, k), _parts(space)):
        indices[rows], nearness[rows] = found, values
        done += len(rows)
        progress.step("neighbours", done, n)
    return indices, nearness


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


def _parts(space: Space) -> Iterator[tuple[Places, slice]]:
    """Yield which rows are compared, and which of these ask for their neighbours."""
    everyone = np.arange(len(space))
    if len(space) <= _EXACT_UP_TO:
        yield from _in_blocks(everyone, len(space))
        return
    cells = partition(space)
    for cell in range(len(cells)):
        yield from _in_blocks(cells.around(cell, _COMPARED), len(cells.members(cell)))


def _in_blocks(compared: Places, asking: int) -> Iterator[tuple[Places, slice]]:
    height = max(1, _SCORES_PER_BLOCK // max(len(compared), 1))
    for start in range(0, asking, height):
        yield compared, slice(start, min(start + height, asking))


def _search(space: Space, part: tuple[Places, slice], k: int) -> tuple[Places, Places, Rows]:
    compared, block = part
    asking = compared[block]
    width = -(-len(compared) // _RUN) * _RUN
    scores = np.empty((len(asking), width), dtype=space.rows.dtype)
    space.take(compared).nearness(space.rows[asking], out=scores[:, : len(compared)])
    scores[:, len(compared) :] = -np.inf
    scores[np.arange(len(asking)), np.arange(block.start, block.stop)] = -np.inf
    columns, values = _best(scores, compared, k)
    return asking, compared[columns], values


def _best(scores: Rows, places: Places, k: int) -> tuple[Places, Rows]:
    """Return columns and values of the k best per row, exactly, ties to the lower place.

    The k-th best of the maxima of some runs of columns can't exceed the k-th best of all, so only
    runs whose maximum reaches it need a look: several times faster than partitioning whole rows.
    (argpartition would also break ties differently on other processors.) A run holds every so
    many columns, because maxima over whole rows of memory are the quickest.
    """
    length = _RUN if scores.shape[1] >= _RUN * (k + 1) else 1
    runs = scores.reshape(len(scores), length, -1)
    maxima = runs.max(axis=1)
    bound = np.partition(maxima, -k, axis=1)[:, -k]
    row, run = np.nonzero(maxima >= bound[:, None])
    inside = runs[row, :, run]
    pick, place = np.nonzero(inside >= bound[row][:, None])
    values, rows = inside[pick, place], row[pick]
    columns = place * maxima.shape[1] + run[pick]
    # Padding is never among the k best, but its columns have no place to compare.
    order = np.lexsort((places[np.minimum(columns, len(places) - 1)], -values, rows))
    first_of_row = np.searchsorted(rows, np.arange(len(scores)))
    chosen = order[first_of_row[:, None] + np.arange(k)]
    return columns[chosen], values[chosen]
