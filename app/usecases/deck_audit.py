"""Deal every hand again from what was stored, and say which differ.

A hand follows from its deck (inputs and seed), its turn, what was left out for this person and what
the deck owed. So it is dealt again; and what was left out must have had a reason: a person's own
words, a card dealt to them before, or one that was hidden at some time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.parts import rounds_of
from app.usecases.decks import latest_deck, next_turn, seed_of_epoch
from app.usecases.laid_decks import LaidDeck, laid_deck, lay
from dialogue.models import (
    Contribution,
    ContributionState,
    Deck,
    Dialogue,
    Hand,
    ModerationDecision,
    Round,
    RoundKind,
)

HANDS_AT_ONCE = 500


class Difference(StrEnum):
    """Why a hand is not as it should have been dealt."""

    SEED = "seed"
    CARDS = "cards"
    OWN_CARD = "own_card"
    DEALT_BEFORE = "dealt_before"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class HandThatDiffers:
    """A hand with everything that is wrong with it."""

    hand_id: UUID
    epoch: int
    turn: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class DeckAudit:
    """How many decks and hands were dealt again, and the hands that differ."""

    decks: int
    hands: int
    differ: tuple[HandThatDiffers, ...]


@dataclass(frozen=True, eq=False)
class Known:
    """What may be a reason to leave a card out."""

    writer: dict[str, UUID]
    ever_hidden: frozenset[str]
    dealt: defaultdict[UUID, set[str]]


def audit_decks(session: Session, dialogue: Dialogue) -> DeckAudit:
    """Deal the hands of all weigh rounds again."""
    decks = hands = 0
    differ: list[HandThatDiffers] = []
    for weighing in rounds_of(session, dialogue):
        if weighing.kind is not RoundKind.WEIGH:
            continue
        known = what_is_known(session, dialogue)
        for deck in decks_of(session, weighing):
            decks += 1
            laid = lay(deck)
            right_seed = deck.seed == seed_of_epoch(dialogue, weighing, deck.epoch)
            for hand in hands_from(session, deck):
                hands += 1
                found = differences(hand, laid, weighing, known)
                if not right_seed:
                    found.insert(0, Difference.SEED)
                if found:
                    differ.append(HandThatDiffers(hand.id, deck.epoch, hand.turn, tuple(found)))
    return DeckAudit(decks, hands, tuple(differ))


def audit_latest(session: Session, weighing: Round, *, hands: int) -> DeckAudit:
    """Deal only the latest hands of a round again, cheaply enough for a page.

    Looks at the cards alone: for reasons to leave a card out all hands have to be read.
    """
    deck = latest_deck(session, weighing)
    if deck is None:
        return DeckAudit(0, 0, ())
    laid = laid_deck(session, deck.id)
    latest = list(hands_from(session, deck, first_turn=next_turn(session, deck) - hands))
    differ = [hand for hand in latest if cards_again(hand, laid, weighing) != hand.cards]
    return DeckAudit(
        1,
        len(latest),
        tuple(HandThatDiffers(h.id, deck.epoch, h.turn, (Difference.CARDS,)) for h in differ),
    )


def what_is_known(session: Session, dialogue: Dialogue) -> Known:
    """Read who wrote what, and what was out of sight at any time."""
    query = select(Contribution.id, Contribution.participant_id, Contribution.state)
    rows = session.exec(query.where(Contribution.dialogue_id == dialogue.id)).all()
    decided = select(ModerationDecision.contribution_id).where(
        ModerationDecision.dialogue_id == dialogue.id
    )
    hidden = {each for each, _, state in rows if state is not ContributionState.VISIBLE}
    hidden.update(session.exec(decided).all())
    return Known(
        writer={str(each): writer for each, writer, _ in rows},
        ever_hidden=frozenset(str(each) for each in hidden),
        dealt=defaultdict(set),
    )


def decks_of(session: Session, weighing: Round) -> Sequence[Deck]:
    """Load the decks of a round, the first epoch first."""
    query = select(Deck).where(Deck.round_id == weighing.id).order_by(col(Deck.epoch))
    return session.exec(query).all()


def hands_from(session: Session, deck: Deck, first_turn: int = 0) -> Iterator[Hand]:
    """Stream the hands of a deck in the order of their turns."""
    query = select(Hand).where(Hand.deck_id == deck.id, Hand.turn >= first_turn)
    ordered = query.order_by(col(Hand.turn)).execution_options(yield_per=HANDS_AT_ONCE)
    yield from session.exec(ordered)


def cards_again(hand: Hand, laid: LaidDeck, weighing: Round) -> list[str]:
    """Deal a hand again from its turn, what was left out and what was owed."""
    again = laid.dealer.deal(hand.turn, weighing.hand_size, set(hand.excluded), owed=hand.owed)
    return [str(laid.ids[place]) for place in again]


def differences(hand: Hand, laid: LaidDeck, weighing: Round, known: Known) -> list[Difference]:
    """Say what is wrong with a hand, and remember its cards."""
    cards = set(hand.cards)
    before = known.dealt[hand.participant_id]
    own = {card for card in cards if known.writer.get(card) == hand.participant_id}
    left_out = (str(laid.ids[place]) for place in hand.excluded)
    unexplained = (
        each
        for each in left_out
        if known.writer.get(each) != hand.participant_id
        and each not in before
        and each not in known.ever_hidden
    )
    wrong = {
        Difference.CARDS: cards_again(hand, laid, weighing) != hand.cards,
        Difference.OWN_CARD: bool(own),
        Difference.DEALT_BEFORE: bool(cards & before),
        Difference.LEFT_OUT: any(unexplained),
    }
    before |= cards
    return [difference for difference, found in wrong.items() if found]
