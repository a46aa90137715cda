"""A facilitator holds, releases or removes a contribution, always with a reason."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.queries.removals import needs_second_person, open_appeal, open_removal
from app.usecases.out_of_sight import take_out_of_sight
from dialogue.errors import (
    AppealWaits,
    ModerationNotPossible,
    ReasonDoesNotFit,
    RemovalWaits,
    SecondPersonNeeded,
)
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
from dialogue.redaction import take_out
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
    require_nothing_waits(session, contribution)
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
    require_nothing_waits(session, contribution)
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
    """Take a contribution out for good; it stays counted, and its author can read why.

    Raises SecondPersonNeeded when others may have weighed it: see ``removals.ask``.
    """
    require_nothing_waits(session, contribution)
    if needs_second_person(session, contribution):
        raise SecondPersonNeeded
    return decide(
        session, contribution, ModerationAction.REMOVE,
        reason=reason, note=note, actor=actor, now=now,
    )  # fmt: skip


def release_without(
    session: Session, contribution: Contribution, *, left: str, actor: Actor, now: datetime
) -> ModerationDecision:
    """Show a held contribution with a mark for every word that is not in ``left``.

    Raises ModerationNotPossible when it is not held any more, and what
    ``dialogue.redaction.take_out`` and ``clean_text`` raise about ``left``.
    """
    require_nothing_waits(session, contribution)
    if contribution.state is not ContributionState.HELD:
        raise ModerationNotPossible
    safe = take_out(present_words(session, contribution), clean_text(left))
    decision = decide(
        session, contribution, ModerationAction.RELEASE,
        reason=ModerationReason.MADE_SAFE, note="", actor=actor, now=now,
    )  # fmt: skip
    add_version(session, contribution, safe, now=now)
    return decision


def require_nothing_waits(session: Session, contribution: Contribution) -> None:
    """Refuse a decision by one person while a second person or the author waits for an answer."""
    if open_removal(session, contribution.id):
        raise RemovalWaits
    if open_appeal(session, contribution.id):
        raise AppealWaits


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
        take_out_of_sight(session, contribution)
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
    former = present_words(session, contribution)
    findings = find_personal_data(former, language=contribution.language)
    if not findings:
        raise ReasonDoesNotFit
    add_version(session, contribution, mask(former, findings), now=now)


def present_words(session: Session, contribution: Contribution) -> str:
    """Load the words of a contribution as they are now."""
    query = select(ContributionVersion.text).where(
        ContributionVersion.contribution_id == contribution.id,
        ContributionVersion.number == contribution.current_version,
    )
    return session.exec(query).one()


def add_version(session: Session, contribution: Contribution, text: str, *, now: datetime) -> None:
    """Give a contribution other words; the former ones stay out of sight."""
    contribution.current_version += 1
    safe = ContributionVersion(
        contribution_id=contribution.id,
        number=contribution.current_version,
        text=text,
        created_at=now,
    )
    session.add_all([contribution, safe])
    session.flush()
