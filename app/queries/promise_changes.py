"""What was changed of a promise after the launch: what it was, what it is, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from dialogue.models import DesignChange, Dialogue


@dataclass(frozen=True)
class PromiseChange:
    """A part of the promise before and after; a part that is a date is given as one."""

    part: str
    before: str | date
    after: str | date
    reason: str
    at: datetime


def promise_changes(session: Session, dialogue: Dialogue) -> list[PromiseChange]:
    """List the changes of a promise, the latest first."""
    query = select(DesignChange).where(DesignChange.dialogue_id == dialogue.id)
    made = session.exec(query.order_by(col(DesignChange.changed_at).desc())).all()
    return [
        PromiseChange(
            each.part, shown(each.part, each.before), shown(each.part, each.after), each.reason,
            each.changed_at,
        )
        for each in made
    ]  # fmt: skip


def shown(part: str, text: str) -> str | date:
    """Read a date back from its text."""
    return date.fromisoformat(text) if part == "answer_by" and text else text
