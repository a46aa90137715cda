"""A list of addresses that was brought in, and mailings to its people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.config import Settings
from app.db import reading, transaction
from app.queries import parts
from app.queries.audiences import BEST, INVITATION
from app.sending.sending import Sending
from app.usecases.mailings import Plan, make_mailing
from app.usecases.recipients import Person, address_hash, person_of, sealed
from dialogue.models import (
    AddressList,
    Delivery,
    Dialogue,
    Invitation,
    ListState,
    Mailing,
    Recipient,
)
from tests.cast import FACILITATOR, KEY

WORDS = {
    "nl": {
        "subject": "Denk mee",
        "text": "Beste {name},\n\nGa naar {link}\nUw code: {code}\n\nTot en met {last_day}.",
        "sms": "Denk mee: {link} Code: {code}",
    }
}
LAST_DAY = date(2026, 12, 31)
ALL_WAYS = ("email", "text_message")
STREET = ("Dorpsstraat 1", "2712 AB Zoetermeer")
ALICE = Person(name="Alice", email="alice@example.nl", lines=STREET)
BOB = Person(name="Bob", phone="+31612345678")
CHARLIE = Person(name="Charlie", lines=STREET)


def people(count: int, **more: object) -> list[Person]:
    """So many people with an e-mail address."""
    return [replace(Person(name=f"P{n}", email=f"p{n}@example.nl"), **more) for n in range(count)]


def make_list(
    session: Session,
    dialogue: Dialogue,
    listed: Sequence[Person],
    now: datetime,
    *,
    groups: dict[str, str] | None = None,
    language: str = "nl",
) -> AddressList:
    """A list as it is after the import."""
    chamber = parts.chambers_of(session, dialogue)[0]
    made = AddressList(
        dialogue_id=dialogue.id, chamber_id=chamber.id, name="Adressen", rows=len(listed),
        state=ListState.IMPORTED, uploaded_at=now, finished_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(
        Recipient(
            dialogue_id=dialogue.id, list_id=made.id, chamber_id=chamber.id, row=row,
            address_hash=address_hash(each, dialogue_id=dialogue.id, key=KEY),
            sealed=sealed(each, key=KEY), language=language, groups=groups or {},
            by_email=bool(each.email), by_sms=bool(each.phone), by_letter=bool(each.lines),
        )
        for row, each in enumerate(listed, start=2)
    )  # fmt: skip
    session.flush()
    return made


def plan_for(addresses: AddressList, **more: object) -> Plan:
    known = Plan(addresses.id, None, INVITATION, BEST, 1, WORDS, expires_on=LAST_DAY)
    return replace(known, **more)


def make(session: Session, dialogue: Dialogue, plan: Plan, now: datetime) -> Mailing:
    return make_mailing(
        session, dialogue, plan, ways_on=ALL_WAYS, actor=FACILITATOR, today=now.date(), now=now
    )


def listed(
    engine: Engine, dialogue: Dialogue, persons: Sequence[Person], clock, **more: object
) -> AddressList:
    """A list as it is after the import, in a transaction of its own."""
    with transaction(engine) as session:
        return make_list(session, session.get_one(Dialogue, dialogue.id), persons, clock(), **more)


def order(
    engine: Engine, dialogue: Dialogue, addresses: AddressList, clock, **more: object
) -> Mailing:
    with transaction(engine) as session:
        plan = plan_for(addresses, **more)
        return make(session, session.get_one(Dialogue, dialogue.id), plan, clock())


def work(engine: Engine, settings: Settings, clock, *, pieces: int = 20) -> Sending:
    """Send all that may be sent at this moment, as the worker does piece by piece."""
    sending = Sending(engine, settings, clock)
    for _ in range(pieces):
        if not sending.attempt():
            break
    return sending


def mailing_now(engine: Engine) -> Mailing:
    """The mailing that was made last."""
    with reading(engine) as session:
        return session.exec(select(Mailing).order_by(col(Mailing.made_at).desc())).first()


def deliveries(engine: Engine) -> list[Delivery]:
    with reading(engine) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.changed_at))).all())


def states(engine: Engine) -> list[str]:
    return sorted(str(each.state) for each in deliveries(engine))


def who(engine: Engine, name: str) -> tuple[Recipient, Person]:
    """Somebody on the list, and what is sealed of them."""
    with reading(engine) as session:
        for recipient in session.exec(select(Recipient)).all():
            person = person_of(recipient, key=KEY) if recipient.sealed else Person()
            if person.name == name:
                return recipient, person
    raise AssertionError(name)


def redeem(engine: Engine, name: str, day: date) -> None:
    """Let the code of somebody be used."""
    recipient, _ = who(engine, name)
    with transaction(engine) as session:
        invitation = session.get_one(Invitation, recipient.invitation_id)
        invitation.redeemed_on, invitation.redeemed_by = day, "x" * 64
        session.add(invitation)
