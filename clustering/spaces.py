"""Rows of whole numbers among which nearness can be computed without rounding.

cosine_space(codes int8 (n, d)) -> Space

Nearness of row x to row y is `(x . y) * scale[y]`, the cosine times the length of x: an exact
product of whole numbers and one rounding of a single number, which is the same on every machine,
so that the order in which a BLAS adds can't matter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.quantisation import Codes

Rows = npt.NDArray[np.float32]
_EXACT_BELOW = 2**24


@dataclass(frozen=True, eq=False)
class Space:
    """Rows float32 (n, d), whole numbers, and 1 / their lengths."""

    rows: Rows
    scale: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, places: npt.NDArray[np.intp] | slice) -> "Space":
        """Return the space of some of the rows."""
        return Space(self.rows[places], self.scale[places])

    def nearness(self, asking: Rows, out: Rows | None = None) -> Rows:
        """Return how near each asking row (m, d) is to each row of the space: (m, n)."""
        scores: Rows = np.matmul(asking, self.rows.T, out=out)
        scores *= self.scale
        return scores


def cosine_space(codes: Codes) -> Space:
    """Return the space in which the nearest rows have the highest cosine."""
    return Space(*exact_rows(codes))


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
