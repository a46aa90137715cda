"""Many sheets at once: a table is looked at first, then all of it is stored or nothing.

    sheet;agrees;quoted;1;2;3
    1-K;x;x;3;-2;?
    2-R;x;;0;;1

Each row is a sheet. After the two ticks come the marks by card, or the answers by question.
"""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.i18n import gettext_later
from app.usecases.paper_entry import Filled, enter_sheet
from app.usecases.row_problems import MOST_PROBLEMS, RowProblem
from dialogue.errors import Refusal
from dialogue.errors.paper import SheetUnknown
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Round, RoundKind
from dialogue.sheets import read_marks, read_sheet_label

MOST_ROWS = 60
BEFORE_MARKS = 3
TICKED = {"x", "v", "ja", "j", "yes", "y", "1", "✓"}
NOT_TICKED = {"", "-", "nee", "n", "no", "0"}


class Undone(Exception):
    """Every row of a table is taken back: it was only looked at, or one was refused."""


@dataclass(frozen=True)
class Row:
    """A line of the table (counted from 1) with the sheet that stands on it."""

    line: int
    label: str
    filled: Filled

    @property
    def count(self) -> int:
        """Count the marks or answers of the row."""
        return len(self.filled.marks) + len(self.filled.answers)


@dataclass(frozen=True)
class Table:
    """The rows of a table, or everything that is wrong with it."""

    rows: tuple[Row, ...] = ()
    problems: tuple[RowProblem, ...] = ()


def read_table(text: str, dialogue: Dialogue, chosen: Round, *, table_id: UUID) -> Table:
    """Read a table from a spreadsheet or typed by hand; a first line with names is left out."""
    rows: list[Row] = []
    problems: list[RowProblem] = []
    seen: set[int] = set()
    for line, cells in lines_of(text):
        read = read_row(line, cells, dialogue, chosen, table_id)
        if isinstance(read, RowProblem):
            problems.append(read)
        elif read.filled.number in seen:
            problems.append(problem(line, gettext_later("This sheet stands in the table twice.")))
        else:
            seen.add(read.filled.number)
            rows.append(read)
    if not rows and not problems:
        problems.append(problem(None, gettext_later("There is no sheet in this table.")))
    if len(rows) > MOST_ROWS:
        problems.append(problem(None, gettext_later("These are more than 60 sheets at once.")))
    return Table(() if problems else tuple(rows), tuple(problems[:MOST_PROBLEMS]))


def lines_of(text: str) -> list[tuple[int, list[str]]]:
    """Split a table in cells, whichever of tab, semicolon and comma is between them."""
    first = next((each for each in text.splitlines() if each.strip()), "")
    between = next((each for each in "\t;" if each in first), ",")
    found = [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=between), start=1)
    ]
    filled = [(number, cells) for number, cells in found if any(cells)]
    has_names = bool(filled) and not filled[0][1][0][:1].isdigit()
    return filled[1:] if has_names else filled


def read_row(
    line: int, cells: Sequence[str], dialogue: Dialogue, chosen: Round, table_id: UUID
) -> Row | RowProblem:
    """Read the sheet on a line, or say what is wrong with it."""
    try:
        number = read_sheet_label(dialogue.id, cells[0])
    except SheetUnknown:
        return problem(line, SheetUnknown.message)
    ticks = [each.casefold() for each in (*cells[1:BEFORE_MARKS], "", "")][:2]
    if not set(ticks) <= TICKED | NOT_TICKED:
        return problem(
            line, gettext_later("A tick is x, ja or yes; without one the cell is empty.")
        )
    said = cells[BEFORE_MARKS:]
    answers = {at: text for at, text in enumerate(said, start=1) if text}
    marks = read_marks(said, chosen.scale)
    asking = chosen.kind is RoundKind.ASK
    if marks.unreadable and not asking:
        told = gettext_later("Card %(number)s has a mark that is not on the scale.")
        return problem(line, told, number=marks.unreadable[0])
    filled = Filled(
        number=number,
        entry_id=uuid5(table_id, str(number)),
        agrees=ticks[0] in TICKED,
        may_be_quoted=ticks[1] in TICKED,
        answers=answers if asking else {},
        marks={} if asking else marks.values,
    )
    return Row(line, cells[0].upper(), filled)


def enter_table(
    session: Session,
    dialogue: Dialogue,
    chosen: Round,
    rows: Sequence[Row],
    *,
    key: bytes,
    now: datetime,
    actor: Actor,
    only_look: bool = False,
) -> tuple[RowProblem, ...]:
    """Store every row or none; returns what is wrong, by row. ``only_look`` stores nothing."""
    problems: list[RowProblem] = []
    with suppress(Undone), session.begin_nested():
        for row in rows:
            try:
                with session.begin_nested():
                    enter_sheet(
                        session, dialogue, chosen, row.filled, key=key, now=now, actor=actor
                    )
            except Refusal as refusal:
                told = RowProblem(row.line, refusal.message, refusal.advice, refusal.params)
                problems.append(told)
        if problems or only_look:
            raise Undone
    return tuple(problems[:MOST_PROBLEMS])


def problem(line: int | None, message: str, **params: int) -> RowProblem:
    """Say what is wrong with a line; the advice is the same for each."""
    return RowProblem(line, message, gettext_later("Mend it and send the table again."), params)
