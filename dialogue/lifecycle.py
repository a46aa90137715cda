"""Which state may follow which, and what everybody may do now: every door asks here.

Functions change the rows they are given and return the event that tells of it; storing both is
the caller's work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dialogue.errors import (
    DesignLocked,
    LaunchBlocked,
    RoundClosed,
    RoundNotOpen,
    RoundOutOfOrder,
    TransitionNotAllowed,
)
from dialogue.models import Dialogue, DialogueState, Event, Round, RoundKind, RoundState


class ActorRole(StrEnum):
    """In what role something was done."""

    FACILITATOR = "facilitator"
    BOARD = "board"
    PARTICIPANT = "participant"
    MACHINE = "machine"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Actor:
    """Who does something: a role, and for staff an account."""

    role: ActorRole
    account_id: UUID | None = None


MACHINE = Actor(ActorRole.MACHINE)


@dataclass(frozen=True)
class Allowed:
    """What this moment allows: the round that accepts, if any, for each kind of taking part."""

    ask: Round | None
    weigh: Round | None
    confirm: Round | None
    results: bool

    @property
    def anything(self) -> bool:
        """Tell whether a resident can do something now."""
        return bool(self.ask or self.weigh or self.confirm)


def allowed_now(dialogue: Dialogue, rounds: Sequence[Round], now: datetime) -> Allowed:
    """Say what residents may do at this moment (server time)."""
    launched = dialogue.state is DialogueState.LAUNCHED
    accepting = {each.kind: each for each in rounds if launched and each.accepts(now)}
    return Allowed(
        ask=accepting.get(RoundKind.ASK),
        weigh=accepting.get(RoundKind.WEIGH),
        confirm=accepting.get(RoundKind.CONFIRM),
        results=dialogue.results_published_at is not None,
    )


def require_accepting(dialogue: Dialogue, chosen: Round, now: datetime) -> Round:
    """Return the round if it accepts now; say whether it is over or has still to come."""
    if dialogue.state is DialogueState.LAUNCHED and chosen.accepts(now):
        return chosen
    over = chosen.state is RoundState.CLOSED or chosen.due_to_close(now)
    raise RoundClosed if over else RoundNotOpen


def require_draft(dialogue: Dialogue) -> None:
    """Refuse a change of the design after the launch."""
    if dialogue.state is not DialogueState.DRAFT:
        raise DesignLocked


def launch(dialogue: Dialogue, *, prompts: int, now: datetime, actor: Actor) -> Event:
    """Launch a dialogue whose step plan has no gaps."""
    require_state(dialogue, DialogueState.DRAFT)
    gaps = (*dialogue.gaps(), *(() if prompts else ("a question",)))
    if gaps:
        raise LaunchBlocked(gaps=", ".join(gaps))
    dialogue.launched_at = now
    return move_dialogue(dialogue, DialogueState.LAUNCHED, now=now, actor=actor)


def open_round(
    dialogue: Dialogue, rounds: Sequence[Round], chosen: Round, *, now: datetime, actor: Actor
) -> Event:
    """Open the next round: the dialogue is launched and every earlier round is closed."""
    require_state(dialogue, DialogueState.LAUNCHED)
    if chosen.state is not RoundState.PLANNED:
        raise TransitionNotAllowed
    if any(
        each.position < chosen.position and each.state is not RoundState.CLOSED for each in rounds
    ):
        raise RoundOutOfOrder
    chosen.opened_at = now
    return move_round(chosen, RoundState.OPEN, now=now, actor=actor)


def close_round(dialogue: Dialogue, chosen: Round, *, now: datetime, actor: Actor) -> Event:
    """Close an open round; nothing that arrives later counts."""
    require_state(dialogue, DialogueState.LAUNCHED)
    if chosen.state is not RoundState.OPEN:
        raise TransitionNotAllowed
    chosen.closed_at = now
    return move_round(chosen, RoundState.CLOSED, now=now, actor=actor)


def close_dialogue(
    dialogue: Dialogue, rounds: Sequence[Round], *, now: datetime, actor: Actor
) -> Event:
    """End the residents' part once every round is closed; the board's answer is awaited."""
    require_state(dialogue, DialogueState.LAUNCHED)
    if any(each.state is not RoundState.CLOSED for each in rounds):
        raise RoundOutOfOrder
    return move_dialogue(dialogue, DialogueState.CLOSED, now=now, actor=actor)


def answer_dialogue(dialogue: Dialogue, *, now: datetime, actor: Actor) -> Event:
    """Record that the board has answered every proposal."""
    require_state(dialogue, DialogueState.CLOSED)
    return move_dialogue(dialogue, DialogueState.ANSWERED, now=now, actor=actor)


def require_state(dialogue: Dialogue, wanted: DialogueState) -> None:
    """Refuse a step that doesn't start from this state."""
    if dialogue.state is not wanted:
        raise TransitionNotAllowed


def move_dialogue(
    dialogue: Dialogue, to_state: DialogueState, *, now: datetime, actor: Actor
) -> Event:
    """Set the dialogue's state and tell of it."""
    from_state, dialogue.state = dialogue.state, to_state
    return Event(
        dialogue_id=dialogue.id,
        kind=f"dialogue.{to_state}",
        subject_id=dialogue.id,
        from_state=from_state,
        to_state=to_state,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )


def move_round(chosen: Round, to_state: RoundState, *, now: datetime, actor: Actor) -> Event:
    """Set the round's state and tell of it."""
    from_state, chosen.state = chosen.state, to_state
    return Event(
        dialogue_id=chosen.dialogue_id,
        kind=f"round.{to_state}",
        subject_id=chosen.id,
        from_state=from_state,
        to_state=to_state,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )
