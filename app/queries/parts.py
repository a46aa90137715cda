"""The parts of a dialogue, each in its order: rounds, questions, chambers."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from dialogue.errors import NotFound
from dialogue.models import Chamber, Dialogue, Prompt, Round, RoundKind


def rounds_of(session: Session, dialogue: Dialogue) -> Sequence[Round]:
    """Load the rounds in their order."""
    query = select(Round).where(Round.dialogue_id == dialogue.id).order_by(col(Round.position))
    return session.exec(query).all()


def round_of_kind(session: Session, dialogue: Dialogue, kind: RoundKind) -> Round:
    """Load the first round of a kind; not every template has each kind."""
    found = next((each for each in rounds_of(session, dialogue) if each.kind is kind), None)
    if found is None:
        raise NotFound
    return found


def prompts_of(session: Session, asking: Round) -> Sequence[Prompt]:
    """Load the questions of an ask round in their order."""
    query = select(Prompt).where(Prompt.round_id == asking.id).order_by(col(Prompt.position))
    return session.exec(query).all()


def chambers_of(session: Session, dialogue: Dialogue) -> Sequence[Chamber]:
    """Load the chambers in their order."""
    query = select(Chamber).where(Chamber.dialogue_id == dialogue.id)
    return session.exec(query.order_by(col(Chamber.position))).all()
