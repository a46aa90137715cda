"""Of a list that is no longer needed nothing stays but a mark that prevents a second code."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import transaction
from app.usecases import addresses
from dialogue import errors
from dialogue.models import (
    Delivery,
    DeliveryState,
    DialogueState,
    Event,
    Invitation,
    ListState,
    Mailing,
    Recipient,
)
from tests.addresses_cast import ANNE, BEN, HEADER, Office


@pytest.fixture
def invited(office: Office, engine: Engine, clock) -> Office:
    """Anne and Ben on a list; Anne was sent a code, and a reminder waits for her."""
    office.imported(HEADER + ANNE + BEN)
    with transaction(engine) as session:
        anne = session.exec(select(Recipient).where(Recipient.row == 2)).one()
        code = Invitation(
            dialogue_id=anne.dialogue_id, chamber_id=anne.chamber_id, code_hash="c" * 64
        )
        mailing = Mailing(
            dialogue_id=anne.dialogue_id, kind="invitation", channel="email", made_at=clock()
        )
        session.add_all([code, mailing])
        session.flush()
        anne.invitation_id = code.id
        session.add_all(
            Delivery(mailing_id=each, recipient_id=anne.id, state=state, changed_at=clock())
            for each, state in (
                (mailing.id, DeliveryState.SENT),
                (second_mailing(session, mailing), DeliveryState.WAITING),
            )
        )
    return office


def second_mailing(session, first: Mailing):
    reminder = Mailing(
        dialogue_id=first.dialogue_id, kind="reminder", channel="email", made_at=first.made_at
    )
    session.add(reminder)
    session.flush()
    return reminder.id


def deliveries(engine: Engine) -> list[DeliveryState]:
    with transaction(engine) as session:
        return list(session.exec(select(Delivery.state)).all())


def test_who_came_in_is_wiped_but_for_the_mark_that_prevents_a_second_code(
    invited: Office, engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        session.exec(select(Invitation)).one().redeemed_on = clock().date()

    invited.work()

    anne = next(each for each in invited.people() if each.sealed == b"")
    assert (anne.invitation_id, anne.row, anne.groups, anne.by_email) == (None, 0, {}, False)
    assert invited.usable() == 1
    assert deliveries(engine) == [DeliveryState.SENT]
    again = invited.checked(HEADER + ANNE)
    assert invited.problems(again) == [(2, "listed")]


def test_an_erased_list_keeps_nothing_but_the_mark_of_who_has_a_code(
    invited: Office, engine: Engine
) -> None:
    list_id = invited.people()[0].list_id

    invited.decide(addresses.erase_list, list_id)
    before = invited.usable()
    invited.work()

    assert before == 0
    (left,) = invited.people()
    assert (left.sealed, left.groups, left.invitation_id) == (b"", {}, None)
    with transaction(engine) as session:
        told = session.exec(select(Event.kind).where(Event.subject_id == list_id)).all()
    assert sorted(told) == ["addresses.erased", "addresses.imported"]


def test_a_closed_dialogue_keeps_no_address_and_no_mark(
    invited: Office, engine: Engine, clock
) -> None:
    waits = invited.upload(HEADER + "C;c@example.nl;;;;;;\n")
    with transaction(engine) as session:
        invited.dialogue(session).state = DialogueState.CLOSED
    clock.pass_by(seconds=10)

    invited.work()

    assert invited.people() == []
    assert deliveries(engine) == []
    stored = invited.stored(waits)
    assert (stored.state, stored.file) == (ListState.ERASED, None)
    with pytest.raises(errors.ListsTooLate):
        invited.upload(HEADER + ANNE)


def test_a_list_that_nobody_decides_about_is_erased_after_a_month(office: Office, clock) -> None:
    waits = office.upload(HEADER + ANNE)

    clock.pass_by(days=29)
    office.work()
    assert office.stored(waits).file is not None

    clock.pass_by(days=2)
    office.work()
    stored = office.stored(waits)
    assert (stored.state, stored.file) == (ListState.ERASED, None)
