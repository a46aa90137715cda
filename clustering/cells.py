"""Near rows put together in cells of about 128, so that only some cells need a look.

partition(space) -> Cells(order (n,), starts (c + 1,), hearts)
cells.around(cell, least) -> at least so many rows: its own, then those of the cells nearest to it

A k-means with four rounds on a sample (Lloyd 1982); as a coarse index for nearest neighbours:
Sivic and Zisserman 2003. Sums are of whole numbers and ties go to the lower cell, so that the
cells are the same on every machine.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.quantisation import quantise
from clustering.spaces import Rows, Space, cosine_space
from clustering.threads import in_threads

_ROWS_PER_CELL = 128
_SAMPLED_PER_CELL = 32
_ROUNDS = 4
_BLOCK = 4_096

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cells:
    """`order[starts[c]:starts[c + 1]]` are the rows of cell c; `nearest[c]` all cells by rank."""

    order: Places
    starts: Places
    nearest: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    def members(self, cell: int) -> Places:
        """Return the rows of one cell, in order."""
        return self.order[self.starts[cell] : self.starts[cell + 1]]

    def around(self, cell: int, least: int) -> Places:
        """Return at least so many rows: of a cell itself first, then of the cells nearest to it."""
        ranked = self.nearest[cell]
        held = np.cumsum(self.starts[ranked + 1] - self.starts[ranked])
        taken = ranked[: np.searchsorted(held, least) + 1]
        return np.concatenate([self.members(near) for near in taken])


def partition(space: Space) -> Cells:
    """Divide the rows over cells, by the heart that each is nearest to."""
    random = np.random.default_rng(0)
    count = max(1, len(space) // _ROWS_PER_CELL)
    drawn = random.choice(len(space), min(len(space), count * _SAMPLED_PER_CELL), replace=False)
    sample = space.take(drawn)
    hearts = sample.take(slice(count))
    for _ in range(_ROUNDS):
        hearts = _moved(hearts, sample)
    order, starts = _gathered(_nearest_heart(space.rows, hearts), len(hearts))
    return Cells(order, starts, _ranked(hearts))


def _moved(hearts: Space, sample: Space) -> Space:
    """Return for each cell the mean of the rows in it; a cell without rows is given up."""
    order, starts = _gathered(_nearest_heart(sample.rows, hearts), len(hearts))
    held = np.flatnonzero(np.diff(starts))
    sums = np.add.reduceat(sample.rows[order], starts[held], axis=0, dtype=np.float64)
    return cosine_space(quantise(sums))


def _nearest_heart(rows: Rows, hearts: Space) -> Places:
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(rows), _BLOCK)]
    return np.concatenate(
        list(in_threads(lambda block: hearts.nearness(rows[block]).argmax(axis=1), blocks))
    )


def _gathered(cell_of_row: Places, count: int) -> tuple[Places, Places]:
    order = np.argsort(cell_of_row, kind="stable")
    return order, np.searchsorted(cell_of_row[order], np.arange(count + 1))


def _ranked(hearts: Space) -> Places:
    """Rank all cells by nearness to each; a cell is the first of its own."""
    nearness = hearts.nearness(hearts.rows)
    np.fill_diagonal(nearness, np.inf)
    return np.argsort(-nearness, axis=1, kind="stable")
