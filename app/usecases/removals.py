"""What others may have weighed is removed by two people: one asks, another agrees or refuses."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from app.queries.removals import needs_second_person, open_removal
from app.usecases import moderation
from dialogue.errors import ModerationNotPossible, PersonNeeded, SamePerson
from dialogue.lifecycle import Actor
from dialogue.models import (
    Contribution,
    ContributionState,
    Event,
    ModerationDecision,
    RemovalRequest,
)
from dialogue.moderation import ModerationAction, ModerationReason, moderate, reason_named
from dialogue.wording import clean_text


def remove_or_ask(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ModerationDecision | RemovalRequest:
    """Remove a contribution, or ask a second person to agree where that is needed."""
    lock(session, contribution)
    act = ask if needs_second_person(session, contribution) else moderation.remove
    return act(session, contribution, reason=reason, note=note, actor=actor, now=now)


def ask(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> RemovalRequest:
    """Ask for a removal and keep the contribution out of sight until a second person decides.

    Raises what ``moderation.decide`` raises, RemovalWaits for a second wish, and PersonNeeded
    when nobody in particular asks.
    """
    lock(session, contribution)
    moderate(contribution.state, ModerationAction.REMOVE, reason=reason, by_person=True, note=note)
    moderation.require_nothing_waits(session, contribution)
    if contribution.state is ContributionState.VISIBLE:
        moderation.hold(session, contribution, reason=reason, note=note, actor=actor, now=now)
    request = RemovalRequest(
        contribution_id=contribution.id,
        dialogue_id=contribution.dialogue_id,
        reason=reason or "",
        note=clean_text(note, limit=moderation.NOTE_LIMIT) if note.strip() else "",
        asked_by=account_of(actor),
        asked_at=now,
    )
    session.add_all([request, told(request, "asked", actor, now)])
    session.flush()
    return request


def lock(session: Session, contribution: Contribution) -> None:
    """Let whoever decides about the same contribution wait, and read what another decided."""
    session.flush()
    session.refresh(contribution, with_for_update=True)


def agree(
    session: Session, contribution: Contribution, *, actor: Actor, now: datetime
) -> ModerationDecision:
    """Remove what a colleague asked to remove.

    Raises SamePerson for who asked, ModerationNotPossible when nothing waits any more.
    """
    lock(session, contribution)
    request = waiting_request(session, contribution)
    if request.asked_by == account_of(actor):
        raise SamePerson
    settle(session, request, agreed=True, actor=actor, now=now)
    return moderation.decide(
        session, contribution, ModerationAction.REMOVE,
        reason=reason_named(request.reason), note=request.note, actor=actor, now=now,
    )  # fmt: skip


def refuse(
    session: Session,
    contribution: Contribution,
    *,
    reason: ModerationReason | None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ModerationDecision:
    """Show what a colleague wanted to remove, for a reason; who asked may take it back so.

    Raises what ``moderation.decide`` raises.
    """
    lock(session, contribution)
    request = waiting_request(session, contribution)
    decision = moderation.decide(
        session, contribution, ModerationAction.RELEASE,
        reason=reason, note=note, actor=actor, now=now,
    )  # fmt: skip
    if reason is ModerationReason.MADE_SAFE:
        moderation.take_out_personal_data(session, contribution, now=now)
    settle(session, request, agreed=False, actor=actor, now=now)
    return decision


def waiting_request(session: Session, contribution: Contribution) -> RemovalRequest:
    """Load the wish that waits for a decision. Raises ModerationNotPossible when there is none."""
    request = open_removal(session, contribution.id)
    if request is None:
        raise ModerationNotPossible
    return request


def settle(
    session: Session, request: RemovalRequest, *, agreed: bool, actor: Actor, now: datetime
) -> None:
    """Store what the second person said; of two at once only the first counts."""
    settled = session.exec(
        update(RemovalRequest)
        .where(col(RemovalRequest.id) == request.id, col(RemovalRequest.agreed).is_(None))
        .values(agreed=agreed, decided_by=account_of(actor), decided_at=now)
    )
    if settled.rowcount != 1:
        raise ModerationNotPossible
    session.add(told(request, "agreed" if agreed else "refused", actor, now))
    session.flush()


def account_of(actor: Actor) -> UUID:
    """Give the account that acts. Raises PersonNeeded where there is none."""
    if actor.account_id is None:
        raise PersonNeeded
    return actor.account_id


def told(request: RemovalRequest, what: str, actor: Actor, now: datetime) -> Event:
    """Tell of a wish to remove and of what came of it, never with the words."""
    return Event(
        dialogue_id=request.dialogue_id,
        kind=f"contribution.removal_{what}",
        subject_id=request.contribution_id,
        actor_role=actor.role,
        account_id=actor.account_id,
        reason=request.reason,
        happened_at=now,
    )
