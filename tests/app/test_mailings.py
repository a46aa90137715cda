"""A mailing is for whom it says, by the way it says, and tells nothing of a few."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import transaction
from app.exporting.background import Documents
from app.queries.audiences import EMAIL, LETTER, REMINDER, TEXT_MESSAGE
from app.sending.letter_files import LetterFiles
from app.sending.sending import Sending
from app.usecases import letter_documents
from app.usecases.letter_documents import LETTERS, files_of, letters_in
from app.usecases.mailings import change_mailing, reach_of
from dialogue.errors import (
    MailingIsOver,
    NobodyToWriteTo,
    NotFound,
    NotLaunchedYet,
    SendingNotSetUp,
)
from dialogue.models import (
    AddressList,
    Delivery,
    DeliveryState,
    Dialogue,
    DialogueState,
    Document,
    DocumentState,
    Draw,
    Event,
    ListState,
    Mailing,
    MailingState,
    Recipient,
    RecipientState,
    new_id,
)
from tests.cast import FACILITATOR, make_asking, make_draft
from tests.mailing_cast import (
    ALICE,
    ALL_WAYS,
    BOB,
    CHARLIE,
    LAST_DAY,
    STREET,
    deliveries,
    mailing_now,
    make,
    make_list,
    people,
    plan_for,
    states,
    work,
)


@pytest.fixture
def dialogue(session: Session, clock) -> Dialogue:
    return make_asking(session, clock())


@pytest.fixture
def addresses(session: Session, dialogue: Dialogue, clock) -> AddressList:
    return make_list(session, dialogue, [ALICE, BOB, CHARLIE], clock())


def reach(session: Session, dialogue: Dialogue, plan, clock, ways=ALL_WAYS) -> dict[str, int]:
    found = reach_of(session, dialogue, plan, ways_on=ways, today=clock().date())
    return dict(found.by_way)


@pytest.mark.parametrize(
    ("channel", "by_way"),
    [
        ("best", {EMAIL: 1, TEXT_MESSAGE: 1, LETTER: 1}),
        (EMAIL, {EMAIL: 1}),
        (TEXT_MESSAGE, {TEXT_MESSAGE: 1}),
        (LETTER, {LETTER: 2}),
    ],
)
def test_each_is_reached_by_what_they_have(
    session, dialogue, addresses, clock, channel, by_way
) -> None:
    assert reach(session, dialogue, plan_for(addresses, channel=channel), clock) == by_way


def test_who_was_drawn_is_written_to_and_nobody_else(session, dialogue, addresses, clock) -> None:
    draw = Draw(dialogue_id=dialogue.id, list_id=addresses.id, seed=1, size=1, listed=3,
                list_hash="x", drawn_hash="x", drawn_at=clock())  # fmt: skip
    session.add(draw)
    session.flush()
    bob = session.exec(select(Recipient).where(col(Recipient.by_sms))).one()
    bob.draw_id = draw.id
    session.flush()

    assert reach(session, dialogue, plan_for(addresses, draw_id=draw.id), clock) == {
        TEXT_MESSAGE: 1
    }
    with pytest.raises(NotFound):
        reach(session, dialogue, plan_for(addresses, draw_id=new_id()), clock)


@pytest.mark.parametrize("state", [RecipientState.STOPPED, RecipientState.BOUNCED])
def test_who_stopped_or_came_back_is_left_alone(session, dialogue, addresses, clock, state) -> None:
    for each in session.exec(select(Recipient)).all():
        each.state = state
    session.flush()

    with pytest.raises(NobodyToWriteTo):
        reach(session, dialogue, plan_for(addresses), clock)


def test_nobody_is_invited_before_the_launch_or_after_the_end(session, clock) -> None:
    draft = make_draft(session, clock())
    addresses = make_list(session, draft, [ALICE], clock())

    for state in (DialogueState.DRAFT, DialogueState.CLOSED):
        draft.state = state
        with pytest.raises(NotLaunchedYet):
            reach(session, draft, plan_for(addresses), clock)


def test_a_way_that_is_not_set_up_is_refused_only_when_it_is_needed(
    session, dialogue, addresses, clock
) -> None:
    with pytest.raises(SendingNotSetUp):
        reach(session, dialogue, plan_for(addresses), clock, ways=(EMAIL,))

    assert reach(session, dialogue, plan_for(addresses, channel=LETTER), clock, ways=()) == {
        LETTER: 2
    }


def test_a_list_that_is_not_brought_in_is_no_list(session, dialogue, addresses, clock) -> None:
    addresses.state = ListState.ERASED
    session.flush()

    with pytest.raises(NotFound):
        reach(session, dialogue, plan_for(addresses), clock)


def test_no_reminder_goes_on_paper(session, dialogue, addresses, clock) -> None:
    with pytest.raises(NobodyToWriteTo):
        reach(session, dialogue, plan_for(addresses, kind=REMINDER, channel=LETTER), clock)


def test_a_mailing_is_told_without_anybodys_address(session, dialogue, addresses, clock) -> None:
    mailing = make(session, dialogue, plan_for(addresses), clock())
    change_mailing(session, dialogue, mailing, "pause", actor=FACILITATOR, now=clock())

    told = session.exec(select(Event).where(Event.subject_id == mailing.id)).all()

    assert sorted((each.kind, each.to_state, each.reason) for each in told) == [
        ("mailing.changed", "paused", "invitation by best, wave 1"),
        ("mailing.made", "ready", "invitation by best, wave 1"),
    ]


def test_what_is_stopped_cannot_go_on(session, dialogue, addresses, clock) -> None:
    mailing = make(session, dialogue, plan_for(addresses), clock())
    change_mailing(session, dialogue, mailing, "stop", actor=FACILITATOR, now=clock())

    with pytest.raises(MailingIsOver):
        change_mailing(session, dialogue, mailing, "resume", actor=FACILITATOR, now=clock())
    assert mailing.finished_at == clock()


def letters(engine: Engine, settings, clock, many: int, monkeypatch) -> None:
    """So many letters, two in a file."""
    monkeypatch.setattr(letter_documents, "IN_ONE_FILE", 2)
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        listed = [replace(each, email="", lines=STREET) for each in people(many)]
        plan = plan_for(make_list(session, dialogue, listed, clock()), channel=LETTER)
        make(session, dialogue, plan, clock())
    work(engine, settings, clock)


@pytest.mark.parametrize(("many", "in_files"), [(1, [1]), (4, [2, 2]), (5, [2, 2, 1])])
def test_every_letter_stands_in_one_file(
    engine, settings, clock, monkeypatch, many: int, in_files: list[int]
) -> None:
    letters(engine, settings, clock, many, monkeypatch)

    with transaction(engine) as session:
        files = files_of(session, mailing_now(engine))
        held = [[row.row for _, row in letters_in(session, each.id)] for each in files]

    assert [len(each) for each in held] == in_files
    assert [row for each in held for row in each] == list(range(2, many + 2))


def test_letters_that_were_printed_and_erased_are_not_made_once_more(
    engine, settings, clock, monkeypatch
) -> None:
    letters(engine, settings, clock, 1, monkeypatch)
    with transaction(engine) as session:
        session.exec(select(Delivery)).one().state = DeliveryState.SENT
        session.delete(session.exec(select(Document)).one())
        # Something else of the mailing still waits.
        session.exec(select(Mailing)).one().state = MailingState.SENDING

    work(engine, settings, clock)

    with transaction(engine) as session:
        assert session.exec(select(Document)).all() == []
    assert states(engine) == ["sent"]


def test_letters_that_cannot_be_made_say_why_and_can_be_tried_again(
    engine, settings, clock, monkeypatch
) -> None:
    from app.printing import pdf
    from dialogue.errors import PdfNotPossible

    def without_pango() -> None:
        raise PdfNotPossible

    letters(engine, settings, clock, 1, monkeypatch)
    documents = Documents(engine, clock, {LETTERS: LetterFiles(settings)})
    with monkeypatch.context() as missing:
        missing.setattr(pdf, "weasyprint", without_pango)
        documents.make_all()
    with transaction(engine) as session:
        failed = session.exec(select(Document)).one()
        assert (failed.state, failed.problem) == (DocumentState.FAILED, PdfNotPossible.message)
        own = session.get_one(Dialogue, failed.dialogue_id)
        letter_documents.ask_again(session, own, failed.id, now=clock())
    work(engine, settings, clock)
    assert states(engine) == ["waiting"]

    documents.make_all()
    work(engine, settings, clock)

    assert [each.state for each in deliveries(engine)] == [DeliveryState.SENT]
    assert mailing_now(engine).state is MailingState.DONE
    assert mailing_now(engine).expires_on == LAST_DAY


def test_the_letters_of_a_list_go_with_the_list(engine, settings, clock, monkeypatch) -> None:
    letters(engine, settings, clock, 3, monkeypatch)
    Documents(engine, clock, {LETTERS: LetterFiles(settings)}).make_all()
    sending = Sending(engine, settings, clock)
    sending.tidy_now_and_then(clock())
    with transaction(engine) as session:
        assert len(session.exec(select(Document)).all()) == 2
        session.exec(select(AddressList)).one().state = ListState.ERASED

    clock.pass_by(minutes=6)
    sending.tidy_now_and_then(clock())

    with transaction(engine) as session:
        assert session.exec(select(Document)).all() == []
