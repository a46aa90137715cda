"""The board answers a proposal; a changed answer is a new revision beside the old one."""

from datetime import date, datetime
from textwrap import shorten
from uuid import UUID

from sqlmodel import Session, col, select

from app.i18n import TIME_ZONE
from dialogue import decisions, lifecycle
from dialogue.decisions import Answer
from dialogue.errors import AlreadyUsedId, ChangedMeanwhile
from dialogue.lifecycle import Actor
from dialogue.models import (
    Decision,
    Dialogue,
    Event,
    Outcome,
    Proposal,
    ProposalState,
    new_id,
)
from dialogue.wording import comparison_key

LONGEST_EVENT_REASON = 1000


def decide(
    session: Session,
    proposal: Proposal,
    *,
    outcome: Outcome | None,
    reason: str,
    owner: str,
    due_on: date | None,
    actor: Actor,
    now: datetime,
    decision_id: UUID | None = None,
    seen_revision: int | None = None,
) -> Decision:
    """Store the board's answer as the next revision, and mark the dialogue as answered by the last.

    ``decision_id`` is made by the page, so that sending again is the same write. ``seen_revision``
    is the revision that the page showed (0 for none): when somebody else answered meanwhile,
    ChangedMeanwhile is raised. Raises DecisionIncomplete, ProposalNotPublished, DecisionTooEarly.
    """
    dialogue = lock_dialogue_of(session, proposal)
    sent_before = session.get(Decision, decision_id) if decision_id else None
    if sent_before is not None:
        return require_same(sent_before, proposal, outcome, reason, owner, due_on)
    before = latest_decision(session, proposal)
    answer = check_new_answer(
        dialogue, proposal, before,
        outcome=outcome, reason=reason, owner=owner, due_on=due_on, now=now,
    )  # fmt: skip
    if seen_revision is not None and seen_revision != (before.revision if before else 0):
        raise ChangedMeanwhile
    decision = Decision(
        id=decision_id or new_id(),
        proposal_id=proposal.id,
        revision=before.revision + 1 if before else 1,
        outcome=answer.outcome,
        reason=answer.reason,
        owner=answer.owner,
        due_on=answer.due_on,
        account_id=actor.account_id,
        decided_at=now,
    )
    session.add_all([decision, decided_event(proposal, decision, actor=actor)])
    proposal.state = ProposalState.DECIDED
    session.flush()
    finish_when_all_answered(session, dialogue, actor=actor, now=now)
    return decision


def check_new_answer(
    dialogue: Dialogue,
    proposal: Proposal,
    before: Decision | None,
    *,
    outcome: Outcome | None,
    reason: str,
    owner: str,
    due_on: date | None,
    now: datetime,
) -> Answer:
    """Return the answer as it would be stored, or say everything that is wrong with it."""
    decisions.require_answerable(dialogue, proposal)
    return decisions.check_answer(
        outcome=outcome,
        reason=reason,
        owner=owner,
        due_on=due_on,
        before=before,
        today=now.astimezone(TIME_ZONE).date(),
    )


def lock_dialogue_of(session: Session, proposal: Proposal) -> Dialogue:
    """Load the dialogue and the proposal as they are now, and let other answers wait for this one.

    Two board members who answer the last two proposals at once must not both see one open.
    """
    query = select(Dialogue).where(Dialogue.id == proposal.dialogue_id).with_for_update()
    dialogue = session.exec(query.execution_options(populate_existing=True)).one()
    session.refresh(proposal)
    return dialogue


def require_same(
    sent_before: Decision,
    proposal: Proposal,
    outcome: Outcome | None,
    reason: str,
    owner: str,
    due_on: date | None,
) -> Decision:
    """Return the decision that a lost answer had already stored; refuse other contents under it."""
    stored = (sent_before.proposal_id, sent_before.outcome, sent_before.due_on)
    words = (comparison_key(sent_before.reason), comparison_key(sent_before.owner))
    if (stored, words) != (
        (proposal.id, outcome, due_on),
        (comparison_key(reason), comparison_key(owner)),
    ):
        raise AlreadyUsedId
    return sent_before


def latest_decision(session: Session, proposal: Proposal) -> Decision | None:
    """Load the answer that counts, if there is one."""
    query = select(Decision).where(Decision.proposal_id == proposal.id)
    return session.exec(query.order_by(col(Decision.revision).desc())).first()


def decided_event(proposal: Proposal, decision: Decision, *, actor: Actor) -> Event:
    """Tell of an answer; the whole reason stands in the decision itself."""
    return Event(
        dialogue_id=proposal.dialogue_id,
        kind="proposal.decided" if decision.revision == 1 else "proposal.decided_again",
        subject_id=proposal.id,
        from_state=proposal.state,
        to_state=ProposalState.DECIDED,
        actor_role=actor.role,
        account_id=actor.account_id,
        reason=shorten(decision.reason, LONGEST_EVENT_REASON, placeholder=" …"),
        happened_at=decision.decided_at,
    )


def finish_when_all_answered(
    session: Session, dialogue: Dialogue, *, actor: Actor, now: datetime
) -> None:
    """Mark a closed dialogue as answered once every published proposal has its answer."""
    proposals = session.exec(select(Proposal).where(Proposal.dialogue_id == dialogue.id)).all()
    if decisions.all_answered(dialogue, [each.state for each in proposals]):
        session.add(lifecycle.answer_dialogue(dialogue, now=now, actor=actor))
