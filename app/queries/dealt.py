"""What somebody was dealt: their hands, and the card that they look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from dialogue.models import Deck, Hand, Participant, Round


@dataclass(frozen=True)
class CardShown:
    """What is put before somebody. Without words when the card was taken away meanwhile."""

    contribution_id: UUID
    version_number: int
    text: str
    language: str
    still_there: bool


def hands_of(session: Session, participant: Participant, weighing: Round) -> Sequence[Hand]:
    """Load the hands of a person in a round, in the order in which they were dealt."""
    query = (
        select(Hand)
        .join(Deck, col(Deck.id) == Hand.deck_id)
        .where(Hand.participant_id == participant.id, Hand.round_id == weighing.id)
    )
    return session.exec(query.order_by(col(Deck.epoch), col(Hand.turn))).all()
