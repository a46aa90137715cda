"""Sheets of paper for a table: each is one person, with their own number and their own cards.

What belongs to a sheet follows from its number and the secret key, so no list of codes is kept. A
sheet counts once it is typed in with a tick for taking part; until then nobody came in with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.queries.sheets import PRINTED, last_number
from app.security import keyed_hash
from app.usecases.dealing import deal
from app.usecases.hands import hands_of
from app.usecases.invitations import stored_form
from app.usecases.participants import DIGEST_BITS, receipt_hash, receipt_of
from dialogue.channels import trust_of_code
from dialogue.codes import new_code
from dialogue.errors import NotFound, RoundNotOpen
from dialogue.errors.paper import SheetUnknown
from dialogue.lifecycle import Actor, require_accepting
from dialogue.models import (
    Chamber,
    Dialogue,
    DialogueState,
    Event,
    Hand,
    Invitation,
    Participant,
    Round,
    RoundKind,
    RoundState,
)
from dialogue.sheets import sheet_label

PAPER = "paper"
# A table or two; the turns of the deck are held until all hands are stored.
MOST_SHEETS = 40


@dataclass(frozen=True)
class Sheet:
    """A sheet to print: its number, its secrets, and in a weigh round its cards.

    ``code`` lets the same person take part by phone instead; none when the sheet was used before.
    """

    number: int
    label: str
    participant: Participant
    code: str | None
    receipt_code: str
    hand: Hand | None = None


def print_sheets(
    session: Session,
    dialogue: Dialogue,
    chamber: Chamber,
    chosen: Round,
    *,
    print_id: UUID,
    count: int,
    again: Sequence[int] = (),
    language: str,
    key: bytes,
    now: datetime,
    actor: Actor,
) -> list[Sheet]:
    """Make sheets for new people, and for those of earlier sheets (``again``), all or none.

    In a weigh round each gets a hand, dealt like any other. The same ``print_id`` gives the same
    sheets. Raises NotFound, RoundClosed, RoundNotOpen or SheetUnknown.
    """
    if not dialogue.id == chamber.dialogue_id == chosen.dialogue_id:
        raise NotFound
    session.flush()
    session.refresh(dialogue, with_for_update=True)  # no number is given out twice
    session.refresh(chosen, with_for_update={"read": True})
    require_printable(dialogue, chosen, now)
    numbers = printed_before(session, print_id)
    if not numbers:
        first = last_number(session, dialogue) + 1
        fresh = range(first, first + count)
        for number in fresh:
            make_sheet(session, dialogue, chamber, number, language=language, key=key, now=now)
        numbers = [*again, *fresh]
        for place, number in enumerate(numbers):
            person = person_of(session, dialogue, number, key=key)
            log = printed(dialogue, chosen, person, number, actor=actor, now=now)
            log.id = uuid5(print_id, str(place))
            session.add(log)
        session.flush()
    return [sheet_of(session, dialogue, chosen, number, key=key, now=now) for number in numbers]


def require_printable(dialogue: Dialogue, chosen: Round, now: datetime) -> None:
    """Refuse a round for which nothing can be printed: questions may be, before they are asked."""
    if dialogue.state is not DialogueState.LAUNCHED:
        raise RoundNotOpen
    if chosen.kind is RoundKind.CONFIRM:
        raise RoundNotOpen
    if chosen.kind is RoundKind.ASK and chosen.state is RoundState.PLANNED:
        return
    require_accepting(dialogue, chosen, now)


def make_sheet(
    session: Session,
    dialogue: Dialogue,
    chamber: Chamber,
    number: int,
    *,
    language: str,
    key: bytes,
    now: datetime,
) -> None:
    """Store the code of a sheet, and the person who may fill it in: not come in yet."""
    code = code_of(dialogue, number, key=key)
    session.add(
        Invitation(
            dialogue_id=dialogue.id,
            chamber_id=chamber.id,
            code_hash=stored_form(code, dialogue, key=key),
            channel=PAPER,
        )
    )
    session.add(
        Participant(
            id=secret_id(dialogue, number, key=key, purpose="paper-participant"),
            dialogue_id=dialogue.id,
            chamber_id=chamber.id,
            receipt_hash=receipt_hash(
                receipt_code_of(dialogue, number, key=key), dialogue, key=key
            ),
            trust=trust_of_code(PAPER),
            channel=PAPER,
            language=language,
            joined_on=now.date(),
        )
    )
    session.flush()


def sheet_of(
    session: Session, dialogue: Dialogue, chosen: Round, number: int, *, key: bytes, now: datetime
) -> Sheet:
    """Put together what stands on a sheet, dealing its cards when it has none in this round."""
    person = person_of(session, dialogue, number, key=key)
    hand = None
    if chosen.kind is RoundKind.WEIGH:
        before = hands_of(session, person, chosen)
        hand = before[0] if before else deal(session, dialogue, person, chosen, [], now=now)
    return Sheet(
        number=number,
        label=sheet_label(dialogue.id, number),
        participant=person,
        code=code_of(dialogue, number, key=key) if person.consented_at is None else None,
        receipt_code=receipt_code_of(dialogue, number, key=key),
        hand=hand,
    )


def person_of(session: Session, dialogue: Dialogue, number: int, *, key: bytes) -> Participant:
    """Load the person of a sheet. Raises SheetUnknown."""
    found = session.get(
        Participant, secret_id(dialogue, number, key=key, purpose="paper-participant")
    )
    if found is None or found.dialogue_id != dialogue.id:
        raise SheetUnknown
    return found


def printed_before(session: Session, print_id: UUID) -> list[int]:
    """List the numbers that this very request printed before."""
    numbers: list[int] = []
    while (log := session.get(Event, uuid5(print_id, str(len(numbers))))) is not None:
        numbers.append(int(log.to_state))
    return numbers


def printed(
    dialogue: Dialogue,
    chosen: Round,
    person: Participant,
    number: int,
    *,
    actor: Actor,
    now: datetime,
) -> Event:
    """Record that a sheet was printed; in what role, not by whom."""
    return Event(
        dialogue_id=dialogue.id,
        kind=PRINTED,
        subject_id=person.id,
        from_state=str(chosen.position),
        to_state=str(number),
        actor_role=actor.role,
        happened_at=now,
    )


def code_of(dialogue: Dialogue, number: int, *, key: bytes) -> str:
    """Give the single-use code of a sheet."""
    digest = int(keyed_hash(f"{dialogue.id}/{number}", key=key, purpose="paper-code"), 16)
    return new_code(random_bits=lambda bits: digest >> (DIGEST_BITS - bits))


def receipt_code_of(dialogue: Dialogue, number: int, *, key: bytes) -> str:
    """Give the receipt code of a sheet: with it somebody sees later what was done with it."""
    return receipt_of(
        keyed_hash(f"{dialogue.id}/{number}", key=key, purpose="paper-receipt"), key=key
    )


def secret_id(dialogue: Dialogue, number: int, *, key: bytes, purpose: str) -> UUID:
    """Give an identifier of a sheet that nobody without the key can tell from random bits."""
    return UUID(hex=keyed_hash(f"{dialogue.id}/{number}", key=key, purpose=purpose)[:32])
