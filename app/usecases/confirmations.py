"""Weigh a proposal in the confirm round, and guess what others will say."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.queries.ballots import latest_confirmation_of
from app.usecases.taking_part import one_at_a_time, require_taking_part
from dialogue.errors import AlreadyUsedId, NotFound, RatingOutOfScale
from dialogue.models import Confirmation, Dialogue, Participant, Proposal, ProposalState, Round

PERCENT = range(101)


def confirm(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    confirming: Round,
    proposal: Proposal,
    *,
    confirmation_id: UUID,
    value: int | None,
    predicted_percent: int | None,
    now: datetime,
) -> Confirmation:
    """Store what somebody thinks of a proposal; a changed mind is a new revision.

    ``predicted_percent``: of 100 residents, how many they think support it. Raises
    RatingOutOfScale, RoundClosed, RoundNotOpen, ConsentMissing, NotFound or AlreadyUsedId.
    """
    confirming.scale.check(value)
    if predicted_percent is not None and predicted_percent not in PERCENT:
        raise RatingOutOfScale
    one_at_a_time(session, participant)
    said = (participant.id, confirming.id, proposal.id, value, predicted_percent)
    sent = session.get(Confirmation, confirmation_id)
    if sent is not None:
        return same_confirmation(sent, said)
    require_taking_part(session, dialogue, participant, confirming, now=now)
    if proposal.dialogue_id != dialogue.id or proposal.state is ProposalState.DRAFT:
        raise NotFound
    latest = latest_confirmation_of(session, participant, confirming, proposal)
    if latest is not None and contents(latest) == said:
        return latest
    confirmation = Confirmation(
        id=confirmation_id,
        round_id=confirming.id,
        participant_id=participant.id,
        proposal_id=proposal.id,
        version_number=proposal.current_version,
        revision=latest.revision + 1 if latest else 1,
        value=value,
        predicted_percent=predicted_percent,
        created_at=now,
    )
    session.add(confirmation)
    session.flush()
    return confirmation


def contents(sent: Confirmation) -> tuple[UUID, UUID, UUID, int | None, int | None]:
    """Give what was said, without when and under which id."""
    return (
        sent.participant_id, sent.round_id, sent.proposal_id, sent.value, sent.predicted_percent,
    )  # fmt: skip


def same_confirmation(sent: Confirmation, said: tuple[object, ...]) -> Confirmation:
    """Return what this very request stored before. Raises AlreadyUsedId when it differs."""
    if contents(sent) != said:
        raise AlreadyUsedId
    return sent
