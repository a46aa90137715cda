"""Somebody stops the messages, without login, and their address is gone."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import reading, transaction
from app.i18n import LANGUAGES
from app.usecases.opt_out import stop_path
from dialogue.models import Recipient, RecipientState
from tests.cast import KEY, make_asking
from tests.mailing_cast import ALICE, make_list


@pytest.fixture
def link(engine: Engine, clock) -> str:
    with transaction(engine) as session:
        make_list(session, make_asking(session, clock()), [ALICE], clock())
    return stop_path(alice(engine).id, key=KEY)


def alice(engine: Engine) -> Recipient:
    with reading(engine) as session:
        return session.exec(select(Recipient)).one()


def test_only_opening_the_link_stops_nothing(web: TestClient, engine, link) -> None:
    page = web.get(f"{link}?lang=en")

    assert "Send me no more messages" in page.text
    assert "Urgent care" in page.text
    assert alice(engine).state is RecipientState.LISTED


def test_the_button_stops_the_messages_and_erases_the_address(
    web: TestClient, engine, link
) -> None:
    hashed = alice(engine).address_hash

    answer = web.post(link)

    assert (answer.status_code, answer.headers["location"]) == (303, link)
    assert "Uw adres hebben we gewist" in web.get(f"{link}?lang=nl").text
    stopped = alice(engine)
    assert stopped.state is RecipientState.STOPPED
    assert (stopped.sealed, stopped.by_email, stopped.by_letter) == (b"", False, False)
    assert stopped.address_hash == hashed


def test_a_mailbox_may_stop_with_one_press(web: TestClient, engine, link) -> None:
    """RFC 8058: no cookie, no page before, a body of its own."""
    answer = web.post(link, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 303
    assert alice(engine).state is RecipientState.STOPPED


def test_nobody_can_stop_somebody_else(web: TestClient, engine, link) -> None:
    made_up = [link[:-1] + ("0" if link[-1] != "0" else "1"), "/stop/x", link + "0", link.upper()]

    assert [web.post(each).status_code for each in made_up] == [404] * 4
    assert alice(engine).state is RecipientState.LISTED


def test_the_page_speaks_every_language(web: TestClient, link) -> None:
    said = {web.get(f"{link}?lang={code}").text.split("<h1>")[1][:40] for code in LANGUAGES}

    assert len(said) == len(LANGUAGES) == 6
