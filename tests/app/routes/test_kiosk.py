"""At a kiosk people take part one after another, and nobody finds anything of who was before."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import Event, Kiosk, Participant, RoundKind, TrustLevel, Visit
from tests.facilitator_cast import log_in_facilitator
from tests.residents import Forms, Setting

DESK = "/facilitator/dialogues/spoedzorg/kiosks"
BEGIN = "/d/spoedzorg/kiosk"


@pytest.fixture
def desk(web: TestClient, setting: Setting, clock) -> TestClient:
    with transaction(setting.engine) as session:
        log_in_facilitator(web, session, clock())
    return web


def open_kiosk(desk: TestClient) -> str:
    """Open a kiosk at the desk; gives the path of its link."""
    chamber = re.search(r'<option value="([0-9a-f-]{36})"', desk.get(DESK).text)[1]
    page = desk.post(DESK, data={"name": "Bibliotheek", "chamber_id": chamber}).text
    return re.search(r"http://testserver(/kiosk/[\w-]+)", page)[1]


@pytest.fixture
def device(desk: TestClient) -> TestClient:
    """A tablet on which the link was opened."""
    tablet = TestClient(desk.app, follow_redirects=False, headers={"accept-language": "en"})
    assert tablet.post(open_kiosk(desk)).headers["location"] == BEGIN
    return tablet


def begin(device: TestClient, **fields: str):
    form = Forms(device.get(f"{BEGIN}/consent").text)
    sent = next(each for each in form.forms if each.action.endswith("/kiosk/consent")).fields
    return device.post(f"{BEGIN}/consent", data=sent | fields), sent


def people(setting: Setting) -> list[Participant]:
    return setting.all(Participant)


def test_a_link_that_is_only_looked_at_is_not_used_up_and_works_on_one_device(desk) -> None:
    link = open_kiosk(desk)
    first, second = TestClient(desk.app), TestClient(desk.app)

    assert "Maak dit apparaat de kiosk" in first.get(link).text
    assert first.post(link).status_code == 200
    assert "Begin" in first.get(BEGIN).text
    assert second.post(link).status_code == 404
    assert second.get(BEGIN).status_code == 404
    assert link.rsplit("/")[-1] not in desk.get(DESK).text


def test_who_opens_the_link_is_logged_out_on_that_device(desk) -> None:
    cookies = desk.post(open_kiosk(desk)).headers.get_list("set-cookie")

    assert any(each.startswith('samenspraak-staff=""') for each in cookies)


def test_the_beginning_speaks_every_language(device) -> None:
    page = device.get(BEGIN).text

    assert page.count(f'href="{BEGIN}/consent?lang=') >= 2
    assert 'lang="nl" dir="ltr" hreflang="nl"' in page
    assert 'id="kiosk"' in page
    assert "kiosk.js" in page


def test_nobody_is_in_before_they_agree(device, setting) -> None:
    device.get(BEGIN)
    refused, _ = begin(device)

    assert refused.status_code == 422
    assert people(setting) == []


def test_who_agrees_is_a_participant_that_a_host_saw(device, setting) -> None:
    agreed, _ = begin(device, agree="yes", may_be_quoted="yes")
    page = device.get(f"{BEGIN.removesuffix('/kiosk')}/answer/1").text

    (person,) = people(setting)
    assert agreed.headers["location"] == "/d/spoedzorg/go-on"
    assert (person.trust, person.channel) == (TrustLevel.VERIFIED, "kiosk")
    assert person.consented_at
    assert person.may_be_quoted
    # A device that many people use keeps no drafts and has no queue.
    assert "data-draft" in page
    assert "resident.js" not in page
    assert "sending.js" not in page


def test_at_the_end_there_is_a_receipt_and_a_button_that_ends_the_visit(device, setting) -> None:
    begin(device, agree="yes")
    page = device.get("/d/spoedzorg/thanks").text
    ended = device.post(f"{BEGIN}/next")

    assert re.search(r'id="receipt-code"[^>]*>\w{4}', page)
    assert '<meta http-equiv="refresh" content="180;url=/d/spoedzorg/kiosk">' in page
    assert "Done: next person" in page
    assert ended.headers["location"] == BEGIN
    assert setting.all(Visit) == []


def test_nobody_is_offered_a_file_that_would_stay_on_the_device(device) -> None:
    begin(device, agree="yes")

    page = device.get("/d/spoedzorg/my-answer")

    assert page.status_code == 200
    assert "everything.json" not in page.text


@pytest.mark.parametrize("way", ["button", "beginning"])
def test_the_next_person_finds_nothing_of_the_one_before(device, setting, way) -> None:
    _, sent = begin(device, agree="yes")
    if way == "button":
        device.post(f"{BEGIN}/next")
    else:
        device.get(BEGIN)

    for page in ("thanks", "my-answer", "answer/1", "receipt.svg"):
        assert device.get(f"/d/spoedzorg/{page}").status_code == 401
    # Back to the form of who left, and sent once more: no way into that visit.
    again = device.post(f"{BEGIN}/consent", data=sent | {"agree": "yes"})
    assert again.status_code == 404
    begin(device, agree="yes")
    assert len(people(setting)) == 2


def test_a_button_pressed_twice_is_one_person(device, setting) -> None:
    _, sent = begin(device, agree="yes")
    again = device.post(f"{BEGIN}/consent", data=sent | {"agree": "yes"})

    assert again.status_code == 303
    assert len(people(setting)) == 1


def test_closing_ends_the_link_and_the_device_at_once(desk, device, setting) -> None:
    begin(device, agree="yes")
    unused = open_kiosk(desk)
    for kiosk in setting.all(Kiosk):
        assert desk.post(f"{DESK}/{kiosk.id}/close").status_code == 303

    assert device.get(BEGIN).status_code == 404
    assert begin_is_refused(device)
    assert TestClient(desk.app).post(unused).status_code == 404
    # Who was busy can finish, and leaves nothing behind.
    assert device.get("/d/spoedzorg/thanks").status_code == 200
    device.post(f"{BEGIN}/next")
    assert setting.all(Visit) == []
    kinds = {each.kind for each in setting.all(Event)}
    assert {"kiosk.opened", "kiosk.closed"} <= kinds


def begin_is_refused(device: TestClient) -> bool:
    form = {"request_id": "6a1f0d6c-4cbb-4a0e-9a63-1e6f3a7d9d11", "agree": "yes"}
    return device.post(f"{BEGIN}/consent", data=form).status_code == 404


def test_a_new_link_takes_the_kiosk_from_the_old_device(desk, device, setting) -> None:
    (kiosk,) = setting.all(Kiosk)
    page = desk.post(f"{DESK}/{kiosk.id}/link").text

    assert re.search(r"/kiosk/[\w-]{30}", page)
    assert device.get(BEGIN).status_code == 404


def test_a_phone_is_no_kiosk_and_keeps_its_visit(alice, setting) -> None:
    assert alice.go(BEGIN).answer.status_code == 404
    assert alice.go("/d/spoedzorg/answer/1").answer.status_code == 200
    assert "kiosk.js" not in alice.page


def test_when_nothing_is_open_nobody_can_begin(device, setting) -> None:
    setting.close(RoundKind.ASK)

    page = device.get(BEGIN).text
    assert "Nothing is open at this moment." in page
    assert "/kiosk/consent" not in page


def test_only_hashes_of_tokens_are_stored(desk, device, setting) -> None:
    with transaction(setting.engine) as session:
        kiosk = session.exec(select(Kiosk)).one()
        token = device.cookies["samenspraak-kiosk"].partition(".")[2]
        assert token not in kiosk.token_hash
        assert len(kiosk.token_hash) == 64
