"""Hands are dealt fairly, never one's own, never twice, and can be dealt again by an auditor."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import hands
from app.usecases.laid_decks import lay
from dialogue.errors import NotFound, RoundClosed, RoundNotOpen
from dialogue.models import (
    Contribution,
    ContributionState,
    Deck,
    Dialogue,
    Exposure,
    Hand,
    Participant,
    Round,
    RoundKind,
)
from tests.cast import arrive, go_on_to, make_asking, store_answers
from tests.dealing_cast import take_hand, weighing_with


def test_a_hand_holds_others_answers_and_stays_the_same(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=20)
    own = session.exec(
        select(Contribution.id).where(Contribution.participant_id == crowd[0].id)
    ).one()

    hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())

    assert len(set(hand.cards)) == hand.size == 15
    assert str(own) not in hand.cards
    assert hands.current_hand(session, running, crowd[0], weighing, now=clock()) is hand


def test_everything_is_shown_about_equally_often_and_nobody_sees_their_own(
    session: Session, clock
) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=60)
    author = dict(session.exec(select(Contribution.id, Contribution.participant_id)).all())

    for person in crowd:
        take_hand(session, running, person, weighing, clock())

    shown = Counter(session.exec(select(Exposure.contribution_id)).all())
    dealt = session.exec(select(Hand)).all()
    assert len(shown) == 60
    assert max(shown.values()) - min(shown.values()) <= 2
    assert not [1 for h in dealt for card in h.cards if author[UUID(card)] == h.participant_id]


def test_more_cards_come_after_the_last_one_was_seen_and_are_never_repeated(
    session: Session, clock
) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=12, hand_size=5)
    first = hands.current_hand(session, running, crowd[0], weighing, now=clock())

    assert hands.deal_more(session, running, crowd[0], weighing, now=clock()) is first
    seen = list(take_hand(session, running, crowd[0], weighing, clock()).cards)
    for _ in range(2):
        more = hands.deal_more(session, running, crowd[0], weighing, now=clock())
        for position in range(more.size):
            hands.show_card(session, more, position, now=clock())
        seen += more.cards

    assert len(seen) == len(set(seen)) == 11
    assert hands.deal_more(session, running, crowd[0], weighing, now=clock()).cards == []


def test_an_auditor_deals_every_hand_again_from_what_was_stored(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=25, hand_size=6)
    for person in crowd:
        take_hand(session, running, person, weighing, clock())

    deck = session.exec(select(Deck)).one()
    again = lay(deck).dealer
    for hand in session.exec(select(Hand)).all():
        cards = again.deal(hand.turn, weighing.hand_size, hand.excluded, owed=hand.owed)
        assert [deck.contribution_ids[card] for card in cards] == hand.cards


def test_a_card_is_logged_once_when_it_is_shown(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=3)
    hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())
    assert session.exec(select(Exposure)).all() == []

    card = hands.show_card(session, hand, 0, now=clock())
    hands.show_card(session, hand, 0, now=clock.pass_by(minutes=3))

    exposure = session.exec(select(Exposure)).one()
    assert (exposure.contribution_id, exposure.version_number) == (card.contribution_id, 1)
    assert card.text.startswith("Idee")


@pytest.mark.parametrize("position", [-1, 2, 99])
def test_there_is_no_card_beyond_the_hand(session: Session, clock, position: int) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=3)
    hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())

    with pytest.raises(NotFound):
        hands.show_card(session, hand, position, now=clock())


def test_a_card_that_was_taken_away_since_is_not_shown(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=3)
    hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())
    session.get_one(Contribution, UUID(hand.cards[0])).state = ContributionState.REMOVED

    card = hands.show_card(session, hand, 0, now=clock())

    assert (card.text, card.still_there) == ("", False)
    assert session.exec(select(Exposure)).all() == []


def test_what_is_held_is_not_dealt_and_what_was_removed_is_replaced(
    session: Session, clock
) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=20, hand_size=5)
    hands.ensure_deck(session, running, weighing, now=clock())
    removed = set(session.exec(select(Contribution.id).limit(6)).all())
    for each in removed:
        session.get_one(Contribution, each).state = ContributionState.REMOVED

    dealt = [
        UUID(card)
        for person in crowd[:10]
        for card in hands.current_hand(session, running, person, weighing, now=clock()).cards
    ]

    assert not removed & set(dealt)
    assert len(dealt) == 50


def test_with_nothing_to_show_the_hand_is_empty_and_not_kept(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=1)

    hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())

    assert hand.cards == []
    assert session.exec(select(Hand)).all() == []


def test_what_nobody_can_repay_is_not_remembered_for_ever(session: Session, clock) -> None:
    """Who has seen all of a small deck is owed cards that they may not have."""
    running, weighing, crowd = weighing_with(session, clock(), people=30, hand_size=10)
    for person in crowd:
        for _ in range(3):
            hand = hands.deal_more(session, running, person, weighing, now=clock())
            for position in range(hand.size):
                hands.show_card(session, hand, position, now=clock())

    assert max(len(each.owed) for each in session.exec(select(Hand)).all()) <= hands.MOST_OWED


def test_before_and_after_the_round_nothing_is_dealt(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice = arrive(session, running, clock())
    rounds = {r.kind: r for r in session.exec(select(Round)).all()}

    with pytest.raises(RoundNotOpen):
        hands.current_hand(session, running, alice, rounds[RoundKind.WEIGH], now=clock())
    go_on_to(session, running, RoundKind.CONFIRM, clock())
    with pytest.raises(RoundClosed):
        hands.current_hand(session, running, alice, rounds[RoundKind.WEIGH], now=clock())


def test_people_who_come_at_the_same_moment_get_different_turns(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        running, weighing, crowd = weighing_with(session, clock(), people=20, hand_size=5)
        ids = [(running.id, person.id, weighing.id) for person in crowd]

    def deal(key) -> int:
        with transaction(engine) as session:
            dialogue, person, round_ = (
                session.get_one(table, each)
                for table, each in zip((Dialogue, Participant, Round), key, strict=True)
            )
            return hands.current_hand(session, dialogue, person, round_, now=clock()).turn

    with ThreadPoolExecutor(20) as threads:
        turns = list(threads.map(deal, ids))

    assert sorted(turns) == list(range(20))


def test_a_double_tap_deals_one_hand(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        running, weighing, crowd = weighing_with(session, clock(), people=10, hand_size=5)
        key = (running.id, crowd[0].id, weighing.id)

    def deal(_: int) -> UUID:
        with transaction(engine) as session:
            dialogue = session.get_one(Dialogue, key[0])
            person, round_ = session.get_one(Participant, key[1]), session.get_one(Round, key[2])
            return hands.current_hand(session, dialogue, person, round_, now=clock()).id

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(deal, range(8)))) == 1


def test_a_hand_takes_four_statements_of_which_two_follow_the_claim(
    session: Session, clock
) -> None:
    """What became visible is looked for now and then in a large deck; here at turns 1 and 7."""
    running, weighing, crowd = weighing_with(session, clock(), people=3, hand_size=5)
    store_answers(session, running, [f"Idee nummer {number}" for number in range(700)], clock())
    for person in crowd[:2]:
        hands.current_hand(session, running, person, weighing, now=clock())
    asked: list[str] = []

    def listen(_1, _2, statement: str, *_3) -> None:
        asked.append(statement.split()[0])

    event.listen(session.get_bind(), "before_cursor_execute", listen)
    hand = hands.current_hand(session, running, crowd[2], weighing, now=clock())
    event.remove(session.get_bind(), "before_cursor_execute", listen)

    assert hand.size == 5
    assert asked == ["WITH", "SELECT", "UPDATE", "INSERT"]


def test_a_hand_that_was_just_dealt_is_the_one_that_is_stored(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        running, weighing, crowd = weighing_with(session, clock(), people=9, hand_size=4)
        hand = hands.current_hand(session, running, crowd[0], weighing, now=clock())
        told = hand.model_dump()

    with transaction(engine) as session:
        assert session.exec(select(Hand)).one().model_dump() == told
