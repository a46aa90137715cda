"""One decision about several contributions, and taking it back by holding them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.usecases import moderation
from app.usecases.removals import lock, remove_or_ask
from dialogue.errors import ModerationNotPossible, ReasonDoesNotFit, TransitionNotAllowed
from dialogue.lifecycle import Actor
from dialogue.models import Contribution, ContributionState, RemovalRequest
from dialogue.moderation import ModerationAction, ModerationReason, moderate


@dataclass(frozen=True)
class Several:
    """How many were decided about, how many wait for a second person, how many were left out."""

    done: int
    asked: int
    left_out: int


def decide_several(
    session: Session,
    contributions: Sequence[Contribution],
    action: ModerationAction,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> Several:
    """Release or remove several held contributions for one reason.

    What somebody decided about meanwhile is left out, and so is what has nothing to make safe.
    Raises what ``dialogue.moderation.moderate`` raises for the reason and the note.
    """
    moderate(ContributionState.HELD, action, reason=reason, by_person=True, note=note)
    act = remove_or_ask if action is ModerationAction.REMOVE else moderation.release
    done = asked = 0
    for each in sorted(contributions, key=lambda one: one.id):
        try:
            with session.begin_nested():
                require_held(session, each)
                made = act(session, each, reason=reason, note=note, actor=actor, now=now)
        except (TransitionNotAllowed, ReasonDoesNotFit):
            continue
        asked += isinstance(made, RemovalRequest)
        done += not isinstance(made, RemovalRequest)
    return Several(done, asked, len(contributions) - done - asked)


def require_held(session: Session, contribution: Contribution) -> None:
    """Refuse what is not held any more: what a colleague removed is not released unseen."""
    lock(session, contribution)
    if contribution.state is not ContributionState.HELD:
        raise ModerationNotPossible


def hold_again(
    session: Session, contributions: Sequence[Contribution], *, actor: Actor, now: datetime
) -> int:
    """Take a decision back by holding contributions once more; returns how many."""
    held = 0
    for each in contributions:
        try:
            with session.begin_nested():
                moderation.hold(
                    session, each, reason=ModerationReason.SECOND_LOOK, actor=actor, now=now
                )
        except TransitionNotAllowed:
            continue
        held += 1
    return held
