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
from app.usecases.decks import LaidDeck, lay, seed_of_epoch
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


def audit_decks(session: Session, dialogue: Dialogue, *, latest: int | None = None) -> DeckAudit:
    """Deal the hands of all weigh rounds again, or only so many of the latest of each deck."""
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
            for hand in hands_from(session, deck, latest):
                hands += 1
                found = differences(hand, laid, weighing, known, whole=latest is None)
                if not right_seed:
                    found.insert(0, Difference.SEED)
                if found:
                    differ.append(HandThatDiffers(hand.id, deck.epoch, hand.turn, tuple(found)))
    return DeckAudit(decks, hands, tuple(differ))


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


def hands_from(session: Session, deck: Deck, latest: int | None) -> Iterator[Hand]:
    """Stream the hands of a deck in the order of their turns."""
    query = select(Hand).where(Hand.deck_id == deck.id)
    if latest is not None:
        query = query.where(Hand.turn >= deck.next_turn - latest)
    ordered = query.order_by(col(Hand.turn)).execution_options(yield_per=HANDS_AT_ONCE)
    yield from session.exec(ordered)


def differences(
    hand: Hand, laid: LaidDeck, weighing: Round, known: Known, *, whole: bool
) -> list[Difference]:
    """Say what is wrong with a hand; with part of the hands nothing is known of earlier ones."""
    left_out, cards = set(hand.excluded), set(hand.cards)
    before = known.dealt[hand.participant_id]
    again = laid.dealer.deal(hand.turn, weighing.hand_size, left_out, owed=hand.owed)
    reasons = before | known.ever_hidden
    unexplained = (
        str(laid.ids[place])
        for place in left_out
        if known.writer.get(str(laid.ids[place])) != hand.participant_id
    )
    wrong = {
        Difference.CARDS: [str(laid.ids[place]) for place in again] != hand.cards,
        Difference.OWN_CARD: any(known.writer.get(c) == hand.participant_id for c in cards),
        Difference.DEALT_BEFORE: bool(cards & before),
        Difference.LEFT_OUT: whole and any(each not in reasons for each in unexplained),
    }
    before |= cards
    return [difference for difference, found in wrong.items() if found]
