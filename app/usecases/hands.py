"""Deal hands, and log each card that is put before somebody. Nobody deals cards by hand."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from app.queries.dealt import CardShown, dealt_to, hands_of, standing_of
from app.usecases.dealing import MOST_OWED, deal
from app.usecases.decks import ensure_deck
from app.usecases.storing import stored_once
from app.usecases.taking_part import let_in
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    Exposure,
    Hand,
    Participant,
    Round,
)

__all__ = [
    "MOST_OWED",
    "CardShown",
    "current_hand",
    "deal_more",
    "dealt_to",
    "ensure_deck",
    "hands_of",
    "show_card",
]


def current_hand(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    *,
    now: datetime,
) -> Hand:
    """Return the hand that this person has, dealing the first when there is none.

    A hand without cards is not kept: something may become visible later.
    Raises RoundClosed, RoundNotOpen or ConsentMissing.
    """
    let_in(session, dialogue, participant, weighing, now=now)
    standing = standing_of(session, participant, weighing)
    if standing is not None and standing.has_hand:
        return hands_of(session, participant, weighing)[-1]
    return deal(session, dialogue, participant, weighing, [], now=now, standing=standing)


def deal_more(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    *,
    now: datetime,
) -> Hand:
    """Deal another hand, once every card of the current one was seen; until then return that one.

    So nobody turns over cards until a certain one comes up, and a repeated request deals once.
    """
    current = current_hand(session, dialogue, participant, weighing, now=now)
    if not current.cards or len(seen_positions(session, current)) < current.size:
        return current
    before = hands_of(session, participant, weighing)
    return deal(session, dialogue, participant, weighing, before, now=now)


def show_card(session: Session, hand: Hand, position: int, *, now: datetime) -> CardShown:
    """Give the card at a position (0 is the first) and log that it was shown.

    A card that was held or removed since the dealing is not shown. Raises NotFound.
    """
    if not 0 <= position < len(hand.cards):
        raise NotFound
    contribution = session.get_one(Contribution, UUID(hand.cards[position]))
    number = contribution.current_version
    if not contribution.shown_to_others():
        return CardShown(contribution.id, number, "", contribution.language, still_there=False)
    words = select(ContributionVersion.text).where(
        ContributionVersion.contribution_id == contribution.id,
        ContributionVersion.number == number,
    )
    text = session.exec(words).one()
    if position not in seen_positions(session, hand):
        exposure = Exposure(
            hand_id=hand.id,
            position=position,
            contribution_id=contribution.id,
            version_number=number,
            shown_at=now,
        )
        stored_once(session, exposure)
    return CardShown(contribution.id, number, text, contribution.language, still_there=True)


def seen_positions(session: Session, hand: Hand) -> set[int]:
    """List the positions of a hand that were put before somebody."""
    query = select(Exposure.position).where(Exposure.hand_id == hand.id)
    return set(session.exec(query).all())
