"""A board member says how many residents will support a proposal, before anybody knows."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from app.queries.parts import rounds_of
from app.usecases.confirmations import PERCENT
from app.usecases.storing import stored_once
from dialogue.errors import ChangedMeanwhile, ProposalNotPublished, RatingOutOfScale
from dialogue.models import BoardPrediction, Dialogue, Proposal, ProposalState
from dialogue.proposals import require_predictable


def predict(
    session: Session,
    dialogue: Dialogue,
    proposal: Proposal,
    *,
    account_id: UUID,
    predicted_percent: int | None,
    now: datetime,
) -> BoardPrediction:
    """Store how many of 100 residents this board member thinks support a proposal.

    It is given once: a later one leaves the first as it is, so that nobody learns from what they
    see meanwhile. Raises RatingOutOfScale, ProposalNotPublished, RoundNotOpen or RoundClosed.
    """
    if predicted_percent is None or predicted_percent not in PERCENT:
        raise RatingOutOfScale
    given = prediction_of(session, proposal, account_id)
    if given is not None:
        return given
    if proposal.state is not ProposalState.PUBLISHED:
        raise ProposalNotPublished
    require_predictable(rounds_of(session, dialogue), now)
    made = BoardPrediction(
        proposal_id=proposal.id,
        account_id=account_id,
        predicted_percent=predicted_percent,
        made_at=now,
    )
    if stored_once(session, made):
        return made
    raise ChangedMeanwhile


def prediction_of(session: Session, proposal: Proposal, account_id: UUID) -> BoardPrediction | None:
    """Load what a board member predicted."""
    query = select(BoardPrediction).where(
        BoardPrediction.proposal_id == proposal.id, BoardPrediction.account_id == account_id
    )
    return session.exec(query).first()
