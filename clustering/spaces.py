"""Rows of whole numbers among which nearness can be computed without rounding.

cosine_space(codes int8 (n, d)) -> Space        nearness: cosine times the length of the asking row
distance_space(points float64 (n, d)) -> Space  nearness: (|x|^2 - distance^2) / 2

Nearness of row x to row y is `(x . y) * scale[y] + offset[y]`: an exact product of whole numbers
and at most two roundings of single numbers, which are the same on every machine, so that the order
in which a BLAS adds can't matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from clustering.quantisation import Codes, quantise

Rows = npt.NDArray[Any]
_EXACT_BELOW = 2**24


@dataclass(frozen=True, eq=False)
class Space:
    """Rows (n, d), whole numbers as floats; `heart` turns sums (c, d) over counts into rows."""

    rows: Rows
    scale: Rows | None
    offset: Rows | None
    heart: Callable[[Rows, Rows], "Space"]

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, places: npt.NDArray[np.intp] | slice) -> "Space":
        """Return the space of some of the rows."""
        return Space(
            self.rows[places],
            None if self.scale is None else self.scale[places],
            None if self.offset is None else self.offset[places],
            self.heart,
        )

    def nearness(self, asking: Rows, out: Rows | None = None) -> Rows:
        """Return how near each asking row (m, d) is to each row of the space: (m, n)."""
        scores: Rows = np.matmul(asking, self.rows.T, out=out)
        if self.scale is not None:
            scores *= self.scale
        if self.offset is not None:
            scores += self.offset
        return scores


def cosine_space(codes: Codes) -> Space:
    """Return the space in which the nearest rows have the highest cosine (float32)."""
    rows, inverse_norms = exact_rows(codes)
    return Space(rows, inverse_norms, None, lambda sums, counts: cosine_space(quantise(sums)))


def distance_space(points: npt.NDArray[np.float64]) -> Space:
    """Return the space in which the nearest rows have the least distance.

    The points must be whole numbers whose squared length stays below 2**51 (float64 is exact then).
    """
    squared = np.einsum("ij,ij->i", points, points)
    return Space(
        points,
        None,
        squared * -0.5,
        lambda sums, counts: distance_space(np.rint(sums / counts[:, None])),
    )


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
