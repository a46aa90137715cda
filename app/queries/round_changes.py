"""What was changed of the times of rounds after the launch, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dialogue.models import Dialogue, Event, Round, RoundKind
from dialogue.round_changes import RoundChange, read_back


@dataclass(frozen=True)
class ChangedTime:
    """A time of a round before and after; none: it was or is done by hand."""

    position: int
    kind: RoundKind
    change: RoundChange
    before: datetime | None
    after: datetime | None
    reason: str
    at: datetime


def round_changes(session: Session, dialogue: Dialogue) -> list[ChangedTime]:
    """List the changes that residents may read, the latest first."""
    query = (
        select(Event, Round)
        .join(Round, col(Round.id) == Event.subject_id)
        .where(Event.dialogue_id == dialogue.id, col(Event.kind).in_(list(RoundChange)))
        .order_by(col(Event.happened_at).desc(), col(Round.position), col(Event.kind))
    )
    return [
        ChangedTime(
            chosen.position, chosen.kind, RoundChange(event.kind), read_back(event.from_state),
            read_back(event.to_state), event.reason, event.happened_at,
        )
        for event, chosen in session.exec(query).all()
        if event.reason
    ]  # fmt: skip
