"""What anybody may know of a dialogue: whether something is open, and the stage it is in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from dialogue.lifecycle import Allowed, allowed_now
from dialogue.models import Dialogue, DialogueState, Round, RoundState


@dataclass(frozen=True)
class Stage:
    """A stage on the way: prepare, a round, the board's answer, or what follows from it."""

    key: str
    starts: datetime | None = None
    ends: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class PublicDialogue:
    """A dialogue as everybody sees it; ``current`` is the index of the stage it is in."""

    dialogue: Dialogue
    rounds: tuple[Round, ...]
    allowed: Allowed
    stages: tuple[Stage, ...]
    current: int

    @property
    def open_round(self) -> Round | None:
        """The round in which people can take part now."""
        return self.allowed.ask or self.allowed.weigh or self.allowed.confirm


def launched_dialogues(session: Session, *, now: datetime) -> list[PublicDialogue]:
    """List every launched dialogue: where one can take part first, then the newest."""
    query = select(Dialogue).where(col(Dialogue.launched_at).is_not(None))
    dialogues = session.exec(query.order_by(col(Dialogue.launched_at).desc())).all()
    rounds = rounds_by_dialogue(session, [each.id for each in dialogues])
    listed = [in_public(each, rounds[each.id], now=now) for each in dialogues]
    return sorted(listed, key=lambda each: not each.allowed.anything)


def rounds_by_dialogue(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Round]]:
    """Load the rounds of several dialogues at once, in their order."""
    found: dict[UUID, list[Round]] = defaultdict(list)
    query = select(Round).where(col(Round.dialogue_id).in_(ids)).order_by(col(Round.position))
    for each in session.exec(query).all():
        found[each.dialogue_id].append(each)
    return found


def in_public(dialogue: Dialogue, rounds: Sequence[Round], *, now: datetime) -> PublicDialogue:
    """Put together what everybody may know of a dialogue at this moment."""
    return PublicDialogue(
        dialogue=dialogue,
        rounds=tuple(rounds),
        allowed=allowed_now(dialogue, rounds, now),
        stages=stages_of(dialogue, rounds),
        current=current_stage(dialogue, rounds, now),
    )


def stages_of(dialogue: Dialogue, rounds: Sequence[Round]) -> tuple[Stage, ...]:
    """List the stages with the days that are known."""
    held = (
        Stage(
            key=each.kind,
            starts=each.opened_at or each.opens_at,
            ends=each.closed_at or each.closes_at,
        )
        for each in rounds
    )
    answer = Stage("answer", due_on=dialogue.answer_by)
    return (Stage("prepare"), *held, answer, Stage("follow"))


def current_stage(dialogue: Dialogue, rounds: Sequence[Round], now: datetime) -> int:
    """Give the index in ``stages_of`` of the first stage that is not over."""
    if dialogue.state is DialogueState.ANSWERED:
        return len(rounds) + 2
    over = sum(each.state is RoundState.CLOSED or each.due_to_close(now) for each in rounds)
    return over + 1
