"""Letters of a mailing are a file to print, for who sends that mailing."""

import io
import re

import pikepdf
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import reading, transaction
from app.exporting.background import Documents
from app.sending.letter_files import LetterFiles
from app.usecases.letter_documents import LETTERS
from dialogue.models import Document, MailingState
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator
from tests.mail_server import Mailbox
from tests.mailing_cast import ALICE, CHARLIE, mailing_now, states, work
from tests.mailing_pages import PAGE, form, listed


@pytest.fixture
def on(settings, mailbox: Mailbox):
    """Settings with which e-mail can be sent."""
    return mailbox.settings(settings, messages_per_minute=6000)


@pytest.fixture
def desk(web: TestClient, engine, clock, on) -> TestClient:
    web.app.state.settings = on
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())
    return web


def make_letters(engine: Engine, on, clock) -> None:
    documents = Documents(engine, clock, {LETTERS: LetterFiles(on)})
    documents.make_all()


def test_letters_are_a_file_to_print_with_the_code_of_each(desk, engine, clock, on) -> None:
    filled = form(desk, listed(engine, [ALICE, CHARLIE], clock), channel="letter")
    made = desk.post(PAGE, data=filled).headers["location"].partition("?")[0]
    work(engine, on, clock)
    make_letters(engine, on, clock)
    clock.pass_by(minutes=1)
    work(engine, on, clock)

    page = desk.get(made).text
    link = re.search(rf"{made}/letters/[0-9a-f-]+", page)[0]
    answer = desk.get(link)

    assert (states(engine), mailing_now(engine).state) == (["sent", "sent"], MailingState.DONE)
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert (len(pdf.pages), str(pdf.Root.Lang)) == (2, "nl")
    with reading(engine) as session:
        kept = session.exec(select(Document)).one()
    assert b"%PDF" not in kept.content
    assert (kept.erase_at - clock()).days == 7


def test_nobody_takes_letters_from_another_mailing_or_dialogue(desk, engine, clock, on) -> None:
    filled = form(desk, listed(engine, [CHARLIE], clock), channel="letter")
    first = desk.post(PAGE, data=filled).headers["location"].partition("?")[0]
    work(engine, on, clock)
    filled = form(desk, listed(engine, [ALICE], clock), channel="letter")
    second = desk.post(PAGE, data=filled).headers["location"].partition("?")[0]
    work(engine, on, clock)
    make_letters(engine, on, clock)
    with reading(engine) as session:
        ids = [each.id for each in session.exec(select(Document)).all()]

    answers = [
        desk.get(f"{page}/letters/{each}").status_code for page in (first, second) for each in ids
    ]

    assert sorted(answers) == [200, 200, 404, 404]


def test_the_letter_can_be_looked_at_before(desk, engine, clock) -> None:
    filled = form(desk, listed(engine, [CHARLIE], clock), channel="letter")

    answer = desk.post(f"{PAGE}/letter", data=filled)

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
