"""Whether people still answer: as long as they do, nobody else may read what comes of it."""

from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, exists
from sqlmodel import Session, col, select

from dialogue.models import Dialogue, Round, RoundKind, RoundState


def still_asking(dialogue_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Match dialogues with an ask round that is not over, also when its time is up."""
    return exists().where(
        col(Round.dialogue_id) == dialogue_id,
        col(Round.kind) == RoundKind.ASK,
        col(Round.state) != RoundState.CLOSED,
    )


def asks_still(session: Session, dialogue: Dialogue) -> bool:
    """Tell whether an ask round of this dialogue is not over."""
    query = select(Round.id).where(
        Round.dialogue_id == dialogue.id,
        Round.kind == RoundKind.ASK,
        Round.state != RoundState.CLOSED,
    )
    return session.exec(query.limit(1)).first() is not None
