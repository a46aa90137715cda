"""A facilitator holds, releases or removes a contribution, always with a reason."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.usecases.theme_names import take_back_from_names
from dialogue.errors import ModerationNotPossible, ReasonDoesNotFit
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Event,
    ModerationDecision,
)
from dialogue.moderation import (
    ModerationAction,
    ModerationReason,
    find_personal_data,
    mask,
    moderate,
)
from dialogue.wording import clean_text

NOTE_LIMIT = 1000


def hold(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ModerationDecision:
    """Take a contribution out of sight until somebody decides about it."""
    return decide(
        session, contribution, ModerationAction.HOLD, reason=reason, note=note, actor=actor, now=now
    )


def release(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ModerationDecision:
    """Show a contribution; "made safe" first takes out what could lead to a person."""
    decision = decide(
        session, contribution, ModerationAction.RELEASE,
        reason=reason, note=note, actor=actor, now=now,
    )  # fmt: skip
    if reason is ModerationReason.MADE_SAFE:
        take_out_personal_data(session, contribution, now=now)
    return decision


def remove(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ModerationDecision:
    """Take a contribution out for good; it stays counted, and its author can read why."""
    return decide(
        session, contribution, ModerationAction.REMOVE,
        reason=reason, note=note, actor=actor, now=now,
    )  # fmt: skip


def decide(
    session: Session,
    contribution: Contribution,
    action: ModerationAction,
    *,
    reason: ModerationReason | None,
    note: str,
    actor: Actor,
    now: datetime,
) -> ModerationDecision:
    """Store a decision, the new state and the event; of two at once only the first counts.

    Raises what ``dialogue.moderation.moderate`` raises, and TextTooLong for the note.
    """
    before = contribution.state
    by_person = actor.role is not ActorRole.MACHINE
    after = moderate(before, action, reason=reason, by_person=by_person, note=note)
    moved = session.exec(
        update(Contribution)
        .where(col(Contribution.id) == contribution.id, col(Contribution.state) == before)
        .values(state=after)
    )
    if moved.rowcount != 1:
        raise ModerationNotPossible
    if before is ContributionState.VISIBLE:
        take_back_from_names(session, contribution)
    decision = ModerationDecision(
        contribution_id=contribution.id,
        dialogue_id=contribution.dialogue_id,
        action=action,
        reason=reason or "",
        note=clean_text(note, limit=NOTE_LIMIT) if note.strip() else "",
        actor_role=actor.role,
        account_id=actor.account_id,
        decided_at=now,
    )
    event = tell(contribution, decision, before, after)
    session.add_all([decision, event])
    session.flush()
    return decision


def tell(
    contribution: Contribution, decision: ModerationDecision, before: str, after: str
) -> Event:
    """Tell of a decision about a contribution, never with its words."""
    return Event(
        dialogue_id=contribution.dialogue_id,
        kind=f"contribution.{decision.action}",
        subject_id=contribution.id,
        from_state=before,
        to_state=after,
        actor_role=decision.actor_role,
        account_id=decision.account_id,
        reason=decision.reason,
        happened_at=decision.decided_at,
    )


def take_out_personal_data(session: Session, contribution: Contribution, *, now: datetime) -> None:
    """Add a version in which each finding is a mark; the former words stay out of sight.

    Raises ReasonDoesNotFit when nothing is found: then there is nothing that was made safe.
    """
    former = session.exec(
        select(ContributionVersion).where(
            ContributionVersion.contribution_id == contribution.id,
            ContributionVersion.number == contribution.current_version,
        )
    ).one()
    findings = find_personal_data(former.text, language=contribution.language)
    if not findings:
        raise ReasonDoesNotFit
    contribution.current_version = former.number + 1
    safe = ContributionVersion(
        contribution_id=contribution.id,
        number=contribution.current_version,
        text=mask(former.text, findings),
        created_at=now,
    )
    session.add_all([contribution, safe])
    session.flush()
