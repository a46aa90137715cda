"""Who lives there: reference counts to hold participation against, read from a CSV.

Margins, one line per group:            Joint cells, one line per combination:
    dimension,group,count                   age,district,count
    age,0-24,31000                          0-24,Centrum,2100
    age,25-64,66000                         0-24,Seghwaert,5400
    gender,woman,63500                      25-64,Centrum,9800

Commas or semicolons; UTF-8. A mistake is told with the row it stands in. To look at names before
they are counted, call the two halves of ``read_population`` apart: ``population_rows`` and
``population_from``.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from types import MappingProxyType
from typing import TypeAlias

from participation.errors import ParticipationError

TEMPLATE = "dimension,group,count\nage,0-24,31000\nage,25-64,66000\nage,65+,28000\n"
MARGINS_HEADER = ["dimension", "group", "count"]
LONGEST_COUNT = 10  # digits: more people than the world holds
NOT_UTF8 = "save the file as UTF-8: a letter can't be read"
LARGEST_GAP = 0.02  # sources round and date differently: totals may differ by this share

NumberedRow: TypeAlias = tuple[int, list[str]]  # the number of the line, and its cells


class InvalidPopulation(ParticipationError):
    """A population that can't be used, with the row (from 1, the header) where that shows.

    ``message`` has the places that ``params`` fill, so that it can be said in another language.
    """

    def __init__(self, message: str, row: int | None = None, **params: str | int) -> None:
        self.message = message
        self.params = params
        self.problem = message % params if params else message
        self.row = row
        super().__init__(self.problem if row is None else f"row {row}: {self.problem}")


@dataclass(frozen=True)
class Population:
    """Counts of people per dimension and group; joint cells too when those were given.

    margins: dimension -> group -> count. joint: one group per dimension, in the order of
    ``dimensions`` -> count; empty when only margins are known.
    """

    margins: Mapping[str, Mapping[str, int]]
    joint: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Name the dimensions in the order they were given."""
        return tuple(self.margins)

    @property
    def size(self) -> int:
        """Count everybody: the largest of the totals, which may differ a little."""
        return max(sum(groups.values()) for groups in self.margins.values())

    def counts(self, dimension: str, groups: Sequence[str]) -> list[int]:
        """Give the counts of these groups; raises InvalidPopulation for one that isn't known."""
        known = self.margins.get(dimension)
        if known is None:
            raise InvalidPopulation("there is no dimension '%(name)s'", name=dimension)
        unknown = [group for group in groups if group not in known]
        if unknown:
            raise InvalidPopulation(
                "'%(name)s' has no group '%(group)s'", name=dimension, group=unknown[0]
            )
        return [known[group] for group in groups]

    def groups_missing(self, dimension: str, seen: Sequence[str]) -> tuple[str, ...]:
        """Name the groups of people whom nobody among those seen belongs to."""
        return tuple(group for group in self.margins[dimension] if group not in set(seen))


def read_population(data: str | bytes) -> Population:
    """Read margins or joint cells from the text of a CSV; raises InvalidPopulation with the row."""
    return population_from(population_rows(data))


def population_rows(data: str | bytes) -> list[NumberedRow]:
    """Cut the text of a CSV into rows with their number; raises InvalidPopulation with the row."""
    rows = list(_rows(_decode(data)))
    if not rows:
        raise InvalidPopulation("the file is empty; download the template for an example")
    return rows


def population_from(rows: Sequence[NumberedRow]) -> Population:
    """Count rows of which the first is the header; raises InvalidPopulation with the row."""
    number, names = rows[0]
    header = [name.lower() for name in names]
    if header == MARGINS_HEADER:
        return _read_margins(rows[1:])
    if len(header) < 2 or header[-1] != "count":
        raise InvalidPopulation(
            'the first line is "dimension,group,count", or ends in "count"', number
        )
    return _read_joint(names[:-1], rows[1:])


def _decode(data: str | bytes) -> str:
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise InvalidPopulation(NOT_UTF8, row) from error
    before, nul, _ = text.partition("\0")
    if nul:  # two bytes a letter: what some spreadsheets call "Unicode text"
        raise InvalidPopulation(NOT_UTF8, before.count("\n") + 1)
    return text.removeprefix("\ufeff")


def _rows(text: str) -> Iterator[NumberedRow]:
    """Yield every line that holds something, with its number."""
    first = text.partition("\n")[0]
    lines = csv.reader(StringIO(text), delimiter=";" if first.count(";") else ",")
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield lines.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise InvalidPopulation("this line can't be read as a CSV", lines.line_num) from error


def _read_margins(rows: Sequence[NumberedRow]) -> Population:
    margins: dict[str, dict[str, int]] = {}
    for number, cells in rows:
        dimension, group = _names(cells, 3, number)
        groups = margins.setdefault(dimension, {})
        if group in groups:
            raise InvalidPopulation(
                "'%(name)s' already has the group '%(group)s'", number, name=dimension, group=group
            )
        groups[group] = _count(cells[-1], number)
    _check_totals(margins, rows)
    return _frozen(margins, {})


def _read_joint(dimensions: Sequence[str], rows: Sequence[NumberedRow]) -> Population:
    if len(set(dimensions)) < len(dimensions) or not all(dimensions):
        raise InvalidPopulation("every column needs a name of its own", 1)
    joint: dict[tuple[str, ...], int] = {}
    margins: dict[str, dict[str, int]] = {name: {} for name in dimensions}
    for number, cells in rows:
        names = _names(cells, len(dimensions) + 1, number)
        if names in joint:
            raise InvalidPopulation("%(cell)s was given already", number, cell=", ".join(names))
        joint[names] = _count(cells[-1], number)
        for dimension, group in zip(dimensions, names, strict=True):
            margins[dimension][group] = margins[dimension].get(group, 0) + joint[names]
    _check_totals(margins, rows)
    return _frozen(margins, joint)


def _names(cells: list[str], expected: int, row: int) -> tuple[str, ...]:
    if len(cells) != expected:
        raise InvalidPopulation(
            "%(wanted)s cells were expected, %(found)s found",
            row,
            wanted=expected,
            found=len(cells),
        )
    if not all(cells[:-1]):
        raise InvalidPopulation("a name is missing", row)
    return tuple(cells[:-1])


def _count(text: str, row: int) -> int:
    """Read a whole number above 0; a group nobody belongs to is left out of the file."""
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_COUNT or int(text) == 0:
        raise InvalidPopulation(
            "'%(text)s' is no whole number above 0, without dots", row, text=text[:40]
        )
    return int(text)


def _check_totals(margins: Mapping[str, Mapping[str, int]], rows: Sequence[NumberedRow]) -> None:
    if not margins or not rows:
        raise InvalidPopulation("there is no group in the file")
    lonely = next((name for name, groups in margins.items() if len(groups) < 2), None)
    if lonely is not None:
        raise InvalidPopulation(
            "'%(name)s' has one group only: there is nothing to compare", name=lonely
        )
    totals = {name: sum(groups.values()) for name, groups in margins.items()}
    least, most = min(totals, key=totals.__getitem__), max(totals, key=totals.__getitem__)
    if totals[most] - totals[least] > LARGEST_GAP * totals[most]:
        last = max(number for number, cells in rows if cells[0] in (least, most))
        raise InvalidPopulation(
            "'%(least)s' adds up to %(low)s people, but '%(most)s' to %(high)s", last,
            least=least, low=totals[least], most=most, high=totals[most],
        )  # fmt: skip


def _frozen(margins: dict[str, dict[str, int]], joint: dict[tuple[str, ...], int]) -> Population:
    return Population(
        MappingProxyType({name: MappingProxyType(groups) for name, groups in margins.items()}),
        MappingProxyType(joint),
    )
