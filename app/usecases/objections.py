"""An author says once why their answer should not have been removed."""

from datetime import datetime

from sqlmodel import Session, select

from app.queries.moderation import decisions_about
from dialogue.errors import AppealNotPossible
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Appeal,
    Contribution,
    ContributionState,
    Event,
    ModerationDecision,
)
from dialogue.moderation import ModerationAction
from dialogue.wording import clean_text

APPEAL_LIMIT = 1000


def make_appeal(
    session: Session, contribution: Contribution, *, text: str, now: datetime
) -> Appeal:
    """Store what an author says against the removal of their contribution; only staff reads it.

    Raises AppealNotPossible when it was not removed or an appeal was made before, and what
    ``clean_text`` raises.
    """
    words = clean_text(text, limit=APPEAL_LIMIT)
    session.flush()
    session.refresh(contribution, with_for_update=True)  # of two at once the second waits
    removal = removal_of(session, contribution)
    if removal is None or made_about(session, removal):
        raise AppealNotPossible
    made = Appeal(
        decision_id=removal.id,
        contribution_id=contribution.id,
        dialogue_id=contribution.dialogue_id,
        text=words,
        made_at=now,
    )
    session.add_all([made, told(made, "made", Actor(ActorRole.PARTICIPANT), now)])
    session.flush()
    return made


def made_about(session: Session, removal: ModerationDecision) -> Appeal | None:
    """Find the appeal against a removal."""
    return session.exec(select(Appeal).where(Appeal.decision_id == removal.id)).first()


def removal_of(session: Session, contribution: Contribution) -> ModerationDecision | None:
    """Find the decision by which a contribution was removed, if it is removed now."""
    if contribution.state is not ContributionState.REMOVED:
        return None
    decisions = decisions_about(session, [contribution.id]).get(contribution.id, [])
    removals = [each for each in decisions if each.action == ModerationAction.REMOVE]
    return removals[-1] if removals else None


def told(made: Appeal, what: str, actor: Actor, now: datetime) -> Event:
    """Tell of an appeal, never with its words."""
    return Event(
        dialogue_id=made.dialogue_id,
        kind=f"contribution.appeal_{what}",
        subject_id=made.contribution_id,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )
