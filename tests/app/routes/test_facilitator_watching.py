"""The facilitator sees what was really served, what moved together, and what a plan promises."""

import re

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import hands
from dialogue.models import Deck, Hand, RoundKind
from tests.cast import go_on_to, make_asking, make_draft, store_answers
from tests.facilitator_cast import log_in_facilitator, make_participant

HERE = "/facilitator/dialogues/spoedzorg"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(web: TestClient, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    web.headers.update(ENGLISH)
    return web


def play(engine: Engine, now, *, people: int) -> None:
    """Twenty answers, and people who were each dealt a hand of five."""
    with transaction(engine) as session:
        running = make_asking(session, now)
        store_answers(session, running, [f"Idee {n}" for n in range(20)], now)
        weighing = go_on_to(session, running, RoundKind.WEIGH, now)
        weighing.hand_size = 5
        session.flush()
        for _ in range(people):
            person = make_participant(session, running, now)
            hand = hands.current_hand(session, running, person, weighing, now=now)
            for position in range(hand.size):
                hands.show_card(session, hand, position, now=now)


def test_before_a_weigh_round_there_is_nothing_to_see(desk: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        make_asking(session, clock())

    page = desk.get(f"{HERE}/exposure")

    assert page.status_code == 200
    assert "Nothing was dealt yet" in page.text


def test_what_was_served_is_shown_in_numbers_and_never_in_answers(
    desk: TestClient, engine, clock
) -> None:
    play(engine, clock(), people=8)

    page = desk.get(f"{HERE}/exposure?round=2").text

    assert "Everything was served as designed" in page
    assert "The latest 8 hands were dealt again from the log" in page
    assert re.search(r"Each answer was shown 2 to 2 times", page)
    assert "Idee" not in page


def test_a_hand_that_was_changed_raises_the_alarm_on_the_page(
    desk: TestClient, engine, clock
) -> None:
    play(engine, clock(), people=8)
    with transaction(engine) as session:
        hand = session.exec(select(Hand).where(Hand.turn == 3)).one()
        deck = session.get_one(Deck, hand.deck_id)
        others = [card for card in deck.contribution_ids if card not in hand.cards]
        session.exec(update(Hand).where(Hand.id == hand.id).values(cards=others[:5]))

    page = desk.get(f"{HERE}/exposure").text

    assert "Something was served otherwise than designed" in page
    assert "1 of the latest 8 hands" in page
    assert "samenspraak audit-deck spoedzorg" in page


def test_what_moved_together_is_a_page_without_ratings_too(desk: TestClient, engine, clock) -> None:
    play(engine, clock(), people=1)

    page = desk.get(f"{HERE}/alarms")

    assert page.status_code == 200
    assert "Too few people have rated to compare them." in page.text


def test_a_plan_begins_with_the_numbers_of_the_dialogue(desk: TestClient, engine, clock) -> None:
    play(engine, clock(), people=8)

    page = desk.get(f"{HERE}/plan").text

    for name, value in (("people", 30), ("hand", 5), ("answers", 20), ("themes", 20)):
        assert re.search(rf'value="{value}" id="field-{name}"', page), name
    assert "Ratings per answer, on average" in page


def test_another_room_is_planned_and_nothing_is_stored(desk: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())
    room = {"people": "60", "return_percent": "50", "hand": "15", "answers": "60", "themes": "6"}

    page = desk.get(f"{HERE}/plan", params=room).text

    assert re.search(r"Ratings per answer, on average</th>\s*<td[^>]*>7\.5<", page)
    assert "± 0.3" in page


@pytest.mark.parametrize("people", ["0", "-1", "many", "9999999", ""])
def test_a_room_that_cannot_be_is_refused_at_its_field(
    desk: TestClient, engine, clock, people: str
) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())
    room = {"people": people, "return_percent": "50", "hand": "15", "answers": "60", "themes": "6"}

    page = desk.get(f"{HERE}/plan", params=room)

    assert page.status_code == 422
    assert 'id="field-people-error"' in page.text


def test_a_hundred_thousand_people_are_planned_and_the_page_says_how(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())
    room = {
        "people": "100000", "return_percent": "60", "hand": "15", "answers": "20000",
        "themes": "40",
    }  # fmt: skip

    page = desk.get(f"{HERE}/plan", params=room).text

    assert re.search(r"Ratings per answer, on average</th>\s*<td[^>]*>45(\.0)?<", page)
    assert "Of the 60,000 people who take a hand, 6,667 lived the round here." in page
