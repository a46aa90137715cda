"""Deal one hand: what it depends on is read first, then a turn is claimed, dealt and stored.

From the claim to the commit nobody else can claim a turn of this deck, so nothing is in between
but storing the hand: two statements, of which the second checks that every card may still be read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy import insert as sql_insert
from sqlalchemy import select as sql_select
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel

from app.queries.dealt import Standing, standing_of
from app.usecases.decks import begin_epoch, due_for_a_look, outdated
from app.usecases.laid_decks import LaidDeck, laid_deck
from dialogue.deck import settle_owed
from dialogue.models import ContributionState, Dialogue, Hand, Participant, Round, new_id

# A person who has seen nearly everything is owed what nobody can repay; the oldest debts are kept,
# so that a hand costs the same however long a round lasts.
MOST_OWED = 60

# Built once, and of tables rather than objects: making a statement, or an object of a row, costs
# more than asking the database.
CONTRIBUTION, TURN, HAND = (
    SQLModel.metadata.tables[name] for name in ("contribution", "deck_turn", "hand")
)
HIDDEN = sql_select(CONTRIBUTION.c.id).where(
    CONTRIBUTION.c.id.in_(bindparam("ids", expanding=True)),
    CONTRIBUTION.c.state != ContributionState.VISIBLE,
)
CLAIM_TURN = (
    update(TURN)
    .where(TURN.c.deck_id == bindparam("deck"))
    .values(next_turn=TURN.c.next_turn + 1)
    .returning(TURN.c.next_turn, TURN.c.owed)
)
REMEMBER_OWED = (
    update(TURN).where(TURN.c.deck_id == bindparam("deck")).values(owed=bindparam("owed_after"))
)
COLUMNS = [column.name for column in HAND.columns]
STORE_UNLESS_HIDDEN = (
    sql_insert(HAND)
    .from_select(
        COLUMNS,
        sql_select(*(bindparam(column.name, type_=column.type) for column in HAND.columns)).where(
            ~HIDDEN.exists()
        ),
    )
    .returning(HAND.c.id)
)


@dataclass(frozen=True)
class Dealt:
    """The cards of a turn, with what an audit needs to deal them again (indexes of the deck)."""

    turn: int
    owed: list[int]
    excluded: list[int]
    cards: list[int]
    owed_after: list[int]


NOTHING = Dealt(0, [], [], [], [])


def deal(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    before: Sequence[Hand],
    *,
    now: datetime,
    standing: Standing | None = None,
) -> Hand:
    """Take the next turn of the deck for this person: never their own, never one of before.

    ``standing`` saves asking for it again. A hand without cards is not stored.
    """
    standing = standing or standing_of(session, participant, weighing)
    standing, laid = up_to_date(session, dialogue, participant, weighing, standing, now=now)
    left_out = not_for(standing, before, laid)
    whose = {"round_id": weighing.id, "participant_id": participant.id, "dealt_at": now}
    if len(left_out) == len(laid.ids):
        return Hand(**columns_of(laid, NOTHING, whose))
    return take_turn(session, laid, weighing.hand_size, left_out, whose)


def up_to_date(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    standing: Standing | None,
    *,
    now: datetime,
) -> tuple[Standing, LaidDeck]:
    """Find the deck to deal from, laid anew when it is time for that."""
    if standing is not None:
        laid, turn = laid_deck(session, standing.deck_id), standing.next_turn
        if not due_for_a_look(laid, turn, weighing.hand_size):
            return standing, laid
        if not outdated(session, dialogue, weighing, laid, turn):
            return standing, laid
    begin_epoch(session, dialogue, weighing, after=standing.epoch if standing else 0, now=now)
    renewed = standing_of(session, participant, weighing)
    assert renewed is not None  # noqa: S101  (a deck was stored just now, by us or by another)
    return renewed, laid_deck(session, renewed.deck_id)


def not_for(standing: Standing, before: Sequence[Hand], laid: LaidDeck) -> set[int]:
    """List what this person is not dealt: their own words, and what they were dealt before."""
    dealt = (UUID(card) for hand in before for card in hand.cards)
    return {laid.index[each] for each in (*standing.own, *dealt) if each in laid.index}


def take_turn(
    session: Session, laid: LaidDeck, size: int, left_out: Collection[int], whose: dict[str, Any]
) -> Hand:
    """Claim the next turn, deal and store it, and settle what the deck owes.

    What was held or removed since the deck was laid is left out as well, and not owed.
    """
    next_turn, owed = session.execute(CLAIM_TURN, {"deck": laid.deck_id}).one()
    gone: set[int] = set()
    while True:
        dealt = deal_turn(laid, next_turn - 1, size, left_out, gone, owed)
        values = columns_of(laid, dealt, whose)
        if not dealt.cards or stored(session, values, laid, dealt.cards):
            break
        gone |= hidden_among(session, laid, dealt.cards)
    if dealt.owed_after != owed:
        session.execute(REMEMBER_OWED, {"deck": laid.deck_id, "owed_after": dealt.owed_after})
    hand = Hand(**values)
    if dealt.cards:
        make_transient_to_detached(hand)  # the row is there: the session need not ask for it
        session.add(hand)
    return hand


def deal_turn(
    laid: LaidDeck,
    turn: int,
    size: int,
    left_out: Collection[int],
    gone: Collection[int],
    owed: list[int],
) -> Dealt:
    """Deal a turn of a deck: a matter of arithmetic, without asking the database."""
    excluded = {*left_out, *gone}
    planned = laid.dealer.plan(turn, size)
    cards = laid.dealer.deal(turn, size, excluded, owed=owed)
    settled = settle_owed(owed, planned, cards, excluded)
    return Dealt(
        turn=turn,
        owed=owed,
        excluded=sorted(excluded),
        cards=cards,
        owed_after=[card for card in settled if card not in gone][:MOST_OWED],
    )


def columns_of(laid: LaidDeck, dealt: Dealt, whose: dict[str, Any]) -> dict[str, Any]:
    """Give every column of a hand; what is left to a default costs more than all of dealing."""
    return {
        "id": new_id(), "deck_id": laid.deck_id, "turn": dealt.turn, "size": len(dealt.cards),
        "excluded": dealt.excluded, "owed": dealt.owed,
        "cards": [str(laid.ids[card]) for card in dealt.cards], **whose,
    }  # fmt: skip


def stored(session: Session, values: dict[str, Any], laid: LaidDeck, cards: Sequence[int]) -> bool:
    """Store a hand, unless one of its cards may not be read any more."""
    ids = [laid.ids[card] for card in cards]
    return session.execute(STORE_UNLESS_HIDDEN, {**values, "ids": ids}).first() is not None


def hidden_among(session: Session, laid: LaidDeck, cards: Sequence[int]) -> set[int]:
    """Find the cards that nobody else may read any more."""
    ids = [laid.ids[card] for card in cards]
    return {laid.index[each] for each in session.execute(HIDDEN, {"ids": ids}).scalars()}
