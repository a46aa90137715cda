"""The list, the promise and the way in: each wrong code has its own answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.rate_limit import AttemptLimit
from app.usecases import dialogues
from dialogue.models import (
    Contribution,
    Dialogue,
    Participant,
    Round,
)
from tests.cast import FACILITATOR, make_asking, make_draft
from tests.residents import HOME, UNKNOWN, Resident, Setting


def test_the_start_page_lists_what_is_open_first(web: TestClient, setting: Setting, engine) -> None:
    with transaction(engine) as session:
        make_asking(session, setting.clock() + timedelta(days=1), slug="later", template="pulse")
        closed = session.exec(select(Round).join(Dialogue).where(Dialogue.slug == "later")).one()
        dialogue = session.get_one(Dialogue, closed.dialogue_id)
        dialogues.close_round(session, dialogue, closed, now=setting.clock(), actor=FACILITATOR)

    page = web.get("/", headers={"accept-language": "en"}).text

    assert page.index('href="/d/spoedzorg"') < page.index('href="/d/later"')
    assert "You can join now" in page
    assert "Not open now" in page


def test_a_draft_is_on_no_page(web: TestClient, setting: Setting, engine) -> None:
    with transaction(engine) as session:
        make_draft(session, setting.clock(), slug="concept")

    assert "concept" not in web.get("/").text
    assert web.get("/d/concept").status_code == 404


def test_the_first_page_makes_the_promise(web: TestClient, setting: Setting) -> None:
    page = web.get(HOME).text

    for words in (
        "Betere spoedzorg", "Het bestuur beslist.", "De plek van het ziekenhuis.", "Het bestuur",
        "1 maart 2027", "Wat gaat er goed en wat mist u?",
    ):  # fmt: skip
        assert words in page
    assert page.count("<h1") == 1


def test_a_code_may_be_typed_in_small_letters_with_spaces(web: TestClient, setting) -> None:
    code = setting.codes()[0].lower().replace("-", " ")

    assert Resident(web).come_in(code).at == f"{HOME}/consent"


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        ("used", 409, "This code has been used already."),
        ("mistyped", 422, "There is a typing error in this code."),
        ("expired", 409, "This code is no longer valid."),
        ("unknown", 422, "know this code."),
        ("empty", 422, "There is a typing error in this code."),
    ],
)
def test_each_wrong_code_gets_its_own_message_and_keeps_what_was_typed(
    web: TestClient, setting: Setting, wrong: str, status: int, message: str
) -> None:
    used, yesterday = setting.codes()[0], setting.clock().date() - timedelta(days=1)
    Resident(web).come_in(used)
    code = {
        "used": used,
        "mistyped": used[:-1] + ("0" if used[-1] != "0" else "1"),
        "expired": setting.codes(expires_on=yesterday)[0],
        "unknown": UNKNOWN,
        "empty": "",
    }[wrong]

    bob = Resident(web).come_in(code)

    assert bob.answer.status_code == status
    assert message in bob.page
    assert f'value="{code}"' in bob.page
    assert len(setting.all(Participant)) == 1


def test_the_open_link_lets_in_without_a_code_and_once_per_device(
    web: TestClient, setting: Setting, engine
) -> None:
    with transaction(engine) as session:
        chamber = str(parts.chambers_of(session, setting.dialogue(session))[1].id)
    charlie = Resident(web)

    charlie.send("/enter", chamber_id=chamber)
    charlie.browser.post(f"{HOME}/enter", data={"chamber_id": chamber, "request_id": str(uuid4())})

    assert charlie.at == f"{HOME}/consent"
    [somebody] = setting.all(Participant)
    assert str(somebody.chamber_id) == chamber


def test_without_an_open_link_there_is_no_such_form(web: TestClient, setting: Setting) -> None:
    setting.change(open_link=False)

    assert f'action="{HOME}/enter"' not in web.get(HOME).text


def test_without_consent_nothing_can_be_said(web: TestClient, setting: Setting) -> None:
    bob = Resident(web).come_in(setting.codes()[0])

    assert bob.go(f"{HOME}/answer/1").at == f"{HOME}/consent"
    refused = bob.browser.post(
        f"{HOME}/answer/1", data={"contribution_id": str(uuid4()), "text": "Hallo allemaal"}
    )
    assert refused.status_code == 409
    assert "Hallo allemaal" in refused.text
    assert bob.go(f"{HOME}/consent").send("/consent").answer.status_code == 422
    assert setting.all(Contribution) == []


def test_quoting_is_an_extra_choice(web: TestClient, setting: Setting) -> None:
    Resident(web).come_in(setting.codes()[0]).consent()
    Resident(web).come_in(setting.codes()[0]).consent(may_be_quoted="yes")

    assert sorted(each.may_be_quoted for each in setting.all(Participant)) == [False, True]


@pytest.mark.parametrize(
    "address", ["answer/0", "answer/2", "answer/x", "nothing", "my-answer/x/withdraw"]
)
def test_an_address_that_leads_nowhere_says_so(alice: Resident, address: str) -> None:
    assert alice.go(f"{HOME}/{address}").answer.status_code == 404


def test_the_visit_of_one_dialogue_is_of_no_use_in_another(alice: Resident, engine, clock) -> None:
    with transaction(engine) as session:
        make_asking(session, clock(), slug="geboortezorg")

    assert alice.go("/d/geboortezorg/my-answer").answer.status_code == 401


def test_guessing_codes_ends_at_a_shut_door(web: TestClient, setting: Setting, monkeypatch) -> None:
    monkeypatch.setattr(web.app.state, "attempts", AttemptLimit(3))
    guesser = Resident(web)
    statuses = [guesser.go(HOME).come_in(UNKNOWN).answer.status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]
    assert "Retry-After" in guesser.answer.headers
    assert Resident(web).come_in(setting.codes()[0]).answer.status_code == 429


def test_sending_the_code_again_after_a_lost_answer_brings_in_one_person(
    web: TestClient, setting: Setting
) -> None:
    code = setting.codes()[0]
    form = {"code": code, "request_id": str(uuid4())}

    first = web.post(f"{HOME}/enter-code", data=form)
    again = TestClient(web.app, follow_redirects=False).post(f"{HOME}/enter-code", data=form)

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["set-cookie"] == again.headers["set-cookie"]
    assert len(setting.all(Participant)) == 1
