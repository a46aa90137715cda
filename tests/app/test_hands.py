"""Hands are dealt fairly, never one's own, never twice, and can be dealt again by an auditor."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import contributions, hands, ratings
from app.usecases.laid_decks import laid_deck, lay
from dialogue.errors import NotFound, RoundClosed, RoundNotOpen
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    ContributionVersion,
    Deck,
    Dialogue,
    Embedding,
    Exposure,
    Hand,
    ModerationDecision,
    Participant,
    Placement,
    RepeatedAnswer,
    Round,
    RoundKind,
    Theme,
    new_id,
)
from tests.cast import arrive, go_on_to, make_asking, say
from tests.facilitator_cast import make_theme


def weighing_with(
    session: Session, now, *, people: int, hand_size: int = 15
) -> tuple[Dialogue, Round, list[Participant]]:
    """A dialogue in its weigh round; each of these people gave one answer."""
    running = make_asking(session, now)
    crowd = [arrive(session, running, now) for _ in range(people)]
    for number, person in enumerate(crowd):
        say(session, running, person, f"Idee {number} voor betere zorg", now)
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = hand_size
    session.flush()
    return running, weighing, crowd


def take_hand(session, running, person, weighing, now, *, rated: bool = False) -> Hand:
    hand = hands.current_hand(session, running, person, weighing, now=now)
    for position, card in enumerate(hand.cards):
        hands.show_card(session, hand, position, now=now)
        if rated:
            rate_card(session, running, person, weighing, card, now)
    return hand


def rate_card(session, running, person, weighing, card: str, now) -> None:
    ratings.rate(
        session, running, person, weighing, UUID(card), rating_id=new_id(), value=1, now=now
    )


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


def test_an_enrichment_joins_the_deck_in_a_new_epoch_and_comes_first(
    session: Session, clock
) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=10, hand_size=5)
    hand = take_hand(session, running, crowd[0], weighing, clock(), rated=True)
    for person in crowd[3:]:
        take_hand(session, running, person, weighing, clock(), rated=True)
    card = session.get_one(Contribution, UUID(hand.cards[0]))
    addition = contributions.enrich(
        session, running, crowd[0], weighing, card, contribution_id=new_id(),
        text="En ook in het weekend", language="nl", now=clock(),
    )  # fmt: skip

    dealt = hands.current_hand(session, running, crowd[2], weighing, now=clock())

    assert str(addition.id) in dealt.cards
    assert session.get_one(Deck, dealt.deck_id).epoch == 2


def test_a_released_answer_joins_the_deck(session: Session, clock) -> None:
    running, weighing, _ = weighing_with(session, clock(), people=10, hand_size=5)
    held = session.exec(select(Contribution)).first()
    assert held is not None
    held.state = ContributionState.HELD
    hands.ensure_deck(session, running, weighing, now=clock())
    held.state = ContributionState.VISIBLE
    session.add(
        ModerationDecision(
            contribution_id=held.id, dialogue_id=running.id, action="release",
            reason="mistaken_hold", actor_role="facilitator", decided_at=clock.pass_by(hours=1),
        )
    )  # fmt: skip

    deck = hands.ensure_deck(session, running, weighing, now=clock())

    assert deck.epoch == 2
    assert held.id in laid_deck(session, deck.id).index


def test_a_deck_laid_before_there_were_themes_is_laid_anew(session: Session, clock) -> None:
    running, weighing, _ = weighing_with(session, clock(), people=10)
    hands.ensure_deck(session, running, weighing, now=clock())
    theme = Theme(dialogue_id=running.id, number=1, machine_label="avond", created_at=clock())
    session.add(theme)
    session.flush()
    placed = session.exec(select(Contribution.id).limit(1)).one()
    session.add(
        Placement(
            contribution_id=placed, dialogue_id=running.id, theme_id=theme.id,
            placed_by="machine", placed_at=clock(),
        )
    )  # fmt: skip

    deck = hands.ensure_deck(session, running, weighing, now=clock())

    assert deck.epoch == 2
    assert sorted(set(deck.theme_numbers)) == [-1, 1]
    assert hands.ensure_deck(session, running, weighing, now=clock()).id == deck.id


def analysed(session: Session, running: Dialogue, weighing: Round, now) -> AnalysisRun:
    """An analysis that was finished, with a model of its own."""
    run = AnalysisRun(
        dialogue_id=running.id, round_id=weighing.id, state=AnalysisState.DONE, seed=1,
        versions={"embedder": "by hand"}, created_at=now, finished_at=now,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def test_of_answers_that_say_the_same_one_is_in_a_hand(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=30, hand_size=5)
    run = analysed(session, running, weighing, clock())
    alike = set(session.exec(select(Contribution.id).limit(6)).all())
    session.add_all(
        RepeatedAnswer(run_id=run.id, contribution_id=each, number=0, likeness="exact")
        for each in alike
    )

    dealt = [
        {UUID(card) for card in take_hand(session, running, person, weighing, clock()).cards}
        for person in crowd
    ]

    assert max(len(hand & alike) for hand in dealt) == 1
    assert all(len(hand) == 5 for hand in dealt)
    assert set.union(*dealt) >= alike


def test_a_hand_reaches_over_all_that_is_meant(session: Session, clock) -> None:
    """Three meanings with ten answers each: a hand of three mostly holds each of them."""
    running, weighing, crowd = weighing_with(session, clock(), people=30, hand_size=3)
    analysed(session, running, weighing, clock())
    versions = session.exec(select(ContributionVersion)).all()
    meaning = {each.contribution_id: place % 3 for place, each in enumerate(versions)}
    chance = np.random.default_rng(1)
    for each in versions:
        vector = np.zeros(8)
        vector[meaning[each.contribution_id]] = 100
        vector += chance.normal(0, 3, 8)
        session.add(
            Embedding(
                version_id=each.id, fingerprint="by hand",
                vector=vector.astype(np.int8).tobytes(),
            )
        )  # fmt: skip

    spread = [
        len(
            {
                meaning[UUID(card)]
                for card in take_hand(session, running, p, weighing, clock()).cards
            }
        )
        for p in crowd
    ]

    assert sum(spread) / len(spread) > 2.4  # at random 2.16


def test_small_themes_get_the_room_that_the_facilitator_gave_them(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=30, hand_size=4)
    weighing.theme_exponent = 0.0
    rare = session.exec(select(Contribution).limit(3)).all()
    rest = [each for each in session.exec(select(Contribution)).all() if each not in rare]
    make_theme(session, running, clock(), number=1, label="zeldzaam", contributions=rare)
    make_theme(session, running, clock(), number=2, label="vaak", contributions=rest)

    dealt = [
        UUID(card)
        for person in crowd
        for card in take_hand(session, running, person, weighing, clock()).cards
    ]

    share = sum(card in {each.id for each in rare} for card in dealt) / len(dealt)
    assert 0.4 < share < 0.6  # they are a tenth of the answers


def test_when_ratings_have_become_uneven_the_least_rated_come_first(
    session: Session, clock
) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=40, hand_size=10)
    passed_over = {str(each) for each in session.exec(select(Contribution.id).limit(5)).all()}
    for person in crowd[:30]:
        hand = hands.current_hand(session, running, person, weighing, now=clock())
        for card in set(hand.cards) - passed_over:
            rate_card(session, running, person, weighing, card, clock())
        epoch = session.get_one(Deck, hand.deck_id).epoch
        if epoch > 1:
            break

    deck = session.exec(select(Deck).where(Deck.epoch == 2)).one()
    next_hand = hands.current_hand(session, running, crowd[39], weighing, now=clock())

    assert deck.ratings_received is not None
    assert {
        card for card, got in zip(deck.contribution_ids, deck.ratings_received, strict=True)
        if got == 0
    } == passed_over  # fmt: skip
    assert passed_over <= {*hand.cards, *next_hand.cards}


def test_a_deck_is_kept_while_everybody_rates_what_they_were_dealt(session: Session, clock) -> None:
    running, weighing, crowd = weighing_with(session, clock(), people=40, hand_size=10)

    for person in crowd:
        take_hand(session, running, person, weighing, clock(), rated=True)

    assert len(session.exec(select(Deck)).all()) == 1


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
