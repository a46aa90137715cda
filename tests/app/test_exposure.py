"""What was really served is measured, and serving at random is caught."""

import random
from collections.abc import Collection, Sequence
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from sqlmodel import Session, SQLModel, select

from app.queries.exposure import exposure, weigh_rounds
from app.usecases import hands, moderation
from app.usecases.deck_audit import audit_latest
from dialogue.deck import Deck as Dealer
from dialogue.models import (
    Contribution,
    Deck,
    Dialogue,
    Exposure,
    Hand,
    Rating,
    Round,
    RoundKind,
)
from dialogue.moderation import ModerationReason
from tests.cast import FACILITATOR, go_on_to, make_asking, store_answers
from tests.facilitator_cast import make_participant, make_theme


def weighing_of(session: Session, now, *, answers: int, hand_size: int) -> tuple[Dialogue, Round]:
    running = make_asking(session, now)
    answer(session, running, [f"Idee {number}" for number in range(answers)], now)
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = hand_size
    session.flush()
    return running, weighing


def answer(session: Session, running: Dialogue, texts: Sequence[str], now) -> list[UUID]:
    """Answers with the same ids each time: by them a deck is laid, and chance with it."""
    ids = [uuid5(NAMESPACE_OID, text) for text in texts]
    return store_answers(session, running, texts, now, ids=ids)


def weigh(
    session: Session, running: Dialogue, weighing: Round, now, *, people: int,
    chamber: str = "resident", seed: int = 1, hidden: Collection[UUID] = (),
) -> None:  # fmt: skip
    """People who go through their hand from the front; three in ten stop on the way.

    What they see and rate is put in the log at once; a page would skip what is ``hidden``.
    """
    chance = random.Random(seed)
    for _ in range(people):
        person = make_participant(session, running, now, chamber=chamber)
        hand = hands.current_hand(session, running, person, weighing, now=now)
        seen = hand.size if chance.random() < 0.7 else hand.size // 3
        for position, card in enumerate(hand.cards[:seen]):
            if UUID(card) not in hidden:
                session.add_all(seen_and_rated(hand, position, now))
    session.flush()


def seen_and_rated(hand: Hand, position: int, now) -> list[SQLModel]:
    card = UUID(hand.cards[position])
    return [
        Exposure(
            hand_id=hand.id, position=position, contribution_id=card, version_number=1,
            shown_at=now,
        ),
        Rating(
            round_id=hand.round_id, participant_id=hand.participant_id, contribution_id=card,
            value=1, created_at=now,
        ),
    ]  # fmt: skip


def serve_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary: hands are drawn by lot, as a product did for sixteen months unnoticed."""
    chance = random.Random(1)

    def draw(self: Dealer, turn, size=15, exclude=(), *, owed=()) -> list[int]:
        free = [card for card in range(len(self)) if card not in exclude]
        return chance.sample(free, min(size, len(free)))

    monkeypatch.setattr(Dealer, "deal", draw)


def test_before_anything_is_dealt_there_is_nothing_to_measure(session: Session, clock) -> None:
    running, weighing = weighing_of(session, clock(), answers=10, hand_size=5)

    assert weigh_rounds(session, running) == [weighing]
    assert exposure(session, running, weighing) is None


def test_hands_as_designed_raise_no_alarm(session: Session, clock) -> None:
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    weigh(session, running, weighing, clock(), people=60)

    found = exposure(session, running, weighing)

    assert found is not None
    assert not found.alarm
    assert (found.check.compared, found.hands) == (72, 60)
    assert found.check.difference <= 1
    assert found.whole.contributions == 72
    assert sum(bar.shown for bar in found.bars) == sum(bar.rated for bar in found.bars) == 72
    assert found.whole.shown == pytest.approx(found.whole.rated)
    assert 3 < found.whole.shown <= 5


def test_serving_at_random_is_caught(
    session: Session, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    weigh(session, running, weighing, clock(), people=5)
    with monkeypatch.context() as canary:
        serve_at_random(canary)
        weigh(session, running, weighing, clock(), people=55, seed=2)

    found = exposure(session, running, weighing)
    dealt_again = audit_latest(session, weighing, hands=50)

    assert found is not None
    assert found.alarm
    assert not found.check.dealt_as_designed
    assert len(dealt_again.differ) == dealt_again.hands == 50


def test_where_there_is_too_little_choice_dealing_again_still_catches_it(
    session: Session, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, weighing = weighing_of(session, clock(), answers=20, hand_size=6)
    serve_at_random(monkeypatch)
    weigh(session, running, weighing, clock(), people=20)
    monkeypatch.undo()

    found = exposure(session, running, weighing)

    assert found is not None
    assert found.check.compared == 0
    assert len(audit_latest(session, weighing, hands=20).differ) > 15


def test_a_page_that_hides_some_cards_is_caught(session: Session, clock) -> None:
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    hidden = set(session.exec(select(Contribution.id).order_by(Contribution.id).limit(8)).all())
    weigh(session, running, weighing, clock(), people=60, hidden=hidden)

    found = exposure(session, running, weighing)

    assert found is not None
    assert found.epochs > 2  # what is hidden is not rated, so that decks follow each other
    assert found.check.dealt_as_designed
    assert not found.check.seen_as_dealt
    assert found.alarm


def test_what_a_person_removed_on_the_way_is_no_reason_for_an_alarm(
    session: Session, clock
) -> None:
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    weigh(session, running, weighing, clock(), people=30)
    held = session.exec(select(Contribution).order_by(Contribution.id)).all()[:6]
    for each in held:
        moderation.hold(
            session, each, reason=ModerationReason.OTHER, note="even kijken",
            actor=FACILITATOR, now=clock.pass_by(minutes=1),
        )  # fmt: skip
    weigh(session, running, weighing, clock(), people=60, seed=2)

    found = exposure(session, running, weighing)

    assert found is not None
    assert found.whole.contributions == 66
    assert not found.alarm


def test_themes_are_summed_up_and_those_in_none_come_last(session: Session, clock) -> None:
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    cards = session.exec(select(Contribution).order_by(Contribution.id)).all()
    make_theme(session, running, clock(), number=1, label="wachten", contributions=cards[:30])
    make_theme(session, running, clock(), number=2, label="avond", contributions=cards[30:50])
    weigh(session, running, weighing, clock(), people=60)

    found = exposure(session, running, weighing)

    assert found is not None
    assert [each.theme and each.theme.number for each in found.themes] == [1, 2, None]
    assert [each.spread.contributions for each in found.themes] == [30, 20, 22]
    total = sum(each.spread.shown * each.spread.contributions for each in found.themes)
    assert total == pytest.approx(found.whole.shown * 72)


def test_chambers_are_told_apart_but_never_a_small_one(session: Session, clock) -> None:
    running, weighing = weighing_of(session, clock(), answers=30, hand_size=5)
    for chamber, people in (
        ("resident", 30),
        ("professional", 20),
        ("manager", 6),
        ("director", 7),
    ):
        weigh(session, running, weighing, clock(), people=people, chamber=chamber)

    found = exposure(session, running, weighing)

    assert found is not None
    shown = {each.chamber.key: each.times for each in found.chambers}
    assert shown["manager"] is None
    assert shown["director"] is None
    assert shown["resident"] == 4
    assert shown["professional"] in (2, 3)
    assert found.uneven_cards == 0


def test_each_epoch_is_judged_by_itself(session: Session, clock) -> None:
    """What came later was shown less often, and that is as designed."""
    running, weighing = weighing_of(session, clock(), answers=72, hand_size=6)
    weigh(session, running, weighing, clock(), people=30)
    store_answers_in_round(session, running, weighing, clock.pass_by(minutes=5))
    weigh(session, running, weighing, clock(), people=30, seed=2)

    found = exposure(session, running, weighing)

    assert found is not None
    assert found.epochs >= 2
    assert found.whole.contributions == 82
    assert not found.alarm


def store_answers_in_round(session: Session, running: Dialogue, weighing: Round, now) -> None:
    """Additions that became readable while people weigh."""
    for each in answer(session, running, [f"Erbij {n}" for n in range(10)], now):
        session.get_one(Contribution, each).round_id = weighing.id
    session.flush()
    assert session.exec(select(Deck)).first() is not None
