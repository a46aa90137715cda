"""A service reports what arrived and what came back; nobody else can."""

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.cli import commands
from app.db import transaction
from app.usecases.bounces import bounced_in, note_bounces
from app.usecases.mailing_steps import prepare, store_sent, take
from dialogue.models import DeliveryState, RecipientState
from tests.cast import KEY, make_asking
from tests.mailing_cast import deliveries, make, make_list, people, plan_for, who

HOOK = "/delivery/notifynl"
SECRET = {"Authorization": "Bearer a shared secret"}
REPORT = b"""Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It did not work, p1@example.nl is unknown.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.nl

Final-Recipient: rfc822; p1@example.nl
Action: failed
Status: 5.1.1

--x
%s
--x--
"""


@pytest.fixture
def sent(engine: Engine, clock) -> None:
    """Three e-mails that a mail server took."""
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        mailing = make(
            session, dialogue, plan_for(make_list(session, dialogue, people(3), clock())), clock()
        )
        prepare(session, mailing.id, key=KEY, today=clock().date(), now=clock())
        while taken := take(session, mailing.id, key=KEY, now=clock()):
            own = taken.delivery.id
            store_sent(session, own, f"<{own}@example.nl>", now=clock())


@pytest.fixture
def hook(web: TestClient, settings) -> TestClient:
    web.app.state.settings = settings.model_copy(
        update={"delivery_secret": SecretStr("a shared secret")}
    )
    return web


def name(engine: Engine, who_is: str) -> str:
    recipient, _ = who(engine, who_is)
    return str(next(e.id for e in deliveries(engine) if e.recipient_id == recipient.id))


def state(engine: Engine, who_is: str) -> tuple[DeliveryState, RecipientState]:
    recipient, _ = who(engine, who_is)
    mine = next(each for each in deliveries(engine) if each.recipient_id == recipient.id)
    return mine.state, recipient.state


def test_a_report_says_that_a_message_arrived_or_came_back(hook, engine, sent) -> None:
    reports = [("P0", "delivered"), ("P1", "permanent-failure"), ("P2", "sending")]

    for who_is, status in reports:
        told = {"reference": name(engine, who_is), "status": status, "to": "x"}
        assert hook.post(HOOK, json=told, headers=SECRET).status_code == 204

    assert state(engine, "P0") == ("delivered", "listed")
    assert state(engine, "P1") == ("bounced", "bounced")
    assert state(engine, "P2") == ("sent", "listed")


def test_a_report_of_what_we_never_sent_is_taken_without_a_word(hook, engine, sent) -> None:
    for told in ({"reference": "x", "status": "delivered"}, {}, {"status": ["odd"]}):
        assert hook.post(HOOK, json=told, headers=SECRET).status_code == 204

    assert {each.state for each in deliveries(engine)} == {DeliveryState.SENT}


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "é"}])
def test_without_the_secret_nothing_is_believed(hook, engine, sent, shown) -> None:
    told = {"reference": name(engine, "P0"), "status": "permanent-failure"}
    shown = {key: value.encode() for key, value in shown.items()}

    assert hook.post(HOOK, json=told, headers=shown).status_code == 401
    assert state(engine, "P0") == ("sent", "listed")


def test_without_a_secret_in_the_settings_there_is_no_such_page(web: TestClient) -> None:
    assert web.post(HOOK, json={}, headers={"Authorization": "Bearer "}).status_code == 404


def test_another_site_cannot_report_with_a_browser(hook, engine, sent) -> None:
    headers = SECRET | {"Sec-Fetch-Site": "cross-site"}

    assert hook.post(HOOK, json={}, headers=headers).status_code == 403


def bounced(engine: Engine, content: bytes, clock) -> int:
    with transaction(engine) as session:
        return note_bounces(session, bounced_in(content), key=KEY, now=clock())


def test_a_list_of_addresses_and_references_marks_who_is_known(engine, sent, clock) -> None:
    reference = f"<{name(engine, 'P0')}@example.nl>"
    lines = f"# from the log\nP1@example.nl\n{reference}\nnobody@example.nl\n\n"

    assert bounced(engine, lines.encode(), clock) == 2

    assert state(engine, "P0") == ("bounced", "bounced")
    assert state(engine, "P1") == ("bounced", "bounced")
    assert state(engine, "P2") == ("sent", "listed")


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_the_message_of_a_mail_server_is_read(engine, sent, clock, kind: str) -> None:
    back = f"Content-Type: {kind}\n\nMessage-ID: <{name(engine, 'P1')}@example.nl>\nSubject: x\n"

    assert bounced(engine, REPORT % back.encode(), clock) == 1
    assert state(engine, "P1") == ("bounced", "bounced")


def test_without_the_message_itself_the_address_is_used(engine, sent, clock) -> None:
    assert bounced(engine, REPORT % b"Content-Type: text/plain\n\nx", clock) == 1
    assert state(engine, "P1") == ("bounced", "bounced")


def test_a_message_that_is_only_late_did_not_come_back(engine, sent, clock) -> None:
    late = REPORT.replace(b"Action: failed", b"Action: delayed") % b"\n"
    soft = REPORT.replace(b"5.1.1", b"4.2.0") % b"\n"

    assert [bounced(engine, each, clock) for each in (late, soft)] == [0, 0]


def test_a_report_twice_changes_nothing_more(engine, sent, clock) -> None:
    once = bounced(engine, b"p1@example.nl", clock)
    before = state(engine, "P1")

    assert (once, bounced(engine, b"p1@example.nl", clock)) == (1, 1)
    assert state(engine, "P1") == before


def test_the_command_tells_how_many_were_known(
    engine, sent, database_url, tmp_path, monkeypatch
) -> None:
    from typer.testing import CliRunner

    from app.config import get_settings

    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", database_url)
    monkeypatch.setenv("SAMENSPRAAK_SECRET_KEY", KEY.decode())
    get_settings.cache_clear()
    file = tmp_path / "bounces.txt"
    file.write_text("p1@example.nl\nnobody@example.nl\n")

    ran = CliRunner().invoke(commands, ["bounces", str(file)])

    get_settings.cache_clear()
    assert (ran.exit_code, ran.output.strip()) == (0, "1 of 2 were known and are marked.")
    assert state(engine, "P1") == ("bounced", "bounced")


@pytest.mark.parametrize("found", [b"<>", b"@example.nl", b"<@example.nl>"])
def test_a_reference_without_a_name_marks_nobody(engine, clock, found: bytes) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        plan = plan_for(make_list(session, dialogue, people(1), clock()))
        prepare(
            session, make(session, dialogue, plan, clock()).id, key=KEY, today=clock().date(),
            now=clock(),
        )  # fmt: skip

    assert bounced(engine, found, clock) == 0
    assert state(engine, "P0") == ("waiting", "listed")


def test_a_note_of_somebody_on_holiday_is_no_bounce(engine, sent, clock) -> None:
    note = (
        b"From: p1@example.nl\nTo: dialogue@example.nl\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
        b"Subject: Away\n\nI am away. Please write to p2@example.nl\n"
    )

    assert bounced(engine, note, clock) == 0
    assert {each.state for each in deliveries(engine)} == {DeliveryState.SENT}
