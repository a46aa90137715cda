"""Deal hands, and log each card that is put before somebody. Nobody deals cards by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from app.queries.dealt import CardShown, hands_of
from app.usecases.decks import LaidDeck, ensure_deck, laid_deck
from app.usecases.storing import stored_once
from app.usecases.taking_part import one_at_a_time, require_taking_part
from dialogue.deck import settle_owed
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Deck,
    DeckTurn,
    Dialogue,
    Exposure,
    Hand,
    Participant,
    Round,
)

# A person who has seen nearly everything is owed what nobody can repay; the oldest debts are kept,
# so that a hand costs the same however long a round lasts.
MOST_OWED = 60

# Built once: every hand asks these, and making a statement costs as much as asking the database.
WRITTEN_BY = select(Contribution.id).where(
    col(Contribution.participant_id) == bindparam("participant")
)
HIDDEN = select(Contribution.id).where(
    col(Contribution.id).in_(bindparam("ids", expanding=True)),
    col(Contribution.state) != ContributionState.VISIBLE,
)
CLAIM_TURN = (
    update(DeckTurn)
    .where(col(DeckTurn.deck_id) == bindparam("deck"))
    .values(next_turn=DeckTurn.next_turn + 1)
    .returning(col(DeckTurn.next_turn), col(DeckTurn.owed))
)
UNSYNCHRONISED = {"synchronize_session": False}

__all__ = [
    "CardShown",
    "current_hand",
    "deal_more",
    "dealt_to",
    "ensure_deck",
    "hands_of",
    "show_card",
]


@dataclass(frozen=True)
class Dealt:
    """The cards of a turn, with what an audit needs to deal them again (indexes of the deck)."""

    turn: int
    owed: list[int]
    excluded: list[int]
    cards: list[int]
    owed_after: list[int]


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
    one_at_a_time(session, participant)
    require_taking_part(session, dialogue, participant, weighing, now=now)
    hands = hands_of(session, participant, weighing)
    return hands[-1] if hands else deal(session, dialogue, participant, weighing, [], now=now)


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


def deal(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    before: Sequence[Hand],
    *,
    now: datetime,
) -> Hand:
    """Take the next turn of the deck for this person: never their own, never one of before."""
    deck = ensure_deck(session, dialogue, weighing, now=now)
    laid = laid_deck(session, deck)
    left_out = not_for(session, participant, before, laid)
    hand = Hand(
        deck_id=deck.id,
        round_id=weighing.id,
        participant_id=participant.id,
        turn=0,
        size=0,
        cards=[],
        dealt_at=now,
    )
    if len(left_out) == len(laid.ids):
        return hand
    dealt = take_turn(session, deck, laid, weighing.hand_size, left_out)
    hand.turn, hand.owed, hand.excluded = dealt.turn, dealt.owed, dealt.excluded
    hand.cards = [str(laid.ids[card]) for card in dealt.cards]
    hand.size = len(hand.cards)
    if hand.cards:
        session.add(hand)
        session.flush()
    return hand


def take_turn(session: Session, deck: Deck, laid: LaidDeck, size: int, left_out: set[int]) -> Dealt:
    """Claim the next turn in one statement, deal it, and settle what the deck owes."""
    claimed = session.execute(CLAIM_TURN, {"deck": deck.id}, execution_options=UNSYNCHRONISED)
    next_turn, owed = claimed.one()
    dealt = deal_visible(session, laid, next_turn - 1, size, left_out, owed)
    if dealt.owed_after != owed:
        session.exec(
            update(DeckTurn).where(col(DeckTurn.deck_id) == deck.id).values(owed=dealt.owed_after),
            execution_options=UNSYNCHRONISED,
        )
    return dealt


def deal_visible(
    session: Session, laid: LaidDeck, turn: int, size: int, left_out: set[int], owed: list[int]
) -> Dealt:
    """Deal a turn; what was held or removed since the deck was laid is left out and not owed."""
    gone: set[int] = set()
    while True:
        excluded = left_out | gone
        cards = laid.dealer.deal(turn, size, excluded, owed=owed)
        taken_away = hidden_among(session, laid, cards)
        if not taken_away:
            break
        gone |= taken_away
    settled = settle_owed(owed, laid.dealer.plan(turn, size), cards, excluded)
    return Dealt(
        turn=turn,
        owed=owed,
        excluded=sorted(excluded),
        cards=cards,
        owed_after=[card for card in settled if card not in gone][:MOST_OWED],
    )


def hidden_among(session: Session, laid: LaidDeck, cards: Sequence[int]) -> set[int]:
    """Find the cards that nobody else may read any more."""
    ids = [laid.ids[card] for card in cards]
    return {laid.index[each] for each in session.exec(HIDDEN, params={"ids": ids}).all()}


def not_for(
    session: Session, participant: Participant, before: Sequence[Hand], laid: LaidDeck
) -> set[int]:
    """List what this person is not dealt: their own words, and what they were dealt before."""
    own = session.exec(WRITTEN_BY, params={"participant": participant.id}).all()
    dealt = (UUID(card) for hand in before for card in hand.cards)
    return {laid.index[each] for each in (*own, *dealt) if each in laid.index}


def dealt_to(
    session: Session, participant: Participant, weighing: Round, contribution_id: UUID
) -> bool:
    """Tell whether this card is in a hand of this person."""
    wanted = str(contribution_id)
    return any(wanted in hand.cards for hand in hands_of(session, participant, weighing))


def seen_positions(session: Session, hand: Hand) -> set[int]:
    """List the positions of a hand that were put before somebody."""
    query = select(Exposure.position).where(Exposure.hand_id == hand.id)
    return set(session.exec(query).all())
