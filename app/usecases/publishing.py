"""Let everybody read what came out, once nobody's answer can be coloured by it."""

from datetime import datetime

from sqlmodel import Session

from app.queries import parts
from dialogue.errors import ResultsTooEarly
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Event, RoundKind, RoundState


def publish_results(session: Session, dialogue: Dialogue, *, actor: Actor, now: datetime) -> None:
    """Publish themes and support; refused while answers come in or any round is open."""
    rounds = parts.rounds_of(session, dialogue)
    asking = [each for each in rounds if each.kind is RoundKind.ASK]
    if any(each.state is RoundState.OPEN for each in rounds) or any(
        each.state is not RoundState.CLOSED for each in asking
    ):
        raise ResultsTooEarly
    if dialogue.results_published_at is not None:
        return
    dialogue.results_published_at = now
    event = Event(
        dialogue_id=dialogue.id,
        kind="results.published",
        subject_id=dialogue.id,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )
    session.add_all([dialogue, event])
