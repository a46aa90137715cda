"""The sheets of paper of a dialogue: which were printed, and which were typed in."""

from dataclasses import dataclass

from sqlalchemy import Integer, cast, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import Dialogue, Event, Round
from dialogue.sheets import sheet_label

PRINTED, ENTERED = "paper.printed", "paper.entered"


@dataclass(frozen=True)
class SheetListed:
    """A sheet of a round: its number as printed, and whether it was typed in."""

    number: int
    label: str
    entered: bool


def last_number(session: Session, dialogue: Dialogue) -> int:
    """Give the highest number of a sheet of this dialogue; 0 when there is none."""
    query = sql_select(func.max(cast(col(Event.to_state), Integer))).where(
        col(Event.dialogue_id) == dialogue.id, col(Event.kind) == PRINTED
    )
    return session.execute(query).scalar_one() or 0


def sheets_of(session: Session, dialogue: Dialogue, chosen: Round) -> list[SheetListed]:
    """List the sheets that were printed or typed in for a round, by number."""
    query = (
        sql_select(col(Event.kind), col(Event.to_state))
        .where(
            col(Event.dialogue_id) == dialogue.id,
            col(Event.kind).in_((PRINTED, ENTERED)),
            col(Event.from_state) == str(chosen.position),
        )
        .distinct()
    )
    found = [(kind, int(number)) for kind, number in session.execute(query)]
    entered = {number for kind, number in found if kind == ENTERED}
    return [
        SheetListed(number, sheet_label(dialogue.id, number), number in entered)
        for number in sorted({number for _, number in found})
    ]
