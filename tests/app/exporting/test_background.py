"""Documents are asked for, made beside the worker's work, kept for a month and never made twice."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.exporting.background import OWN_FAULT, Documents
from app.queries.documents import documents_of, ready_document
from app.usecases.documents import (
    TRIED_TWICE,
    ask_document,
    erase_old_documents,
    store_document,
    take_next,
)
from dialogue.errors import NotFound, Refusal
from dialogue.models import Dialogue, Document, DocumentState
from tests.cast import make_draft

KINDS = ("report",)


def ask(session: Session, clock, form: str = "txt", slug: str = "spoedzorg") -> Document:
    dialogue = session.exec(select(Dialogue)).first() or make_draft(session, clock(), slug=slug)
    return ask_document(
        session, dialogue, kind="report", form=form, language="nl", account_id=None, now=clock()
    )


def make(engine: Engine, clock, maker) -> tuple[Documents, int]:
    documents = Documents(engine, clock, {"report": maker})
    return documents, documents.make_all()


def listed(engine: Engine) -> list:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        return list(documents_of(session, dialogue, KINDS))


def test_what_was_asked_for_is_made_and_can_be_fetched(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        asked = ask(session, clock).id

    make(engine, clock, lambda engine, document, progress: progress(2, 2) or b"ready")

    (row,) = listed(engine)
    assert (row.state, row.size, row.done, row.total) == (DocumentState.READY, 5, 2, 2)
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        assert ready_document(session, dialogue, asked, KINDS)[1] == b"ready"
        with pytest.raises(NotFound):
            ready_document(session, dialogue, asked, ("letters",))


def test_asking_twice_while_it_is_being_made_gives_one_document(session: Session, clock) -> None:
    assert ask(session, clock).id == ask(session, clock).id
    assert ask(session, clock, form="pdf").id != ask(session, clock).id


def test_a_fault_is_said_at_its_own_document_and_stops_no_other(engine: Engine, clock) -> None:
    def maker(engine: Engine, document: Document, progress) -> bytes:
        if document.form == "bad":
            raise ValueError("words of somebody")
        if document.form == "no":
            raise Refusal
        return b"ready"

    with transaction(engine) as session:
        for form in ("bad", "no", "txt"):
            ask(session, clock, form=form)

    assert make(engine, clock, maker)[1] == 3

    found = {row.form: (row.state, row.problem) for row in listed(engine)}
    assert found["bad"] == (DocumentState.FAILED, OWN_FAULT)
    assert found["no"] == (DocumentState.FAILED, Refusal.message)
    assert found["txt"] == (DocumentState.READY, "")


def test_what_a_killed_worker_left_is_made_once_more_and_not_a_third_time(
    engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        ask(session, clock)
        assert take_next(session, KINDS, now=clock()) is not None

    with transaction(engine) as session:
        assert take_next(session, KINDS, now=clock()) is None  # another worker is busy with it
        assert take_next(session, KINDS, now=clock(), left_behind=True) is not None
    with transaction(engine) as session:
        assert take_next(session, KINDS, now=clock() + timedelta(hours=2)) is None

    (row,) = listed(engine)
    assert (row.state, row.problem) == (DocumentState.FAILED, TRIED_TWICE)


def test_who_is_ready_first_stores(session: Session, clock) -> None:
    asked = ask(session, clock)
    take_next(session, KINDS, now=clock())

    assert store_document(session, asked.id, b"first", now=clock())
    assert not store_document(session, asked.id, b"second", now=clock())


def test_documents_are_erased_when_their_time_is_over(session: Session, clock) -> None:
    kept = ask(session, clock)
    clock.pass_by(days=29)
    assert erase_old_documents(session, now=clock()) == 0

    clock.pass_by(days=1)
    kept.erase_at = None
    assert erase_old_documents(session, now=clock()) == 0
    ask(session, clock, form="pdf").erase_at = clock()
    assert erase_old_documents(session, now=clock()) == 1


def test_the_worker_goes_on_while_a_document_is_made(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        ask(session, clock)
    documents = Documents(engine, clock, {"report": lambda *_: b"ready"})

    documents.attempt()
    assert documents.busy is not None
    documents.busy.join(timeout=20)

    (row,) = listed(engine)
    assert row.state is DocumentState.READY
    documents.attempt()
