"""Lists of addresses: sent, their columns chosen, checked, then brought in or refused, erased.

The worker reads the rows (``addresses_checking``) and erases (``addresses_erasing``); here stands
what a facilitator decides.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, select

from app.sealing import seal, unseal
from app.usecases.addresses_file import (
    FIELDS,
    GROUP,
    FirstRows,
    first_rows,
    guess_columns,
    letter_of,
    read_file,
    tidy,
)
from dialogue.errors import (
    ChamberMissing,
    ChangedMeanwhile,
    ColumnChosenTwice,
    ListNameMissing,
    ListRefused,
    ListsTooLate,
    NobodyToBringIn,
    NotFound,
    NoWayToReach,
)
from dialogue.lifecycle import Actor
from dialogue.models import AddressList, Chamber, Dialogue, DialogueState, Event, ListState

PURPOSE = "address list"
LONGEST_NAME = 100
OVER = (DialogueState.CLOSED, DialogueState.ANSWERED)
# As a problem of the file as a whole: its letters had to be guessed.
GUESSED_LETTERS = "guessed"
POSTAL = frozenset(("street", "postcode", "town"))


@dataclass(frozen=True)
class SealedFile:
    """A file that can be read, as it is kept."""

    sealed: bytes
    header: tuple[str, ...]
    rows: int
    guessed: bool


def look_at_file(data: bytes, *, key: bytes) -> SealedFile | ListRefused:
    """Read and seal a file before any transaction is open, for that takes a moment."""
    try:
        sent = read_file(data)
    except ListRefused as refused:
        return refused
    packed = zlib.compress(sent.text.encode(), 1)
    file = seal(packed, key=key, purpose=PURPOSE)
    return SealedFile(file, sent.header, sent.rows, sent.guessed)


def upload_list(
    session: Session,
    dialogue: Dialogue,
    *,
    name: str,
    looked: SealedFile | ListRefused,
    actor: Actor,
    now: datetime,
) -> AddressList:
    """Keep a file with its columns recognised; nobody on it can be written to yet.

    Raises ListsTooLate, ListNameMissing or ListRefused.
    """
    require_running(dialogue)
    name = tidy(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise ListNameMissing(limit=LONGEST_NAME)
    if isinstance(looked, ListRefused):
        raise looked
    stored = AddressList(
        dialogue_id=dialogue.id,
        name=name,
        file=looked.sealed,
        columns=guess_columns(looked.header, dialogue.background_questions),
        rows=looked.rows,
        problems=[{"row": 0, "kind": GUESSED_LETTERS}] if looked.guessed else [],
        account_id=actor.account_id,
        uploaded_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def require_running(dialogue: Dialogue) -> None:
    """Refuse addresses for a dialogue that nobody can come in to any more."""
    if dialogue.state in OVER:
        raise ListsTooLate


def list_of(
    session: Session, dialogue: Dialogue, list_id: UUID, *, to_change: bool = False
) -> AddressList:
    """Load a list of this dialogue without its file; raises NotFound."""
    query = select(AddressList).options(defer(AddressList.file))  # type: ignore[arg-type]  # a column
    query = query.where(AddressList.id == list_id, AddressList.dialogue_id == dialogue.id)
    found = session.exec(query.with_for_update() if to_change else query).first()
    if found is None:
        raise NotFound
    return found


def text_of_file(stored: AddressList, *, key: bytes) -> bytes:
    """Read the kept file (UTF-8); raises SealBroken, and NotFound when it was erased."""
    if stored.file is None:
        raise NotFound
    return zlib.decompress(unseal(stored.file, key=key, purpose=PURPOSE))


def first_rows_of(stored: AddressList, *, key: bytes) -> FirstRows:
    """Give the names of the columns and the first rows, to choose the columns by."""
    if stored.state not in (ListState.UPLOADED, ListState.CHECKED):
        raise NotFound
    return first_rows(text_of_file(stored, key=key))


def choose_columns(
    dialogue: Dialogue,
    stored: AddressList,
    *,
    columns: Mapping[str, int],
    chamber: Chamber | None,
) -> None:
    """Keep which column is what, and for whom the list is; raises ChangedMeanwhile."""
    require_state(stored, ListState.UPLOADED, ListState.CHECKED)
    asked = {f"{GROUP}{each['key']}" for each in dialogue.background_questions}
    stored.columns = {
        name: column for name, column in columns.items() if name in FIELDS or name in asked
    }
    if chamber is not None and chamber.dialogue_id != dialogue.id:
        raise NotFound
    stored.chamber_id = chamber.id if chamber else None


def start_check(dialogue: Dialogue, stored: AddressList) -> None:
    """Let the worker read every row; raises ChamberMissing, NoWayToReach, ColumnChosenTwice."""
    require_running(dialogue)
    require_state(stored, ListState.UPLOADED, ListState.CHECKED)
    if stored.chamber_id is None:
        raise ChamberMissing
    chosen = stored.columns
    if not chosen.keys() & {"email", "phone"} and not chosen.keys() >= POSTAL:
        raise NoWayToReach
    taken = sorted(chosen.values())
    twice = next((one for one, other in pairwise(taken) if one == other), None)
    if twice is not None:
        raise ColumnChosenTwice(column=letter_of(twice))
    stored.state = ListState.CHECKING
    stored.rows_done = stored.rows_wrong = 0
    stored.counts = {}
    stored.problems = [each for each in stored.problems if each["kind"] == GUESSED_LETTERS]


def bring_in(
    session: Session,
    dialogue: Dialogue,
    stored: AddressList,
    *,
    keeps_good_rows: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Let the good rows of a checked list be written to, all at once; its file is erased.

    ``keeps_good_rows``: the wrong ones are left out; without it no row may be wrong. Raises
    ChangedMeanwhile, NobodyToBringIn or ListsTooLate.
    """
    require_running(dialogue)
    require_state(stored, ListState.CHECKED)
    if stored.rows_wrong and not keeps_good_rows:
        raise ChangedMeanwhile
    if stored.rows_wrong >= stored.rows:
        raise NobodyToBringIn
    stored.keeps_good_rows = keeps_good_rows
    go_to(session, stored, ListState.IMPORTED, actor=actor, now=now)


def refuse_list(session: Session, stored: AddressList, *, actor: Actor, now: datetime) -> None:
    """Bring in nothing; what is wrong stays to be read, the worker erases the rest."""
    require_state(stored, ListState.CHECKED)
    go_to(session, stored, ListState.REFUSED, actor=actor, now=now)


def erase_list(session: Session, stored: AddressList, *, actor: Actor, now: datetime) -> None:
    """Erase a list: from now on nobody on it is written to; the worker erases every row."""
    if stored.state is ListState.ERASED:
        return
    stored.problems, stored.counts = [], {}
    go_to(session, stored, ListState.ERASED, actor=actor, now=now)


def go_to(
    session: Session, stored: AddressList, state: ListState, *, actor: Actor, now: datetime
) -> None:
    """End a list in this state: without its file, and on record."""
    before, stored.state = stored.state, state
    stored.file = None
    stored.finished_at = now
    session.add(
        Event(
            dialogue_id=stored.dialogue_id,
            kind=f"addresses.{state}",
            subject_id=stored.id,
            from_state=before,
            to_state=state,
            actor_role=actor.role,
            account_id=actor.account_id,
            happened_at=now,
        )
    )
    session.flush()


def require_state(stored: AddressList, *states: ListState) -> None:
    """Refuse what does not fit how far the list is: somebody else went on with it."""
    if stored.state not in states:
        raise ChangedMeanwhile
