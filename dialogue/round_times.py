"""When rounds open and close after the launch: later, earlier or now, openly and with a reason.

Residents were told the times, so whoever changes them says why. Nothing that is over opens again,
and no time is put in the past. Functions change the round they are given and return the events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from dialogue.errors import (
    ClosingTimeMissing,
    EmptyText,
    NoWords,
    RoundIsOver,
    TimePassed,
    TimesOutOfOrder,
    TimesReasonMissing,
    TimesUnchanged,
)
from dialogue.lifecycle import Actor, close_round, require_state
from dialogue.models import Dialogue, DialogueState, Event, Round, RoundState
from dialogue.round_changes import RoundChange, written
from dialogue.wording import clean_text

LONGEST_REASON = 300


@dataclass(frozen=True)
class Times:
    """When a round opens and closes by itself; none: somebody does it by hand."""

    opens_at: datetime | None
    closes_at: datetime | None


def planned_times(chosen: Round) -> Times:
    """Give the times that were announced."""
    return Times(chosen.opens_at, chosen.closes_at)


def is_over(chosen: Round, now: datetime) -> bool:
    """Tell whether a round accepts nothing any more; the worker may still have to close it."""
    return chosen.state is RoundState.CLOSED or chosen.due_to_close(now)


def may_move(dialogue: Dialogue, chosen: Round, now: datetime) -> bool:
    """Tell whether the times of a round may still change by these rules."""
    return dialogue.state is DialogueState.LAUNCHED and not is_over(chosen, now)


def change_times(
    dialogue: Dialogue,
    rounds: Sequence[Round],
    chosen: Round,
    wanted: Times,
    *,
    reason: str,
    now: datetime,
    actor: Actor,
) -> list[Event]:
    """Move the times of a round that is not over, and tell what they were and why.

    Filling in a time that was left open before the round needs no reason. Raises
    TransitionNotAllowed, RoundIsOver, TimesUnchanged, TimePassed, ClosingTimeMissing,
    TimesOutOfOrder, TimesReasonMissing, TextTooLong or UnreadableText; then nothing is changed.
    """
    require_state(dialogue, DialogueState.LAUNCHED)
    if is_over(chosen, now):
        raise RoundIsOver
    before = planned_times(chosen)
    require_possible(chosen, before, wanted, now)
    require_times_in_order(rounds, {chosen.position: wanted})
    told = checked_reason(reason) if reason.strip() or needs_reason(chosen, before, wanted) else ""
    chosen.opens_at, chosen.closes_at = wanted.opens_at, wanted.closes_at
    return [
        told_of(chosen, kind, old, new, reason=told, now=now, actor=actor)
        for kind, old, new in changes_between(before, wanted)
    ]


def require_possible(chosen: Round, before: Times, wanted: Times, now: datetime) -> None:
    """Refuse what can't be: no change, a time in the past, an open round without an end."""
    if wanted == before:
        raise TimesUnchanged
    is_open = chosen.state is RoundState.OPEN
    if wanted.opens_at != before.opens_at:
        if is_open:
            raise RoundIsOver
        if wanted.opens_at is not None and wanted.opens_at <= now:
            raise TimePassed(part="opens_at")
    if wanted.closes_at != before.closes_at:
        if wanted.closes_at is None and is_open:
            raise ClosingTimeMissing
        if wanted.closes_at is not None and wanted.closes_at <= now:
            raise TimePassed(part="closes_at")


def needs_reason(chosen: Round, before: Times, wanted: Times) -> bool:
    """Tell whether a time changes that people were told, or people are answering already."""
    moved = [
        old
        for old, new in (
            (before.opens_at, wanted.opens_at),
            (before.closes_at, wanted.closes_at),
        )
        if old != new
    ]
    return chosen.state is RoundState.OPEN or any(old is not None for old in moved)


def changes_between(
    before: Times, wanted: Times
) -> list[tuple[RoundChange, datetime | None, datetime | None]]:
    """List what changes: the opening, and whether the closing comes later or sooner.

    A round without a closing time stays open until somebody closes it: any time is sooner.
    """
    found = []
    if wanted.opens_at != before.opens_at:
        found.append((RoundChange.OPENING_MOVED, before.opens_at, wanted.opens_at))
    old, new = before.closes_at, wanted.closes_at
    if old != new:
        later = new is None or (old is not None and new > old)
        found.append((RoundChange.EXTENDED if later else RoundChange.SHORTENED, old, new))
    return found


def require_times_in_order(
    rounds: Sequence[Round], moved: Mapping[int, Times] = MappingProxyType({})
) -> None:
    """Refuse times by which a round closes before it opens, or opens before one has closed.

    What is over counts as it went; ``moved`` are other times, by the position of the round.
    Raises TimesOutOfOrder with the round.
    """
    closed_last: datetime | None = None
    for each in sorted(rounds, key=lambda one: one.position):
        times = moved.get(each.position) or as_it_goes(each)
        opens, closes = times.opens_at, times.closes_at
        backwards = opens is not None and closes is not None and closes <= opens
        too_soon = opens is not None and closed_last is not None and opens < closed_last
        if each.state is not RoundState.CLOSED and (backwards or too_soon):
            raise TimesOutOfOrder(position=each.position)
        closed_last = max(filter(None, (closed_last, closes)), default=None)


def as_it_goes(each: Round) -> Times:
    """Give when a round opened and closed, or will."""
    closes = each.closed_at if each.state is RoundState.CLOSED else each.closes_at
    return Times(each.opened_at or each.opens_at, closes)


def closes_early(chosen: Round, now: datetime) -> bool:
    """Tell whether closing a round now is sooner than was announced."""
    return chosen.accepts(now) and chosen.closes_at is not None


def close_by_hand(
    dialogue: Dialogue, chosen: Round, *, reason: str, now: datetime, actor: Actor
) -> list[Event]:
    """Close an open round; sooner than was announced only with a reason that residents read.

    Raises TransitionNotAllowed, TimesReasonMissing, TextTooLong or UnreadableText.
    """
    early = closes_early(chosen, now)
    told = checked_reason(reason) if early or reason.strip() else ""
    closed = close_round(dialogue, chosen, now=now, actor=actor)
    closed.reason = told
    if not early:
        return [closed]
    kind = RoundChange.CLOSED_EARLY
    return [closed, told_of(chosen, kind, chosen.closes_at, now, reason=told, now=now, actor=actor)]


def checked_reason(reason: str) -> str:
    """Clean the reason that residents read. Raises TimesReasonMissing or TextTooLong."""
    try:
        return clean_text(reason, limit=LONGEST_REASON)
    except (EmptyText, NoWords) as empty:
        raise TimesReasonMissing from empty


def told_of(
    chosen: Round,
    kind: RoundChange,
    before: datetime | None,
    after: datetime | None,
    *,
    reason: str,
    now: datetime,
    actor: Actor,
) -> Event:
    """Tell that a time of a round was changed."""
    return Event(
        dialogue_id=chosen.dialogue_id, kind=kind, subject_id=chosen.id,
        from_state=written(before), to_state=written(after), actor_role=actor.role,
        account_id=actor.account_id, reason=reason, happened_at=now,
    )  # fmt: skip
