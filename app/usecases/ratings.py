"""Rate a card; a changed mind is a new revision and the latest one counts."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.usecases.hands import dealt_to
from app.usecases.taking_part import one_at_a_time, require_taking_part
from dialogue.errors import AlreadyUsedId, NotDealt, NotFound, OwnContribution
from dialogue.models import Contribution, Dialogue, Participant, Rating, Round


def rate(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    contribution_id: UUID,
    *,
    rating_id: UUID,
    value: int | None,
    now: datetime,
) -> Rating:
    """Store what somebody thinks of a card; no value means that they can't say.

    The same id with the same value, or the same value again, is the same rating.
    Raises RatingOutOfScale, RoundClosed, RoundNotOpen, ConsentMissing, NotFound, OwnContribution,
    NotDealt or AlreadyUsedId.
    """
    weighing.scale.check(value)
    one_at_a_time(session, participant)
    sent = session.get(Rating, rating_id)
    if sent is not None:
        return same_rating(sent, participant, weighing, contribution_id, value)
    require_taking_part(session, dialogue, participant, weighing, now=now)
    contribution = rateable(session, participant, weighing, contribution_id)
    latest = latest_rating_of(session, participant, weighing, contribution_id)
    if latest is not None and latest.value == value:
        return latest
    rating = Rating(
        id=rating_id,
        round_id=weighing.id,
        participant_id=participant.id,
        contribution_id=contribution_id,
        version_number=contribution.current_version,
        revision=latest.revision + 1 if latest else 1,
        value=value,
        created_at=now,
    )
    session.add(rating)
    session.flush()
    return rating


def rateable(
    session: Session, participant: Participant, weighing: Round, contribution_id: UUID
) -> Contribution:
    """Load the contribution, if this person was dealt it and did not write it."""
    contribution = session.get(Contribution, contribution_id)
    if contribution is None or contribution.dialogue_id != weighing.dialogue_id:
        raise NotFound
    if contribution.participant_id == participant.id:
        raise OwnContribution
    if not dealt_to(session, participant, weighing, contribution_id):
        raise NotDealt
    return contribution


def latest_rating_of(
    session: Session, participant: Participant, weighing: Round, contribution_id: UUID
) -> Rating | None:
    """Load the rating that counts."""
    query = select(Rating).where(
        Rating.round_id == weighing.id,
        Rating.participant_id == participant.id,
        Rating.contribution_id == contribution_id,
    )
    return session.exec(query.order_by(col(Rating.revision).desc())).first()


def same_rating(
    sent: Rating,
    participant: Participant,
    weighing: Round,
    contribution_id: UUID,
    value: int | None,
) -> Rating:
    """Return what this very request stored before. Raises AlreadyUsedId when it differs."""
    stored = (sent.participant_id, sent.round_id, sent.contribution_id, sent.value)
    if stored != (participant.id, weighing.id, contribution_id, value):
        raise AlreadyUsedId
    return sent
