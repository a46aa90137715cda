"""What somebody was dealt: their hands, and the card that they look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam
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


# Built once: making this statement costs as much as asking the database.
HANDS_OF = (
    select(Hand)
    .join(Deck, col(Deck.id) == Hand.deck_id)
    .where(
        col(Hand.participant_id) == bindparam("participant"),
        col(Hand.round_id) == bindparam("round"),
    )
    .order_by(col(Deck.epoch), col(Hand.turn))
)


def hands_of(session: Session, participant: Participant, weighing: Round) -> Sequence[Hand]:
    """Load the hands of a person in a round, in the order in which they were dealt."""
    return session.exec(
        HANDS_OF, params={"participant": participant.id, "round": weighing.id}
    ).all()
