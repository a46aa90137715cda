"""Who changed something last, for colleagues who work on the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from dialogue.models import Account, Dialogue, Event


@dataclass(frozen=True)
class LastChange:
    """When something was changed last, and by whom; an empty name: not by somebody with a name."""

    at: datetime
    name: str
    account_id: UUID | None = None


def last_change(
    session: Session, dialogue: Dialogue, subject_id: UUID, *kinds: str
) -> LastChange | None:
    """Find the last event of these kinds about something."""
    query = (
        select(Event.happened_at, Account.name, Event.account_id)
        .outerjoin(Account, col(Account.id) == Event.account_id)
        .where(
            Event.dialogue_id == dialogue.id,
            Event.subject_id == subject_id,
            col(Event.kind).in_(kinds),
        )
        .order_by(col(Event.happened_at).desc())
    )
    found = session.exec(query).first()
    return LastChange(found[0], found[1] or "", found[2]) if found else None
