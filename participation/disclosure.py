"""Which counts of people may be shown: nobody can be singled out, also not by subtracting.

The one door: every published table, chart, export and API answer about people passes here.

    shown_count(87)                        -> 85                  a figure on its own
    shown_steps([84, 80, 31], known=120)   -> (80, 80, 30)        "at least": invited > in > done
    suppress_counts([200, 30, 6, 4])       -> cells and total that can't be subtracted
    suppress_counts([[40, 7], [33, 52]])   -> the same with margins of rows and columns
    shown_percentage(40, of=84)            -> "about 48"

A count below the minimum is never published, zero is not told apart from few, and hidden cells look
alike: which one is the small one is not to be told. (Rule of ten, and consequential suppression:
Statistics Netherlands; ABS DataLab.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from participation.protection import protect

MINIMUM_CELL = 10
ROUNDED_TO = 5
PERCENTAGE_BASE = 50


class Suppressed(Enum):
    """What stands where a count may not be shown."""

    HIDDEN = "hidden"

    def __str__(self) -> str:
        return "–"


SUPPRESSED = Suppressed.HIDDEN
Count: TypeAlias = int | Suppressed


def shown_count(count: int, *, minimum: int = MINIMUM_CELL, base: int = ROUNDED_TO) -> int | None:
    """Give a count of people as it may be shown, or None for fewer than ``minimum``.

    What is shown is rounded to the nearest ``base``, so that a small group can't be found by
    subtracting one count from another. Zero is not told apart from few. Source: Hundepool et al.
    (2012), Statistical Disclosure Control, section 5 (deterministic rounding of frequency tables).
    """
    if count < minimum:
        return None
    return max(minimum, base * ((2 * count + base) // (2 * base)))


def shown_steps(
    counts: Sequence[int], *, known: int | None = None, minimum: int = MINIMUM_CELL
) -> tuple[Count, ...]:
    """Give counts that are each part of the one before as "at least ...", in whole tens.

    Came in, started, finished: here the people who stopped are a group as well, and rounding to the
    nearest five gives them away. Of every step, and of every difference between two steps, at least
    ``minimum`` values stay possible. ``known`` is what all are part of when that is public to the
    person: the number of codes that were handed out.
    """
    highest = float("inf") if known is None else known - minimum + 1
    shown = [int(min(count, highest)) // minimum * minimum for count in counts]
    return tuple(least if least >= minimum else SUPPRESSED for least in shown)


@dataclass(frozen=True)
class ShownPercentage:
    """A whole percentage with what may be said of it: "about", "under" or "over"."""

    relation: str
    percent: int

    def __str__(self) -> str:
        return f"{self.relation} {self.percent}"


def shown_percentage(
    part: int, of: int, *, minimum: int = MINIMUM_CELL, base: int = PERCENTAGE_BASE
) -> ShownPercentage | Suppressed:
    """Give a percentage when neither those who do nor those who don't are a small group.

    Of fewer than ``base`` people none is given. When one side is small, only that it is under or
    over what ``minimum`` people would be, if that says something: never 0% or 100%.
    """
    if of < base or not 0 <= part <= of:
        return SUPPRESSED
    edge = -(-100 * minimum // of)
    if min(part, of - part) >= minimum:
        return ShownPercentage("about", min(99, max(1, round(100 * part / of))))
    if edge > 10:
        return SUPPRESSED
    return ShownPercentage("under", edge) if part < minimum else ShownPercentage("over", 100 - edge)


def shown_share(part: Count, of: Count) -> ShownPercentage | Suppressed:
    """Give the percentage of a count that is shown in a table, and none of a hidden one.

    Beside a published table ``shown_percentage`` of exact counts would say which hidden cell is the
    small one, and with the others how small.
    """
    if part is SUPPRESSED or of is SUPPRESSED or of < PERCENTAGE_BASE:
        return SUPPRESSED
    return ShownPercentage("about", min(99, max(1, round(100 * part / of))))


@dataclass(frozen=True)
class PublishedCounts:
    """A row of counts with its total, each a number or SUPPRESSED."""

    cells: tuple[Count, ...]
    total: Count

    @property
    def at_least(self) -> int:
        """Add up what is shown, for "more than ..." when the total is hidden."""
        return sum(cell for cell in self.cells if cell is not SUPPRESSED)

    def rounded(self, base: int = ROUNDED_TO) -> "PublishedCounts":
        """Round what is shown, each on its own: rounded cells need not add up to the total."""
        return PublishedCounts(_rounded(self.cells, base), _rounded([self.total], base)[0])


@dataclass(frozen=True)
class PublishedTable:
    """A table of counts with its margins, each a number or SUPPRESSED."""

    cells: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count

    def rounded(self, base: int = ROUNDED_TO) -> "PublishedTable":
        """Round what is shown, each on its own: rounded cells need not add up to the totals."""
        return PublishedTable(
            tuple(_rounded(row, base) for row in self.cells),
            _rounded(self.row_totals, base),
            _rounded(self.column_totals, base),
            _rounded([self.total], base)[0],
        )


def _rounded(counts: Sequence[Count], base: int) -> tuple[Count, ...]:
    return tuple(
        SUPPRESSED if count is SUPPRESSED else base * ((2 * count + base) // (2 * base))
        for count in counts
    )


@overload
def suppress_counts(
    table: Sequence[int], *, minimum: int = ..., keep_totals: bool = ..., show_zeros: bool = ...
) -> PublishedCounts: ...
@overload
def suppress_counts(
    table: Sequence[Sequence[int]],
    *,
    minimum: int = ...,
    keep_totals: bool = ...,
    show_zeros: bool = ...,
) -> PublishedTable: ...
def suppress_counts(
    table: Sequence[int] | Sequence[Sequence[int]],
    *,
    minimum: int = MINIMUM_CELL,
    keep_totals: bool = True,
    show_zeros: bool = False,
) -> PublishedCounts | PublishedTable:
    """Hide counts under ``minimum``, and further ones until none of them can be worked out.

    Give a row of counts, or rows of equal length; people are in one cell only (for "each part of
    the one before" use ``shown_steps``). ``keep_totals``: further cells are given up before totals,
    needed when a total stands elsewhere too; else totals go first. ``show_zeros``: where it is no
    secret that a cell is empty (a chamber nobody belongs to). Source: see ``protection``.
    Raises ValueError for a count that is no whole number of people, or rows that differ in length.
    """
    counts = _read_counts(table)
    if counts.ndim == 1:
        shown = _suppress(counts[None, :], minimum, keep_totals, show_zeros)
        return PublishedCounts(cells=tuple(shown[0][:-1]), total=shown[0][-1])
    shown = _suppress(counts, minimum, keep_totals, show_zeros)
    return PublishedTable(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def _read_counts(table: Sequence[int] | Sequence[Sequence[int]]) -> NDArray[np.int64]:
    given = np.asarray(table)
    if given.ndim not in (1, 2) or (given.size and given.dtype.kind not in "iu"):
        raise ValueError("a table is a row of whole numbers, or rows of equal length")
    if (given < 0).any():
        raise ValueError("a count of people can't be negative")
    return given.astype(np.int64)


def _suppress(
    counts: NDArray[np.int64], minimum: int, keep_totals: bool, show_zeros: bool
) -> list[tuple[Count, ...]]:
    """Add the margins as a last row and column, and hide what has to be hidden."""
    figures, kinds = margins_of(counts.shape), counts.reshape(-1)
    sizes = figures @ kinds
    # Totals cost ten times their size to hide, or next to nothing.
    cost = sizes * np.where(figures.sum(axis=1) > 1, 10.0 if keep_totals else 0.001, 1.0)
    told = np.zeros(len(sizes), dtype=np.bool_) if not show_zeros else sizes == 0
    possible = np.ones(len(kinds), dtype=np.bool_) if not show_zeros else kinds > 0
    shown = told.copy()
    shown[~told] = protect(
        kinds[possible], figures[np.ix_(~told, possible)], minimum=minimum, cost=cost[~told]
    )
    published = [int(size) if seen else SUPPRESSED for size, seen in zip(sizes, shown, strict=True)]
    width = counts.shape[1] + 1
    return [tuple(published[start : start + width]) for start in range(0, len(sizes), width)]


def margins_of(shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Give which cells of a table each cell of the same table with margins counts.

    Returns ((rows + 1) x (columns + 1), rows x columns) of 0 and 1, margins last.
    """
    rows, columns = (np.vstack([np.eye(n, dtype=np.int64), np.ones((1, n), int)]) for n in shape)
    return np.kron(rows, columns)
