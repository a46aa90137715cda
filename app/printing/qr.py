"""QR codes as one line of drawing, for a page that draws it as SVG with words beside it."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4


@dataclass(frozen=True)
class Qr:
    """A QR code: a line of one square thick over its dark squares, and its width with margin."""

    path: str
    size: int
    address: str


def qr_of(address: str) -> Qr:
    """Draw an address, with a quarter of it to spare for stains and folds (level Q)."""
    matrix = segno.make(address, error="q", micro=False).matrix
    runs = [run for y, row in enumerate(matrix) for run in runs_of(row, y + QUIET)]
    return Qr("".join(runs), len(matrix) + 2 * QUIET, address)


def runs_of(row: bytearray, y: int) -> list[str]:
    """Write the dark squares of a row as a line through their middle, a run at a time."""
    x, drawn = QUIET, []
    for dark, squares in groupby(row):
        length = len(list(squares))
        if dark:
            drawn.append(f"M{x} {y}.5h{length}")
        x += length
    return drawn
