"""A facilitator moves the times of a round or closes it early; residents read what and why."""

from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import Event, Round, RoundKind, RoundState
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator

HERE = "/facilitator/dialogues/spoedzorg/rounds"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    """The ask round is open until tomorrow, 20:00 Dutch time."""
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())
        asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
        asking.closes_at = clock() + timedelta(days=1)
    return web


def asking_in(engine) -> Round:
    with transaction(engine) as session:
        return session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()


def times(engine, closes_at: str, reason: str = "Veel mensen waren <b>ziek</b>.") -> dict[str, str]:
    seen = asking_in(engine).closes_at.isoformat()
    return {"closes_at": closes_at, "seen_closes_at": seen, "reason": reason}


def test_residents_read_that_a_round_was_extended_and_why(desk, engine) -> None:
    address = f"{HERE}/{asking_in(engine).id}/times"
    before = desk.get("/d/spoedzorg").text
    form = desk.get(address).text
    answer = desk.post(address, data=times(engine, "2026-11-24T20:00"))
    after = desk.get("/d/spoedzorg").text

    assert answer.headers["location"].endswith("done=times-changed")
    assert 'value="2026-11-21T20:00"' in form
    assert "Veranderde tijden" not in before
    assert "U kunt meedoen tot 24 november 2026" in after
    for words in ("Deze ronde is verlengd. Ze sluit op 24 november 2026", "21 november 2026",
                  "Veel mensen waren &lt;b&gt;ziek&lt;/b&gt;.", "Veranderd op 20"):  # fmt: skip
        assert words in after
    abroad = desk.get("/d/spoedzorg", headers={"accept-language": "ar"}).text
    assert "مُدّدت هذه الجولة" in abroad
    assert '<span lang="nl" dir="ltr">Veel mensen' in abroad
    with transaction(engine) as session:
        event = session.exec(select(Event).where(Event.kind == "round.extended")).one()
        assert event.account_id


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": ""}, "reason", "Hier hoort een reden bij"),
        ({"reason": "x" * 301}, "reason", "300"),
        ({"closes_at": "2026-11-19T20:00"}, "closes_at", "die nog moet komen"),
        ({"closes_at": ""}, "closes_at", "houdt een sluitingstijd"),
        ({"closes_at": "morgen"}, "closes_at", "geen datum en tijd"),
        ({"seen_closes_at": ""}, "closes_at", "Iemand anders"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(desk, engine, change, field, words) -> None:
    form = times(engine, "2026-11-24T20:00") | change
    answer = desk.post(f"{HERE}/{asking_in(engine).id}/times", data=form)

    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert words in answer.text
    assert asking_in(engine).closes_at.isoformat() == "2026-11-21T19:00:00+00:00"


def test_a_round_is_closed_early_after_a_page_that_says_what_it_means(desk, engine) -> None:
    address = f"{HERE}/{asking_in(engine).id}/close"
    page = desk.get(address).text
    refused = desk.post(address)
    still = asking_in(engine).state
    closed = desk.post(address, data={"reason": "Iedereen heeft al geantwoord."})

    assert "eerder dan aangekondigd" in page
    assert "kan niet weer open" in page
    assert (refused.status_code, still) == (422, RoundState.OPEN)
    assert "Hier hoort een reden bij" in refused.text
    assert closed.headers["location"].endswith("done=closed")
    residents = desk.get("/d/spoedzorg").text
    assert "Deze ronde is eerder gesloten" in residents
    assert "Iedereen heeft al geantwoord." in residents
    assert desk.get(address).status_code == 409
    assert "Ze kan niet weer open" in desk.get(address.replace("close", "times")).text


def test_a_page_that_is_open_says_until_when_from_two_days_before(alice, setting, clock) -> None:
    with transaction(setting.engine) as session:
        asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
        asking.closes_at = clock() + timedelta(days=3)
    before = alice.go("/d/spoedzorg/answer/1").page
    clock.pass_by(days=2)

    assert "This round closes on" not in before
    assert "This round closes on November 23, 2026" in alice.go("/d/spoedzorg/answer/1").page


def test_words_that_come_after_the_closing_are_handed_back(alice, setting, clock) -> None:
    with transaction(setting.engine) as session:
        asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
        asking.closes_at = clock() + timedelta(hours=1)
    alice.go("/d/spoedzorg/answer/1")
    clock.pass_by(hours=2)

    late = alice.send("/answer/1", text="De bus komt te laat.").answer

    assert late.status_code == 409
    assert "This round is closed." in late.text
    assert "De bus komt te laat." in late.text
    assert "data-unsent" in alice.go("/d/spoedzorg/my-answer").page
