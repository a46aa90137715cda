"""What of the promise may be corrected after the launch: little, openly, and with a reason.

The owner may change, the purpose may be said more clearly, and the answer may come later. Who
decides, how much say residents have and what is not open stay as they were promised.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from dialogue.errors import (
    AnswerOnlyLater,
    ChangeNotPossible,
    ChangeReasonMissing,
    EmptyText,
    NothingChanged,
    NoWords,
    PromiseNotEmpty,
)
from dialogue.lifecycle import Actor
from dialogue.models import DesignChange, Dialogue, DialogueState, Event
from dialogue.wording import clean_text

OPEN_PARTS = {"purpose_nl": 2000, "purpose_en": 2000, "owner": 200, "answer_by": 10}
LONGEST_REASON = 1000
KIND = "design.changed"


def may_change(dialogue: Dialogue) -> bool:
    """Tell whether the promise was made and is not yet kept."""
    return dialogue.state in (DialogueState.LAUNCHED, DialogueState.CLOSED)


def written(dialogue: Dialogue, part: str) -> str:
    """Give a part of the promise as text; a date as year, month and day."""
    value = getattr(dialogue, part)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def correct_promise(
    dialogue: Dialogue,
    wanted: Mapping[str, str],
    *,
    reason: str,
    today: date,
    now: datetime,
    actor: Actor,
) -> tuple[Sequence[DesignChange], Event]:
    """Change the parts that differ, and tell what was before and why.

    ``wanted`` holds texts by part (see ``OPEN_PARTS``). Raises ChangeNotPossible,
    ChangeReasonMissing, NothingChanged, AnswerOnlyLater, PromiseNotEmpty, TextTooLong or
    UnreadableText; then nothing of the dialogue is changed.
    """
    if not may_change(dialogue):
        raise ChangeNotPossible
    told = checked_reason(reason)
    different = {
        part: text
        for part, text in ((part, cleaned(part, raw)) for part, raw in wanted.items())
        if text != written(dialogue, part)
    }
    if not different:
        raise NothingChanged
    values = {part: checked(dialogue, part, text, today) for part, text in different.items()}
    changes = [
        DesignChange(
            dialogue_id=dialogue.id, part=part, before=written(dialogue, part), after=text,
            reason=told, account_id=actor.account_id, changed_at=now,
        )
        for part, text in different.items()
    ]  # fmt: skip
    for part, value in values.items():
        setattr(dialogue, part, value)
    return changes, event_of(dialogue, told, now=now, actor=actor)


def checked_reason(reason: str) -> str:
    """Clean the reason that residents read. Raises ChangeReasonMissing or TextTooLong."""
    try:
        return clean_text(reason, limit=LONGEST_REASON)
    except (EmptyText, NoWords) as empty:
        raise ChangeReasonMissing from empty


def cleaned(part: str, raw: str) -> str:
    """Clean a text of the promise; a part that is not open is no part of this."""
    limit = OPEN_PARTS.get(part)
    if limit is None:
        raise ChangeNotPossible
    return clean_text(raw, limit=limit) if raw.strip() else ""


def checked(dialogue: Dialogue, part: str, text: str, today: date) -> str | date:
    """Give the new value of a part. Raises PromiseNotEmpty or AnswerOnlyLater."""
    if not text:
        raise PromiseNotEmpty(part=part)
    if part != "answer_by":
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError as unreadable:
        raise AnswerOnlyLater(part=part) from unreadable
    if day < today or (dialogue.answer_by is not None and day <= dialogue.answer_by):
        raise AnswerOnlyLater(part=part)
    return day


def event_of(dialogue: Dialogue, reason: str, *, now: datetime, actor: Actor) -> Event:
    """Tell that the promise was changed."""
    return Event(
        dialogue_id=dialogue.id, kind=KIND, subject_id=dialogue.id, from_state=dialogue.state,
        to_state=dialogue.state, actor_role=actor.role, account_id=actor.account_id,
        reason=reason, happened_at=now,
    )  # fmt: skip
