"""A mailing loses nothing and sends nothing twice, whatever goes wrong on the way."""

from threading import Event

from pydantic import SecretStr
from sqlmodel import select

from app.db import transaction
from app.sending.problems import ServiceAway, ServiceRefused
from app.sending.sending import Sending
from app.usecases.mailing_steps import LEASE, UNREADABLE, prepare, take
from dialogue.models import Delivery, DeliveryState, MailingState, RecipientState
from tests.cast import KEY
from tests.mail_server import Mailbox, free_port
from tests.mailing_cast import (
    ALICE,
    BOB,
    deliveries,
    listed,
    mailing_now,
    order,
    people,
    states,
    who,
    work,
)
from tests.notify_server import notify_server


def test_a_service_that_is_down_loses_nothing(engine, settings, clock, dialogue, mailbox) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(3), clock), clock)
    gone = Mailbox()
    gone.port = free_port()

    work(engine, gone.settings(settings), clock)

    resting = mailing_now(engine)
    assert resting.problem == ServiceAway.problem
    assert (resting.send_at - clock()).total_seconds() == 60
    assert states(engine) == ["waiting"] * 3
    work(engine, mailbox.settings(settings), clock)
    assert mailbox.received == []

    clock.pass_by(minutes=1)
    work(engine, mailbox.settings(settings), clock)

    assert len(mailbox.received) == 3
    assert (mailing_now(engine).state, mailing_now(engine).problem) == (MailingState.DONE, "")


def test_the_rests_grow_while_a_service_stays_down(engine, settings, clock, dialogue) -> None:
    order(engine, dialogue, listed(engine, dialogue, [ALICE], clock), clock)
    gone = Mailbox()
    gone.port = free_port()

    rests = []
    for _ in range(4):
        work(engine, gone.settings(settings), clock)
        rests.append((mailing_now(engine).send_at - clock()).total_seconds() / 60)
        clock.now = mailing_now(engine).send_at

    assert rests == [1, 2, 4, 8]


def test_an_address_that_does_not_exist_is_noted_and_the_rest_goes_on(
    engine, settings, clock, dialogue, mailbox
) -> None:
    mailbox.replies["p1@example.nl"] = "550 5.1.1 no such person"
    order(engine, dialogue, listed(engine, dialogue, people(3), clock), clock)

    work(engine, mailbox.settings(settings), clock)

    assert states(engine) == ["bounced", "sent", "sent"]
    assert who(engine, "P1")[0].state is RecipientState.BOUNCED
    assert mailing_now(engine).state is MailingState.DONE


def test_an_address_that_takes_nothing_now_is_tried_again_later(
    engine, settings, clock, dialogue, mailbox
) -> None:
    mailbox.replies["p0@example.nl"] = "450 4.2.0 greylisted"
    order(engine, dialogue, listed(engine, dialogue, people(2), clock), clock)
    work(engine, mailbox.settings(settings), clock)
    assert (mailbox.to(), mailing_now(engine).state) == (["p1@example.nl"], MailingState.SENDING)

    mailbox.replies.clear()
    clock.pass_by(minutes=5)
    work(engine, mailbox.settings(settings), clock)

    assert mailbox.to() == ["p1@example.nl", "p0@example.nl"]
    assert mailing_now(engine).state is MailingState.DONE


def test_a_service_that_refuses_us_pauses_the_mailing(
    engine, settings, clock, dialogue, mailbox
) -> None:
    mailbox.replies["p0@example.nl"] = "550 5.7.1 relaying denied"
    order(engine, dialogue, listed(engine, dialogue, people(1), clock), clock)

    work(engine, mailbox.settings(settings), clock)

    paused = mailing_now(engine)
    assert (paused.state, paused.problem) == (MailingState.PAUSED, ServiceRefused.problem)
    assert who(engine, "P0")[0].state is RecipientState.LISTED
    assert states(engine) == ["waiting"]


def test_a_message_that_was_under_way_is_asked_for_before_it_is_sent_again(
    engine, settings, clock, dialogue
) -> None:
    """Killed after the service took it and before we wrote that down."""
    with notify_server() as notify:
        on = notify.settings(settings)
        order(engine, dialogue, listed(engine, dialogue, [BOB], clock), clock)
        Sending(engine, on.model_copy(update={"messages_per_minute": 1}), clock).attempt()
        with transaction(engine) as session:
            sent = session.exec(select(Delivery)).one()
            sent.state, sent.try_after = DeliveryState.WAITING, clock() + LEASE
            mailing = session.merge(mailing_now(engine))
            mailing.state = MailingState.SENDING
        work(engine, on, clock)
        assert states(engine) == ["waiting"]

        clock.pass_by(minutes=10)
        work(engine, on, clock)

        assert len(notify.taken) == 1
        assert [each.reference for each in deliveries(engine)] == ["notify-1"]


def test_two_workers_never_take_the_same_message(engine, clock, dialogue, settings) -> None:
    made = order(engine, dialogue, listed(engine, dialogue, people(2), clock), clock)
    with transaction(engine) as session:
        prepare(session, made.id, key=KEY, today=clock().date(), now=clock())
    with transaction(engine) as one:
        first = take(one, made.id, key=KEY, now=clock())
    with transaction(engine) as other:
        second = take(other, made.id, key=KEY, now=clock())
    with transaction(engine) as third:
        assert take(third, made.id, key=KEY, now=clock()) is None
    assert first.delivery.id != second.delivery.id


def test_a_worker_that_stops_sends_nothing_more(engine, settings, clock, dialogue, mailbox) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(3), clock), clock)
    stop = Event()
    stop.set()

    Sending(engine, mailbox.settings(settings), clock, stop).attempt()

    assert mailbox.received == []
    assert mailing_now(engine).state is MailingState.READY


def test_with_another_secret_key_nobody_is_written_to_and_it_is_said(
    engine, settings, clock, dialogue, mailbox
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(2), clock), clock)
    other = mailbox.settings(settings, secret_key=SecretStr("another key"))

    work(engine, other, clock)

    assert mailbox.received == []
    assert {each.problem for each in deliveries(engine)} == {UNREADABLE}
    assert mailing_now(engine).state is MailingState.DONE


def test_a_fault_of_ours_at_one_message_holds_up_no_other(
    engine, settings, clock, dialogue, mailbox, monkeypatch
) -> None:
    order(engine, dialogue, listed(engine, dialogue, people(3), clock), clock)
    real = Sending.compose

    def stumble(self, taken):
        if taken.person.name == "P1":
            raise RuntimeError("p1@example.nl")
        return real(self, taken)

    monkeypatch.setattr(Sending, "compose", stumble)
    work(engine, mailbox.settings(settings), clock)

    assert sorted(mailbox.to()) == ["p0@example.nl", "p2@example.nl"]
    assert states(engine) == ["sent", "sent", "waiting"]
