"""Sheets of paper: printed for a table, and typed in."""

from sqlmodel import Session

from app.queries import parts
from app.usecases import paper, paper_entry
from dialogue.models import Dialogue, Round, RoundKind, new_id
from tests.cast import FACILITATOR, KEY

TABLE = 10


def printing(session: Session, running: Dialogue, chosen: Round, now, *, count=TABLE, **more):
    chamber = parts.chambers_of(session, running)[0]
    options = {"print_id": new_id(), "language": "nl", **more}
    return paper.print_sheets(
        session, running, chamber, chosen, count=count, key=KEY, now=now, actor=FACILITATOR,
        **options,
    )  # fmt: skip


def entering(session: Session, running: Dialogue, chosen: Round, number: int, now, **more):
    filled = paper_entry.Filled(number, **{"entry_id": new_id(), "agrees": True, **more})
    return paper_entry.enter_sheet(
        session, running, chosen, filled, key=KEY, now=now, actor=FACILITATOR
    )


def asking_round(session: Session, running: Dialogue) -> Round:
    return parts.round_of_kind(session, running, RoundKind.ASK)
