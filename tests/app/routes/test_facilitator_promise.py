"""A promise is corrected openly: residents read what it was, what it is, and why."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import DesignChange, Dialogue, Event
from tests.cast import make_asking, make_draft
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/promise"
CHANGE = {
    "purpose_nl": "Betere spoedzorg, ook in de nacht", "purpose_en": "", "owner": "Het bestuur",
    "answer_by": "2027-04-15", "reason": "Het ziekenhuis <b>vroeg</b> om meer tijd.", "seen": "0",
}  # fmt: skip


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())
    return web


def test_residents_read_what_was_changed_and_why(desk, engine) -> None:
    before = desk.get("/d/spoedzorg").text
    changed = desk.post(PAGE, data=CHANGE)
    after = desk.get("/d/spoedzorg").text

    assert changed.headers["location"].endswith("done=promise-changed")
    assert "Wat er veranderd is" not in before
    assert "Wat er veranderd is sinds de start" in after
    for words in ("1 maart 2027", "15 april 2027", "Veranderd op 20 november 2026",
                  "Betere spoedzorg, ook in de nacht", "&lt;b&gt;vroeg&lt;/b&gt;"):  # fmt: skip
        assert words in after
    with transaction(engine) as session:
        made = {each.part for each in session.exec(select(DesignChange)).all()}
        assert made == {"purpose_nl", "answer_by"}
        event = session.exec(select(Event).where(Event.kind == "design.changed")).one()
        assert event.account_id


def test_a_change_in_another_language_still_says_what_it_was(desk) -> None:
    desk.post(PAGE, data=CHANGE)

    page = desk.get("/d/spoedzorg", headers={"accept-language": "en"}).text

    assert "What has changed since the start" in page
    assert '<span lang="nl" dir="ltr">Betere spoedzorg</span>' in page


def test_everything_else_of_the_promise_stays_locked(desk, engine) -> None:
    desk.post(PAGE, data={**CHANGE, "decides_nl": "Niemand", "ladder": "inform", "title_nl": "x"})

    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        assert (dialogue.decides_nl, dialogue.ladder) == ("Het bestuur beslist.", "advise")
        assert dialogue.title_nl == "Spoedzorg in de regio"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": ""}, "reason", "heeft een reden nodig"),
        ({"answer_by": "2027-02-01"}, "answer_by", "kan alleen later komen"),
        ({"owner": ""}, "owner", "kan niet leeg blijven"),
        ({"seen": "1"}, "purpose_nl", "Iemand anders"),
    ],
)
def test_what_can_not_be_changed_is_said_at_its_field(desk, change, field, words) -> None:
    answer = desk.post(PAGE, data={**CHANGE, **change})

    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert words in answer.text
    assert "ook in de nacht" in answer.text
    assert "Wat er veranderd is" not in desk.get("/d/spoedzorg").text


def test_of_two_colleagues_at_once_the_second_is_told(desk) -> None:
    first = desk.post(PAGE, data=CHANGE)
    second = desk.post(PAGE, data={**CHANGE, "owner": "De wethouder"})

    assert (first.status_code, second.status_code) == (303, 422)


def test_a_draft_is_changed_in_its_step_plan(web: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_draft(session, clock())

    page, answer = web.get(PAGE), web.post(PAGE, data=CHANGE)

    assert page.status_code == 200
    assert 'name="reason"' not in page.text
    assert answer.status_code == 422
