"""The steps of sending a mailing, each a short transaction: prepare, take, tell the outcome.

An attempt is written down before a message goes out. Whoever is killed in between leaves a message
of which nobody knows whether it went: after ten minutes it is taken again (ADR 0040).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.i18n import gettext_later
from app.queries.audiences import (
    INVITATION,
    LETTER,
    REMINDER,
    audience_of,
    next_to_prepare,
    way_of,
)
from app.sealing import SealBroken
from app.usecases.background import possible_answers
from app.usecases.invitations import stored_form
from app.usecases.letter_documents import (
    LETTERS,
    all_letters_known,
    ask_letters,
    count_letters,
    letters_reference,
    note_letters_made,
)
from app.usecases.recipients import Person, person_of, sealed
from dialogue.codes import new_code, show_code
from dialogue.models import (
    AddressList,
    Delivery,
    DeliveryState,
    Dialogue,
    DialogueState,
    Invitation,
    ListState,
    Mailing,
    MailingState,
    Recipient,
    RecipientState,
)

# So long nobody else takes a message that somebody is sending.
LEASE = timedelta(minutes=10)
PREPARED_AT_ONCE = 100
# A message that can't be delivered for now is tried again after 5, 10, 20, ... minutes.
FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS = timedelta(minutes=5), timedelta(hours=4), 8
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
# So often a service may refuse one message before that message is given up.
MOST_REFUSALS = 3
UNREADABLE = gettext_later("The address can't be read: the secret key of this software changed.")
NO_LONGER_NEEDED = gettext_later("Not sent, because it was no longer needed.")


@dataclass(frozen=True)
class Taken:
    """A message to send now, with all that it is made of."""

    delivery: Delivery
    mailing: Mailing
    dialogue: Dialogue
    recipient: Recipient
    person: Person
    way: str
    last_day: date | None


def due_mailings(session: Session, *, now: datetime) -> list[UUID]:
    """List the mailings that may go on now, the oldest first."""
    waiting = or_(col(Mailing.send_at).is_(None), col(Mailing.send_at) <= now)
    query = (
        select(Mailing.id)
        .join(Dialogue, col(Dialogue.id) == col(Mailing.dialogue_id))
        .where(
            col(Mailing.state).in_((MailingState.READY, MailingState.SENDING)),
            waiting,
            col(Dialogue.state) == DialogueState.LAUNCHED,
        )
        .order_by(col(Mailing.made_at), col(Mailing.id))
    )
    return list(session.exec(query).all())


def prepare(
    session: Session, mailing_id: UUID, *, key: bytes, today: date, now: datetime,
    complete: bool = False,
) -> bool:  # fmt: skip
    """Give the next people of a mailing a message that waits, and a code.

    A few at a time and only when little waits: others can't write meanwhile. Returns whether
    everybody has a message now; who knows that already says ``complete``.
    """
    mailing = session.get_one(Mailing, mailing_id, with_for_update=True)
    if mailing.state not in (MailingState.READY, MailingState.SENDING):
        return complete
    mailing.state = MailingState.SENDING
    if not list_in_use(session, mailing):
        return True
    letters = count_letters(session, mailing)
    if not complete and not all_letters_known(session, mailing, letters):
        if enough_waits(session, mailing):
            return False
        audience = audience_of(mailing, today)
        people = next_to_prepare(session, mailing, audience, many=PREPARED_AT_ONCE)
        letters += give_messages(session, mailing, people, letters, key=key, now=now)
        complete = len(people) < PREPARED_AT_ONCE
    else:
        complete = True
    ask_letters(session, mailing, letters, complete=complete, now=now)
    note_letters_made(session, mailing, letters, now=now)
    return complete


def list_in_use(session: Session, mailing: Mailing) -> bool:
    """Tell whether its list may be written to: once it is erased, nothing more goes out at all."""
    query = select(AddressList.id).where(
        AddressList.id == mailing.list_id, AddressList.state == ListState.IMPORTED
    )
    return session.exec(query).first() is not None


def enough_waits(session: Session, mailing: Mailing) -> bool:
    """Tell whether there is enough to send before more has to be prepared."""
    query = select(Delivery.id).where(
        Delivery.mailing_id == mailing.id, Delivery.state == DeliveryState.WAITING, ~is_letter()
    )
    return len(session.exec(query.limit(PREPARED_AT_ONCE)).all()) == PREPARED_AT_ONCE


def give_messages(
    session: Session,
    mailing: Mailing,
    people: Sequence[Recipient],
    letters: int,
    *,
    key: bytes,
    now: datetime,
) -> int:
    """Store a message for each, with an invitation when they have none; returns the letters."""
    before = letters
    if mailing.kind == INVITATION:
        invite(session, mailing, people, key=key)
    for recipient in people:
        reference = ""
        if way_of(recipient, mailing.channel) == LETTER:
            reference, letters = letters_reference(mailing.id, letters), letters + 1
        session.add(
            Delivery(
                mailing_id=mailing.id, recipient_id=recipient.id, reference=reference,
                changed_at=now,
            )
        )  # fmt: skip
    session.flush()
    return letters - before


def is_letter() -> ColumnElement[bool]:
    """Say which messages are printed."""
    return col(Delivery.reference).startswith(f"{LETTERS}:")


def invite(session: Session, mailing: Mailing, people: Sequence[Recipient], *, key: bytes) -> None:
    """Make a code for each; the code itself is only kept sealed, with their address."""
    dialogue = session.get_one(Dialogue, mailing.dialogue_id)
    made = [(each, *invitation_for(dialogue, mailing, each, key=key)) for each in people]
    session.add_all(invitation for _, invitation, _ in made)
    session.flush()
    for recipient, invitation, code in made:
        recipient.invitation_id = invitation.id
        if person := readable(recipient, key=key):
            recipient.sealed = sealed(replace(person, code=show_code(code)), key=key)


def invitation_for(
    dialogue: Dialogue, mailing: Mailing, recipient: Recipient, *, key: bytes
) -> tuple[Invitation, str]:
    """Draw a code, and say at its invitation what may be said of who gets it."""
    way = way_of(recipient, mailing.channel)
    code = new_code(random_bits=secrets.randbits)
    groups = possible_answers(dialogue, recipient.groups)
    mark = {"chamber": str(recipient.chamber_id), "way": way, "groups": groups}
    return Invitation(
        dialogue_id=dialogue.id, chamber_id=recipient.chamber_id, channel=way, wave=mailing.wave,
        code_hash=stored_form(code, dialogue, key=key), expires_on=mailing.expires_on,
        groups=dict(sorted(groups.items())) if mark in mailing.known_groups else {},
    ), code  # fmt: skip


def take(session: Session, mailing_id: UUID, *, key: bytes, now: datetime) -> Taken | None:
    """Take the next message that goes by e-mail or text, and write the attempt down.

    What is no longer needed meanwhile is set aside on the way.
    """
    mailing = session.get_one(Mailing, mailing_id)
    if mailing.state is not MailingState.SENDING or not list_in_use(session, mailing):
        return None
    while (delivery := next_waiting(session, mailing, now=now)) is not None:
        recipient = session.get_one(Recipient, delivery.recipient_id)
        invitation = session.get(Invitation, recipient.invitation_id)
        person = readable(recipient, key=key)
        if person and still_needed(mailing, recipient, invitation):
            delivery.attempts += 1
            delivery.try_after, delivery.changed_at = now + LEASE, now
            session.add(delivery)
            return Taken(
                delivery, mailing, session.get_one(Dialogue, mailing.dialogue_id), recipient,
                person, way_of(recipient, mailing.channel),
                invitation.expires_on if invitation else None,
            )  # fmt: skip
        give_up(delivery, UNREADABLE if recipient.sealed and not person else NO_LONGER_NEEDED, now)
        session.flush()
    return None


def readable(recipient: Recipient, *, key: bytes) -> Person | None:
    """Read who somebody is, unless they were sealed with another key."""
    try:
        return person_of(recipient, key=key)
    except SealBroken:
        return None


def next_waiting(session: Session, mailing: Mailing, *, now: datetime) -> Delivery | None:
    """Load a message that may go out now, so that nobody else takes it."""
    query = (
        select(Delivery)
        .where(
            col(Delivery.mailing_id) == mailing.id,
            col(Delivery.state) == DeliveryState.WAITING,
            or_(col(Delivery.try_after).is_(None), col(Delivery.try_after) <= now),
            ~is_letter(),
        )
        .order_by(col(Delivery.changed_at), col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def still_needed(mailing: Mailing, recipient: Recipient, invitation: Invitation | None) -> bool:
    """Tell whether somebody still wants and needs this message."""
    if recipient.state is not RecipientState.LISTED or invitation is None:
        return False
    return mailing.kind != REMINDER or invitation.redeemed_on is None


def store_sent(session: Session, delivery_id: UUID, reference: str, *, now: datetime) -> None:
    """Write down that a service took a message, and that the service is well."""
    delivery = session.get_one(Delivery, delivery_id)
    if delivery.state is DeliveryState.WAITING:  # a report can be faster than we are
        delivery.state = DeliveryState.SENT
    delivery.reference, delivery.problem = reference[:200], ""
    delivery.try_after, delivery.changed_at = None, now
    mailing = session.get_one(Mailing, delivery.mailing_id)
    if mailing.problem and mailing.state is MailingState.SENDING:
        mailing.problem, mailing.send_at = "", None
    session.add_all([delivery, mailing])


def store_bounce(session: Session, delivery_id: UUID, problem: str, *, now: datetime) -> None:
    """Write down that an address takes no messages."""
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state, delivery.problem = DeliveryState.BOUNCED, problem
    delivery.try_after, delivery.changed_at = None, now
    recipient = session.get_one(Recipient, delivery.recipient_id)
    if recipient.state is RecipientState.LISTED:
        recipient.state = RecipientState.BOUNCED
    session.add_all([delivery, recipient])


def store_later(session: Session, delivery_id: UUID, problem: str, *, now: datetime) -> None:
    """Put one message off; after eight attempts it is given up."""
    delivery = session.get_one(Delivery, delivery_id)
    if delivery.attempts >= MOST_ATTEMPTS:
        give_up(delivery, problem, now)
    else:
        delivery.problem = problem
        delivery.try_after = now + backed_off(delivery.attempts, FIRST_WAIT, LONGEST_WAIT)
        delivery.changed_at = now
    session.add(delivery)


def store_away(session: Session, delivery_id: UUID, problem: str, *, now: datetime) -> None:
    """Let a whole mailing rest, longer each time, because its service does not answer."""
    delivery = session.get_one(Delivery, delivery_id)
    mailing = session.get_one(Mailing, delivery.mailing_id)
    rest = backed_off(delivery.attempts, FIRST_REST, LONGEST_REST)
    delivery.try_after, delivery.problem = None, problem
    if mailing.state is MailingState.SENDING:
        mailing.problem, mailing.send_at = problem, now + rest
    session.add_all([delivery, mailing])


def store_refused(session: Session, delivery_id: UUID, problem: str, *, now: datetime) -> None:
    """Pause a mailing whose service refuses us: somebody has to look."""
    delivery = session.get_one(Delivery, delivery_id)
    mailing = session.get_one(Mailing, delivery.mailing_id)
    delivery.try_after, delivery.problem = None, problem
    if delivery.attempts >= MOST_REFUSALS:
        give_up(delivery, problem, now)
    if mailing.state is MailingState.SENDING:
        mailing.state, mailing.problem = MailingState.PAUSED, problem
    session.add_all([delivery, mailing])


def give_up(delivery: Delivery, problem: str, now: datetime) -> None:
    """Set a message aside with the reason."""
    delivery.state, delivery.problem = DeliveryState.FAILED, problem
    delivery.try_after, delivery.changed_at = None, now


def backed_off(attempts: int, first: timedelta, longest: timedelta) -> timedelta:
    """Wait twice as long after each attempt, up to a longest."""
    doublings = min(max(attempts, 1) - 1, 20)
    return min(longest, first * 2.0**doublings)


def finish_if_done(session: Session, mailing_id: UUID, *, now: datetime) -> bool:
    """Close a mailing of which nothing waits any more."""
    mailing = session.get_one(Mailing, mailing_id)
    waiting = select(Delivery.id).where(
        Delivery.mailing_id == mailing_id, Delivery.state == DeliveryState.WAITING
    )
    if mailing.state is not MailingState.SENDING or session.exec(waiting.limit(1)).first():
        return False
    mailing.state, mailing.finished_at, mailing.problem = MailingState.DONE, now, ""
    session.add(mailing)
    return True
