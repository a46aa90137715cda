"""Read a list of addresses row by row, a piece at a time, so that a killed worker goes on with it.

A piece is worked out outside any transaction; then its good rows are stored, sealed, together with
how far the reading is. So a row is stored once, whoever reads. Nobody is written to before
``addresses.bring_in``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.usecases.addresses import text_of_file
from app.usecases.addresses_file import NumberedRow, rows_in
from app.usecases.addresses_rows import Listed, RowReader, Wrong
from app.usecases.recipients import address_hash, sealed
from dialogue.models import (
    AddressList,
    Delivery,
    Dialogue,
    ListState,
    Recipient,
    RecipientState,
    new_id,
)

ROWS_AT_ONCE = 1_000
# More are counted, not listed: who sees a thousand mistakes has one, a thousand times.
MOST_LISTED = 1_000
UNREADABLE = "unreadable"

Found = tuple[int, Listed | list[Wrong]]


@dataclass
class Reading:
    """A file that is being read, and how far; its rows are never in memory all at once."""

    list_id: UUID
    dialogue_id: UUID
    chamber_id: UUID
    columns: Mapping[str, int]
    rows: Iterator[NumberedRow]
    reader: RowReader
    position: int = 0

    def skip_to(self, position: int) -> None:
        """Go on where somebody else stopped."""
        for _ in islice(self.rows, position - self.position):
            self.position += 1


@dataclass(frozen=True)
class Piece:
    """Some rows that were read: who can be stored, and what is wrong."""

    before: int
    rows: int
    people: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    wrong: int
    ended: bool


def waiting_list(session: Session) -> AddressList | None:
    """Find the list that waits longest to be read, without its file."""
    query = select(AddressList).options(defer(AddressList.file))  # type: ignore[arg-type]  # a column
    waits = query.where(AddressList.state == ListState.CHECKING)
    return session.exec(waits.order_by(col(AddressList.uploaded_at)).limit(1)).first()


def open_list(session: Session, stored: AddressList, *, key: bytes) -> Reading:
    """Begin to read a list, after the header; raises SealBroken."""
    dialogue = session.get_one(Dialogue, stored.dialogue_id)
    rows = rows_in(text_of_file(stored, key=key))
    _, header = next(rows)
    reader = RowReader(stored.columns, dialogue.background_questions, width=len(header))
    assert stored.chamber_id is not None  # noqa: S101  (``start_check`` saw to it)
    return Reading(
        stored.id, stored.dialogue_id, stored.chamber_id, dict(stored.columns), rows, reader
    )


def read_piece(session: Session, reading: Reading, *, key: bytes) -> Piece:
    """Read the next rows, and hold them against every address that the dialogue knows."""
    before = reading.position
    read = [(row, reading.reader.read(cells)) for row, cells in islice(reading.rows, ROWS_AT_ONCE)]
    reading.position += len(read)
    hashes = {
        row: address_hash(found.person, dialogue_id=reading.dialogue_id, key=key)
        for row, found in read
        if isinstance(found, Listed)
    }
    known = known_addresses(session, reading, list(hashes.values()))
    people: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for row, found in read:
        wrong = found if isinstance(found, list) else repeated(known.get(hashes[row]))
        if isinstance(found, Listed) and not wrong:
            known[hashes[row]] = row
            people.append(as_row(reading, row, found, hashes[row], key=key))
        problems += [as_problem(row, each, reading.columns) for each in wrong]
    wrong_rows = len(read) - len(people)
    return Piece(before, len(read), people, problems, wrong_rows, len(read) < ROWS_AT_ONCE)


def known_addresses(session: Session, reading: Reading, hashes: Sequence[str]) -> dict[str, int]:
    """Find which addresses are listed already: at which row of this list, 0 for another list."""
    query = select(Recipient.address_hash, Recipient.list_id, Recipient.row).where(
        Recipient.dialogue_id == reading.dialogue_id, col(Recipient.address_hash).in_(hashes)
    )
    return {
        known: row if list_id == reading.list_id else 0
        for known, list_id, row in session.exec(query).all()
    }


def repeated(row: int | None) -> list[Wrong]:
    """Refuse an address that is there already; None: it is not."""
    if row is None:
        return []
    return [Wrong("twice", params={"other": row})] if row else [Wrong("listed")]


def as_row(reading: Reading, row: int, found: Listed, hashed: str, *, key: bytes) -> dict[str, Any]:
    """Give somebody as they are stored."""
    person = found.person
    return {
        "id": new_id(),
        "dialogue_id": reading.dialogue_id,
        "list_id": reading.list_id,
        "chamber_id": reading.chamber_id,
        "row": row,
        "address_hash": hashed,
        "sealed": sealed(person, key=key),
        "by_email": bool(person.email),
        "by_sms": bool(person.phone),
        "by_letter": bool(person.lines),
        "language": found.language,
        "groups": dict(sorted(found.groups.items())),
        "state": RecipientState.LISTED,
    }


def as_problem(row: int, wrong: Wrong, columns: Mapping[str, int]) -> dict[str, Any]:
    """Give a problem as it is stored: where and of which kind, never what stood there."""
    problem: dict[str, Any] = {"row": row, "kind": wrong.kind, **wrong.params}
    if wrong.at:
        problem |= {"at": wrong.at, "column": columns.get(wrong.at, -1)}
    return problem


def store_piece(session: Session, reading: Reading, piece: Piece) -> bool:
    """Store what was read and how far that is; false when somebody else was there before us."""
    stored = lock_list(session, reading.list_id)
    if stored.state is not ListState.CHECKING or stored.rows_done != piece.before:
        return False
    if stored.columns != reading.columns or stored.chamber_id != reading.chamber_id:
        return False
    if piece.people:
        session.execute(insert(Recipient), piece.people)
    stored.counts = counted(stored.counts, piece.people)
    stored.rows_done += piece.rows
    stored.rows_wrong += piece.wrong
    room = MOST_LISTED - len(stored.problems)
    if piece.problems and room > 0:
        stored.problems = [*stored.problems, *piece.problems[:room]]
    if piece.ended:
        stored.state = ListState.CHECKED
    session.flush()
    return True


def counted(before: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Add people to the counts of a list."""
    ways = {
        way: before.get(way, 0) + sum(each[f"by_{way}"] for each in people)
        for way in ("email", "sms", "letter")
    }
    groups = {key: Counter(known) for key, known in before.get("groups", {}).items()}
    for each in people:
        for key, option in each["groups"].items():
            groups.setdefault(key, Counter())[option] += 1
    return {**ways, "groups": {key: dict(known) for key, known in groups.items()}}


def forget_former_reading(session: Session, stored: AddressList) -> bool:
    """Erase some rows that were read by other columns; false when there are none."""
    if stored.rows_done:
        return False
    query = select(Recipient.id).where(Recipient.list_id == stored.id).limit(ROWS_AT_ONCE)
    former = session.exec(query).all()
    session.execute(delete(Delivery).where(col(Delivery.recipient_id).in_(former)))
    session.execute(delete(Recipient).where(col(Recipient.id).in_(former)))
    return bool(former)


def give_up_list(session: Session, list_id: UUID) -> None:
    """Say that a kept file can't be read any more: it was sealed with another secret key."""
    stored = lock_list(session, list_id)
    if stored.state is ListState.CHECKING:
        stored.state, stored.file = ListState.REFUSED, None
        stored.problems = [{"row": 0, "kind": UNREADABLE}]


def lock_list(session: Session, list_id: UUID) -> AddressList:
    """Load a list without its file, for us to change."""
    query = select(AddressList).options(defer(AddressList.file))  # type: ignore[arg-type]  # a column
    return session.exec(query.where(AddressList.id == list_id).with_for_update()).one()
