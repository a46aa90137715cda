"""What somebody was dealt: their hands, the card that they look at, and where dealing stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from dialogue.models import Deck, Hand, Participant, Round


@dataclass(frozen=True)
class CardShown:
    """What is put before somebody. Without words when the card was taken away meanwhile."""

    contribution_id: UUID
    version_number: int
    text: str
    language: str
    still_there: bool


@dataclass(frozen=True)
class Standing:
    """The deck that is dealt from, its turns so far, and what a person wrote and was dealt."""

    deck_id: UUID
    epoch: int
    next_turn: int
    own: frozenset[UUID]
    has_hand: bool


# Built once: making a statement costs as much as asking the database. These read columns of tables
# rather than rows as objects, which would take a third of the time that dealing takes.
CONTRIBUTION, DECK, TURN, HAND = (
    SQLModel.metadata.tables[name] for name in ("contribution", "deck", "deck_turn", "hand")
)
HANDS_OF = (
    select(Hand)
    .join(Deck, col(Deck.id) == Hand.deck_id)
    .where(
        col(Hand.participant_id) == bindparam("participant"),
        col(Hand.round_id) == bindparam("round"),
    )
    .order_by(col(Deck.epoch), col(Hand.turn))
)
CARDS_OF = sql_select(HAND.c.cards).where(
    HAND.c.participant_id == bindparam("participant"), HAND.c.round_id == bindparam("round")
)
LATEST_EPOCH = sql_select(func.max(DECK.c.epoch)).where(DECK.c.round_id == bindparam("round"))
STANDING = (
    sql_select(
        DECK.c.id, DECK.c.epoch, TURN.c.next_turn, CARDS_OF.exists(), CONTRIBUTION.c.id
    )
    .select_from(
        DECK.join(TURN, TURN.c.deck_id == DECK.c.id).outerjoin(
            CONTRIBUTION, CONTRIBUTION.c.participant_id == bindparam("participant")
        )
    )
    .where(
        DECK.c.round_id == bindparam("round"), DECK.c.epoch == LATEST_EPOCH.scalar_subquery()
    )
)  # fmt: skip


def hands_of(session: Session, participant: Participant, weighing: Round) -> Sequence[Hand]:
    """Load the hands of a person in a round, in the order in which they were dealt."""
    return session.exec(
        HANDS_OF, params={"participant": participant.id, "round": weighing.id}
    ).all()


def dealt_to(
    session: Session, participant: Participant, weighing: Round, contribution_id: UUID
) -> bool:
    """Tell whether this card is in a hand of this person."""
    wanted = str(contribution_id)
    session.flush()
    found = session.execute(CARDS_OF, {"participant": participant.id, "round": weighing.id})
    return any(wanted in cards for (cards,) in found)


def standing_of(session: Session, participant: Participant, weighing: Round) -> Standing | None:
    """Read in one statement what a hand for this person depends on; none without a deck."""
    session.flush()
    found = session.execute(STANDING, {"participant": participant.id, "round": weighing.id}).all()
    if not found:
        return None
    deck_id, epoch, next_turn, has_hand, _ = found[0]
    own = frozenset(row[4] for row in found if row[4] is not None)
    return Standing(deck_id, epoch, next_turn, own, has_hand)
