"""What a deck is laid from, and when it is laid anew."""

from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import contributions, decks, hands
from app.usecases.laid_decks import laid_deck
from app.worker import lay_decks_ahead
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Deck,
    Dialogue,
    Embedding,
    ModerationDecision,
    Participant,
    Placement,
    RepeatedAnswer,
    Round,
    Theme,
    new_id,
)
from tests.dealing_cast import analysed, rate_card, take_hand, weighing_with
from tests.facilitator_cast import make_theme


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


def test_the_worker_lays_the_first_deck_of_an_open_round_before_anybody_comes(
    engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        running, weighing, crowd = weighing_with(session, clock(), people=12, hand_size=5)

    lay_decks_ahead(engine, now=clock())
    lay_decks_ahead(engine, now=clock())

    with transaction(engine) as session:
        laid = session.exec(select(Deck)).one()
        dialogue, person, round_ = (
            session.get_one(table, each.id)
            for table, each in ((Dialogue, running), (Participant, crowd[0]), (Round, weighing))
        )
        hand = hands.current_hand(session, dialogue, person, round_, now=clock())
        assert (hand.deck_id, hand.size) == (laid.id, 5)


def test_two_who_lay_the_same_epoch_lay_one_deck(session: Session, clock) -> None:
    running, weighing, _ = weighing_with(session, clock(), people=6)
    both = [decks.compose_deck(session, running, weighing, epoch=1, now=clock()) for _ in range(2)]

    for deck in both:
        decks.store_deck(session, deck)

    assert session.exec(select(Deck.id)).one() == both[0].id


@pytest.mark.parametrize(("large", "epochs"), [(True, 2), (False, 1)])
def test_a_large_deck_is_laid_anew_before_a_hand_would_ask_for_it(
    engine: Engine, clock, monkeypatch: pytest.MonkeyPatch, large: bool, epochs: int
) -> None:
    """One in forty is new: too little for who comes for a hand, enough for the worker."""
    monkeypatch.setattr(decks, "LAID_AHEAD_FROM", 40 if large else 41)
    with transaction(engine) as session:
        running, weighing, crowd = weighing_with(session, clock(), people=40, hand_size=5)
        hand = take_hand(session, running, crowd[0], weighing, clock(), rated=True)
        clock.pass_by(minutes=5)
        contributions.enrich(
            session, running, crowd[0], weighing,
            session.get_one(Contribution, UUID(hand.cards[0])), contribution_id=new_id(),
            text="En ook in het weekend", language="nl", now=clock(),
        )  # fmt: skip
        decks.ensure_deck(session, running, weighing, now=clock())
        assert len(session.exec(select(Deck)).all()) == 1

    lay_decks_ahead(engine, now=clock())

    with transaction(engine) as session:
        assert len(session.exec(select(Deck)).all()) == epochs
