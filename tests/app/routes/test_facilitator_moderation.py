"""A facilitator invites people and decides about answers, each time with a reason."""

import csv
import io
import re
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.exporting.csv_files import harmless
from app.queries import parts
from dialogue.models import Contribution, ContributionState, Dialogue, Invitation
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator, say

HERE = "/facilitator/dialogues/spoedzorg"
PHONE = "Bel mij op 06 12345678 <b>nu</b>"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        for state in ContributionState:
            say(session, running, f"Dit is een antwoord dat nu {state} is", clock(), state=state)
        say(session, running, PHONE, clock(), state=ContributionState.HELD)
        log_in_facilitator(web, session, clock())
    return web


def chamber_id(engine) -> str:
    with transaction(engine) as session:
        running = session.exec(select(Dialogue)).one()
        return str(parts.chambers_of(session, running)[0].id)


def address_of(desk: TestClient, words: str) -> str:
    """The address of the page about the answer with these words."""
    page = desk.get(f"{HERE}/contributions", params={"search": words}).text
    return re.search(r'href="([^"]+/contributions/[0-9a-f-]+)"', page).group(1)


def state_of(engine, address: str) -> ContributionState:
    with transaction(engine) as session:
        return session.get_one(Contribution, UUID(address.rsplit("/", 1)[1])).state


def test_held_answers_come_first_with_what_may_lead_to_a_person_marked(desk: TestClient) -> None:
    page = desk.get(f"{HERE}/moderation").text

    assert "Vastgehouden (2)" in page
    assert re.search(
        r'<mark title="telefoonnummer">06 12345678<span[^>]*> \(telefoonnummer\)', page
    )
    assert "&lt;b&gt;nu&lt;/b&gt;" in page
    assert "nu visible is" not in page


def test_an_answer_is_released_with_a_reason_and_the_reason_is_counted(
    desk: TestClient, engine
) -> None:
    address = address_of(desk, "nu held is")
    answer = desk.post(f"{address}/release", data={"reason": "mistaken_hold"})
    after = desk.get(answer.headers["location"]).text

    assert state_of(engine, address) is ContributionState.VISIBLE
    assert "Het antwoord is vrijgegeven." in after
    assert "Het is per ongeluk vastgehouden" in after


@pytest.mark.parametrize(
    ("reason", "note"), [("", "mijn uitleg"), ("insult", "mijn uitleg"), ("other", "")]
)
def test_without_a_fitting_reason_nothing_is_decided_and_the_words_are_kept(
    desk: TestClient, engine, reason: str, note: str
) -> None:
    address = address_of(desk, "nu held is")

    answer = desk.post(f"{address}/release", data={"reason": reason, "note": note})

    assert answer.status_code == 422
    assert note in answer.text
    assert 'id="field-release-' in answer.text
    assert state_of(engine, address) is ContributionState.HELD


def test_a_visible_answer_can_be_held_and_then_removed(desk: TestClient, engine) -> None:
    address = address_of(desk, "nu visible is")

    assert desk.post(f"{address}/hold", data={"reason": "insult"}).status_code == 303
    assert desk.post(f"{address}/remove", data={"reason": "insult"}).status_code == 303
    assert state_of(engine, address) is ContributionState.REMOVED


def test_what_was_withdrawn_is_out_of_everybodys_hands(desk: TestClient) -> None:
    address = address_of(desk, "nu withdrawn is")

    assert desk.post(f"{address}/release", data={"reason": "mistaken_hold"}).status_code == 409


def test_all_answers_are_found_by_words_and_by_state(desk: TestClient) -> None:
    by_words = desk.get(f"{HERE}/contributions", params={"search": "100%_"}).text
    by_state = desk.get(f"{HERE}/contributions", params={"state": "removed"}).text

    assert "0 antwoorden" in by_words
    assert "1 antwoord" in by_state
    assert "nu removed is" in by_state
    assert "nu visible is" not in by_state


def test_many_answers_come_a_page_at_a_time(desk: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        running = session.exec(select(Dialogue)).one()
        for number in range(60):
            say(session, running, f"Nog een antwoord {number}", clock())

    first = desk.get(f"{HERE}/contributions").text
    second = desk.get(f"{HERE}/contributions", params={"page": 2}).text

    assert (first.count('class="said"'), second.count('class="said"')) == (50, 15)
    assert "Pagina 2 van 2" in second


def test_an_answer_of_another_dialogue_is_not_found_at_this_desk(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        elsewhere = say(session, make_asking(session, clock(), slug="ander"), "Elders", clock())
        address = f"{HERE}/contributions/{elsewhere.id}"

    assert desk.get(address).status_code == 404
    assert desk.post(f"{address}/remove", data={"reason": "insult"}).status_code == 404


def test_codes_are_shown_once_and_given_as_a_file(desk: TestClient, engine) -> None:
    form = {
        "chamber_id": chamber_id(engine), "count": "12", "channel": "letter", "wave": "2",
        "expires_on": "2026-12-31",
    }  # fmt: skip
    page = desk.post(f"{HERE}/invitations", data=form)
    codes = re.findall(r'class="code">([^<]+)<', page.text)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    file = desk.post(f"{HERE}/invitations/file", data=fields)
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))

    assert len(set(codes)) == 12
    assert [row[0] for row in rows[1:]] == codes
    assert file.headers["content-disposition"] == 'attachment; filename="codes-spoedzorg.csv"'
    with transaction(engine) as session:
        stored = session.exec(select(Invitation)).all()
        assert {(each.channel, each.wave, str(each.expires_on)) for each in stored} == {
            ("letter", 2, "2026-12-31")
        }
    assert not any(code in desk.get(f"{HERE}/invitations").text for code in codes)


@pytest.mark.parametrize(
    ("field", "value"),
    [("count", "0"), ("count", "1001"), ("count", "²"), ("wave", "x"), ("channel", "post"),
     ("expires_on", "2026-11-19"), ("expires_on", "gisteren"), ("chamber_id", "1")],
)  # fmt: skip
def test_codes_that_make_no_sense_are_refused_at_their_field(
    desk: TestClient, engine, field: str, value: str
) -> None:
    form = {"chamber_id": chamber_id(engine), "count": "5", "channel": "letter", "wave": "1"}

    answer = desk.post(f"{HERE}/invitations", data={**form, field: value})

    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_never_runs_a_cell(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("A1B2-C3D4") == "A1B2-C3D4"
