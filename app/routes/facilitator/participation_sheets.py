"""Tables that are shown on a page and handed out as a file, from one description."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.i18n import format_date, format_number, format_percent, gettext
from app.queries.participation_base import Interval
from app.routes.facilitator.participation_words import in_words

Cell = str | int | float | bool | Interval | date | None


class Kind(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    FIGURE = "figure"
    CHANGE = "change"


NUMBERS = {Kind.COUNT, Kind.SHARE, Kind.MEAN, Kind.FIGURE, Kind.CHANGE}
DECIMALS = {Kind.MEAN: 1, Kind.FIGURE: 2}


@dataclass(frozen=True)
class Column:
    """A column: its key in a file, its words on a page, and whether it holds intervals."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    interval: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table; the first column names its rows."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def heads(self) -> list[str | tuple[str, str]]:
        """Give the heads of the columns as a table on a page takes them."""
        return [
            (each.label, "number") if each.kind in NUMBERS else each.label for each in self.columns
        ]

    def told(self) -> list[list[str]]:
        """Write every cell in the language of the reader."""
        return [
            [cell_told(cell, column.kind) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]

    def file(self) -> list[list[object]]:
        """Write all for a file: plain numbers, an interval as three columns, hidden is empty."""
        heads: list[object] = []
        for each in self.columns:
            heads += [each.key, *([f"{each.key}_low", f"{each.key}_high"] if each.interval else [])]
        return [heads, *(list(self.cells(row)) for row in self.rows)]

    def cells(self, row: Iterable[Cell]) -> Iterable[object]:
        """Write the cells of a row for a file."""
        for cell, column in zip(row, self.columns, strict=True):
            found = (cell.value, cell.low, cell.high) if isinstance(cell, Interval) else (cell,)
            yield from (plain(each) for each in found)
            if column.interval and len(found) == 1:
                yield from ("", "")


def cell_told(cell: Cell, kind: Kind) -> str:
    """Write a cell for a person; what may not be shown says so."""
    match cell:
        case None:
            return gettext("not shown") if kind is Kind.COUNT else "–"
        case bool():
            return gettext("yes") if cell else gettext("no")
        case str():
            return cell or "–"
        case date():
            return format_date(cell, "medium")
        case Interval():
            ends = (number_told(each, kind) for each in (cell.value, cell.low, cell.high))
            return in_words(cell, *ends)
        case _:
            return number_told(cell, kind)


def number_told(number: float, kind: Kind) -> str:
    """Write a number in the way of its column."""
    if kind is Kind.SHARE:
        return format_percent(number)
    if kind is Kind.CHANGE:
        return f"+{format_percent(number)}" if number > 0 else format_percent(number)
    return format_number(number, DECIMALS.get(kind))


def plain(cell: Cell) -> object:
    """Write a cell for a machine; numbers stay numbers."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return float(f"{cell:.6g}")
        case date():
            return cell.isoformat()
        case _:
            return cell
