"""Move the times of a round after the launch, or close it by hand, openly and with a reason."""

from datetime import datetime

from sqlmodel import Session

from app.queries import parts
from app.usecases.dialogues import after_closing
from dialogue import round_times
from dialogue.errors import ChangedMeanwhile
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Round
from dialogue.round_times import Times, planned_times


def change_times(
    session: Session,
    dialogue: Dialogue,
    chosen: Round,
    wanted: Times,
    *,
    seen: Times,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Store other times; ``seen`` are those that were on the page.

    Raises ChangedMeanwhile, and as ``dialogue.round_times.change_times``.
    """
    session.refresh(chosen, with_for_update=True)
    if planned_times(chosen) != seen:
        raise ChangedMeanwhile
    rounds = parts.rounds_of(session, dialogue)
    events = round_times.change_times(
        dialogue, rounds, chosen, wanted, reason=reason, now=now, actor=actor
    )
    session.add_all([chosen, *events])
    session.flush()


def close_by_hand(
    session: Session, dialogue: Dialogue, chosen: Round, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Close a round now. Raises as ``dialogue.round_times.close_by_hand``."""
    session.refresh(chosen, with_for_update=True)
    events = round_times.close_by_hand(dialogue, chosen, reason=reason, now=now, actor=actor)
    session.add_all([chosen, *events])
    after_closing(session, dialogue, chosen, now=now)
