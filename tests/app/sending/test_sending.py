"""A mailing reaches everybody once, at the pace and the moment that were chosen."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import reading, transaction
from app.queries.audiences import AFTER_BOUNCE, LETTER, REMINDER
from app.sending.sending import Pace, Sending
from app.usecases import participants
from app.usecases.mailing_steps import prepare
from app.usecases.mailings import change_mailing
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.errors import NobodyToWriteTo
from dialogue.models import (
    AddressList,
    Dialogue,
    Invitation,
    ListState,
    MailingState,
    Recipient,
    new_id,
)
from tests.cast import FACILITATOR, KEY
from tests.mailing_cast import (
    ALICE,
    BOB,
    CHARLIE,
    deliveries,
    listed,
    mailing_now,
    make_list,
    order,
    people,
    redeem,
    states,
    who,
    work,
)
from tests.notify_server import notify_server


def test_everybody_gets_their_own_code_by_their_best_way(
    engine, settings, clock, dialogue, mailbox
) -> None:
    with notify_server() as notify:
        order(engine, dialogue, listed(engine, dialogue, [ALICE, BOB], clock), clock)
        work(engine, notify.settings(mailbox.settings(settings)), clock)

    assert mailbox.to() == ["alice@example.nl"]
    assert [each["phone_number"] for each in notify.taken] == ["+31612345678"]
    assert who(engine, "Alice")[1].code in mailbox.received[0].get_body(("plain",)).get_content()
    assert who(engine, "Bob")[1].code in notify.taken[0]["personalisation"]["text"]
    assert who(engine, "Alice")[1].code != who(engine, "Bob")[1].code
    assert mailing_now(engine).state is MailingState.DONE
    assert states(engine) == ["sent", "sent"]


def test_the_code_that_was_sent_lets_somebody_in(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, [ALICE], clock), clock)
    work(engine, mailbox.settings(settings), clock)

    with transaction(engine) as session:
        arrival = participants.redeem_code(
            session, session.get_one(Dialogue, dialogue.id), code=who(engine, "Alice")[1].code,
            request_id=new_id(), language="nl", key=KEY, now=clock(),
        )  # fmt: skip
    assert arrival.participant.dialogue_id == dialogue.id


def test_an_email_says_all_that_is_needed_and_how_to_stop(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, [ALICE], clock), clock)
    work(engine, mailbox.settings(settings), clock)

    (got,) = mailbox.received
    plain, page = (got.get_body((kind,)).get_content() for kind in ("plain", "html"))
    code = who(engine, "Alice")[1].code
    for written in (plain, page):
        assert "Beste Alice," in written
        assert f"https://samenspraak.example.nl/d/spoedzorg#{code}" in written
        assert "31 december 2026" in written
        assert got["List-Unsubscribe"].strip("<>") in written
    assert "<style" not in page
    assert got["Message-ID"] == f"<{deliveries(engine)[0].id}@example.nl>"


def test_nothing_is_sent_twice_however_often_the_worker_looks(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(30), clock), clock)

    for _ in range(3):
        work(engine, mailbox.settings(settings), clock)
        clock.pass_by(hours=1)

    assert sorted(mailbox.to()) == sorted(f"p{n}@example.nl" for n in range(30))


def test_no_more_goes_out_in_a_minute_than_is_allowed(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(30), clock), clock)
    sending = Sending(engine, mailbox.settings(settings, messages_per_minute=60), clock)

    sent = []
    for _ in range(3):
        sending.attempt()
        sent.append(len(mailbox.received))
        clock.pass_by(seconds=2)

    assert sent == [5, 7, 9]
    assert Pace(12).allowed(clock()) == 1


def change(engine: Engine, what: str, clock) -> None:
    with transaction(engine) as session:
        mailing = session.merge(mailing_now(engine))
        own = session.get_one(Dialogue, mailing.dialogue_id)
        change_mailing(session, own, mailing, what, actor=FACILITATOR, now=clock())


def test_a_pause_holds_back_the_rest_until_somebody_resumes(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(8), clock), clock)
    slow = mailbox.settings(settings, messages_per_minute=60)
    Sending(engine, slow, clock).attempt()
    change(engine, "pause", clock)

    work(engine, mailbox.settings(settings), clock)
    assert len(mailbox.received) == 5

    change(engine, "resume", clock)
    work(engine, mailbox.settings(settings), clock)
    assert len(mailbox.received) == 8


def test_what_is_planned_waits_for_its_moment(engine, settings, clock, dialogue, mailbox) -> None:
    addresses = listed(engine, dialogue, [ALICE], clock)
    order(engine, dialogue, addresses, clock, send_at=clock().replace(hour=20))
    work(engine, mailbox.settings(settings), clock)
    assert mailbox.received == []

    clock.pass_by(hours=1)
    work(engine, mailbox.settings(settings), clock)

    assert mailbox.to() == ["alice@example.nl"]


def test_reminders_reach_only_who_did_not_take_part_and_twice_at_most(
    engine, settings, clock, dialogue, mailbox
) -> None:
    addresses = listed(engine, dialogue, people(3), clock)
    order(engine, dialogue, addresses, clock)
    work(engine, mailbox.settings(settings), clock)
    redeem(engine, "P1", clock().date())
    mailbox.received.clear()

    for _ in range(2):
        clock.pass_by(days=3)
        order(engine, dialogue, addresses, clock, kind=REMINDER, expires_on=None)
        work(engine, mailbox.settings(settings), clock)
    with pytest.raises(NobodyToWriteTo):
        order(engine, dialogue, addresses, clock, kind=REMINDER, expires_on=None)

    assert sorted(mailbox.to()) == ["p0@example.nl"] * 2 + ["p2@example.nl"] * 2
    code = who(engine, mailbox.to()[0].partition("@")[0].upper())[1].code
    assert code in mailbox.received[0].get_body(("plain",)).get_content()


def test_who_takes_part_meanwhile_gets_no_reminder_any_more(
    engine, settings, clock, dialogue, mailbox
) -> None:
    addresses = listed(engine, dialogue, people(2), clock)
    order(engine, dialogue, addresses, clock)
    work(engine, mailbox.settings(settings), clock)
    mailbox.received.clear()
    order(engine, dialogue, addresses, clock, kind=REMINDER, expires_on=None)
    with transaction(engine) as session:
        prepare(session, mailing_now(engine).id, key=KEY, today=clock().date(), now=clock())
    redeem(engine, "P0", clock().date())

    work(engine, mailbox.settings(settings), clock)

    assert mailbox.to() == ["p1@example.nl"]
    assert mailing_now(engine).state is MailingState.DONE


def test_a_group_of_few_stands_at_no_invitation(engine, settings, clock, dialogue, mailbox) -> None:
    with transaction(engine) as session:
        own = session.get_one(Dialogue, dialogue.id)
        own.background_questions = list(STANDARD_QUESTIONS[:2])
        key = own.background_questions[0]["key"]
        young, old = (each["key"] for each in own.background_questions[0]["options"][:2])
        made = make_list(session, own, people(10), clock(), groups={key: young})
        for each in session.exec(select(Recipient).limit(1)).all():
            each.groups = {key: old}
        more = make_list(session, own, [ALICE], clock(), groups={key: young, "nonsense": "x"})
    order(engine, dialogue, made, clock)
    order(engine, dialogue, more, clock)
    work(engine, mailbox.settings(settings), clock)
    assert groups_known(engine) == []

    with transaction(engine) as session:
        again = make_list(
            session, session.get_one(Dialogue, dialogue.id),
            [each for each in people(21) if each not in people(10)], clock(), groups={key: young},
        )  # fmt: skip
    order(engine, dialogue, again, clock, wave=2)
    work(engine, mailbox.settings(settings), clock)
    assert groups_known(engine) == [{key: young}] * 11


def groups_known(engine: Engine) -> list[dict[str, str]]:
    with reading(engine) as session:
        return [each.groups for each in session.exec(select(Invitation)).all() if each.groups]


@pytest.mark.parametrize("begun", [True, False])
def test_once_a_list_is_erased_nothing_goes_out_also_before_its_rows_are_gone(
    engine, settings, clock, dialogue, mailbox, begun: bool
) -> None:
    addresses = listed(engine, dialogue, people(3), clock)
    made = order(engine, dialogue, addresses, clock)
    with transaction(engine) as session:
        if begun:
            prepare(session, made.id, key=KEY, today=clock().date(), now=clock())
        session.get_one(AddressList, addresses.id).state = ListState.ERASED

    work(engine, mailbox.settings(settings), clock)

    assert mailbox.received == []


def test_letters_wait_for_a_printer_and_nothing_goes_by_mail(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(
        engine, dialogue, listed(engine, dialogue, [ALICE, CHARLIE], clock), clock, channel=LETTER
    )

    work(engine, mailbox.settings(settings), clock)

    assert mailbox.received == []
    assert states(engine) == ["waiting", "waiting"]
    assert len({each.reference for each in deliveries(engine)}) == 1


def test_who_could_not_be_reached_by_email_gets_a_letter(
    engine, settings, clock, dialogue, mailbox
) -> None:
    mailbox.replies["alice@example.nl"] = "550 5.1.1 no such person"
    addresses = listed(engine, dialogue, [ALICE, *people(1)], clock)
    order(engine, dialogue, addresses, clock)
    work(engine, mailbox.settings(settings), clock)

    made = order(
        engine, dialogue, addresses, clock, kind=AFTER_BOUNCE, channel=LETTER, expires_on=None
    )

    assert made.total == 1


def test_no_address_and_no_code_is_logged(
    engine, settings, clock, dialogue, mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.replies["p1@example.nl"] = "550 5.1.1 no such person: p1@example.nl"
    order(engine, dialogue, listed(engine, dialogue, people(2), clock), clock)

    work(engine, mailbox.settings(settings), clock)

    ours = [each.getMessage() for each in caplog.records if each.name.startswith("app")]
    assert not any("example.nl" in each for each in ours)
    assert all("p1@" not in each.problem for each in deliveries(engine))


def test_the_worker_goes_on_with_its_other_work_while_a_piece_is_sent(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(3), clock), clock)
    sending = Sending(engine, mailbox.settings(settings), clock)

    assert sending.look() is False
    sending.busy.join()

    assert len(mailbox.received) == 3
