"""Hints stand beside a question, in words, and never stop anybody."""

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import dialogues
from tests.cast import FACILITATOR, make_draft
from tests.facilitator_cast import log_in_facilitator

HERE = "/facilitator/dialogues/spoedzorg"
TWO_IN_ONE = "Dit lijkt meer dan één vraag."


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_draft(session, clock())
    return web


def test_a_question_with_hints_is_stored_and_the_hints_stand_below_its_field(desk) -> None:
    asked = {
        "version": "1",
        "title_nl": "Spoedzorg",
        "prompt-1-text_nl": "Wat gaat er goed en wat mist u?",
        "prompt-2-text_nl": "Wat mist u?",
        "prompt-2-scale_en": "Surely <b>care</b> is near?",
    }

    saved = desk.post(f"{HERE}/design", data=asked)
    page = desk.get(f"{HERE}/design").text

    assert saved.status_code == 303
    assert page.count(TWO_IN_ONE) == 1
    assert page.index('id="field-prompt-1-text_nl"') < page.index(TWO_IN_ONE)
    assert page.index(TWO_IN_ONE) < page.index('id="field-prompt-1-text_en"')
    assert "Deze woorden kunnen het antwoord sturen: &#34;surely&#34;." in page


def test_the_hints_are_told_once_more_before_the_launch_and_do_not_stop_it(desk) -> None:
    page = desk.get(f"{HERE}/launch")
    launched = desk.post(f"{HERE}/launch")

    assert TWO_IN_ONE in page.text
    assert launched.status_code == 303
    assert TWO_IN_ONE not in desk.get(f"{HERE}/launch").text


def test_after_the_launch_the_step_plan_has_no_hints(desk, engine, clock) -> None:
    with transaction(engine) as session:
        running = make_draft(session, clock(), slug="loopt")
        dialogues.launch_dialogue(session, running, now=clock(), actor=FACILITATOR)

    assert TWO_IN_ONE not in desk.get("/facilitator/dialogues/loopt/design").text
