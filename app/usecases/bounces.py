"""What comes back: reports of a service, and messages that a mail server sends when one bounced."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser, Parser
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.usecases.recipients import Person, address_hash
from dialogue.models import (
    Delivery,
    DeliveryState,
    Dialogue,
    Mailing,
    Recipient,
    RecipientState,
)

PROBLEM = "This address does not exist, or takes no messages."
ADDRESS = re.compile(r"[^\s<>,;\"']+@[^\s<>,;\"']+")
HEADERS_ONLY = "text/rfc822-headers"
# Reports are short; what follows in a message of megabytes tells us nothing more.
LARGEST_REPORT = 1_000_000


def note_report(session: Session, reference: str, *, delivered: bool, now: datetime) -> bool:
    """Note that a message arrived, or came back for good; says whether it is one of ours.

    ``reference`` is ours (the id of the message) or how the service calls it. The last report
    counts; a report that comes twice changes nothing.
    """
    delivery = delivery_of(session, reference)
    if delivery is None:
        return False
    if delivered:
        delivery.state, delivery.problem = DeliveryState.DELIVERED, ""
    else:
        bounce(session, delivery)
    delivery.try_after, delivery.changed_at = None, now
    session.add(delivery)
    return True


def delivery_of(session: Session, reference: str) -> Delivery | None:
    """Find a message by our name for it or by the service's; one that waits has none yet."""
    if not reference:
        return None
    names = [col(Delivery.reference) == reference[:200]]
    with suppress(ValueError):
        names.append(col(Delivery.id) == UUID(reference))
    return session.exec(select(Delivery).where(or_(*names)).limit(1)).first()


def bounce(session: Session, delivery: Delivery) -> None:
    """Mark a message and whom it was for."""
    delivery.state, delivery.problem = DeliveryState.BOUNCED, PROBLEM
    recipient = session.get_one(Recipient, delivery.recipient_id)
    if recipient.state is RecipientState.LISTED:
        recipient.state = RecipientState.BOUNCED
    session.add_all([delivery, recipient])


def note_bounces(session: Session, found: Iterable[str], *, key: bytes, now: datetime) -> int:
    """Mark who could not be reached, by address or reference; returns how many were known."""
    return sum(note_bounce(session, each, key=key, now=now) for each in dict.fromkeys(found))


def note_bounce(session: Session, found: str, *, key: bytes, now: datetime) -> bool:
    """Mark one; an address is looked for in every dialogue with a list."""
    reference = found.strip().strip("<>")
    own_name = reference.partition("@")[0]
    if note_report(session, f"<{reference}>", delivered=False, now=now):
        return True
    if note_report(session, own_name, delivered=False, now=now):
        return True
    known = recipients_at(session, reference, key=key) if ADDRESS.fullmatch(reference) else []
    for recipient in known:
        bounce_last(session, recipient, now=now)
    return bool(known)


def recipients_at(session: Session, address: str, *, key: bytes) -> list[Recipient]:
    """Find who has this e-mail address; only keyed hashes are compared."""
    dialogues = session.exec(select(Dialogue.id).where(
        col(Dialogue.id).in_(select(col(Mailing.dialogue_id)))
    )).all()  # fmt: skip
    person = Person(email=address.casefold())
    hashes = [address_hash(person, dialogue_id=each, key=key) for each in dialogues]
    query = select(Recipient).where(
        col(Recipient.address_hash).in_(hashes), col(Recipient.by_email).is_(True)
    )
    return list(session.exec(query).all())


def bounce_last(session: Session, recipient: Recipient, *, now: datetime) -> None:
    """Mark somebody, and the last message that was sent to them."""
    query = (
        select(Delivery)
        .where(
            Delivery.recipient_id == recipient.id,
            col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.DELIVERED)),
        )
        .order_by(col(Delivery.changed_at).desc())
    )
    last = session.exec(query).first()
    if last is not None:
        bounce(session, last)
        last.changed_at = now
    elif recipient.state is RecipientState.LISTED:
        recipient.state = RecipientState.BOUNCED
        session.add(recipient)


def bounced_in(content: bytes) -> list[str]:
    """Read which addresses or references bounced: from a list, or from a mail server's report.

    A report is read as RFC 3464 says: only what failed for good counts, not what is late. Any
    other e-mail, such as a note that somebody is on holiday, names nobody who can't be reached.
    """
    content = content[:LARGEST_REPORT]
    message = BytesParser(policy=policy.default).parsebytes(content)
    if message.get_content_type() == "multipart/report":
        return list(failed_in(message))
    if is_other_mail(message):
        return []
    text = content.decode("utf-8", errors="replace")
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [found[0] if (found := ADDRESS.search(line)) else line for line in lines if line]


def is_other_mail(message: EmailMessage) -> bool:
    """Tell an e-mail, which has these headers (RFC 5322), from a list."""
    return bool(message["From"] and (message["Date"] or message["Received"]))


def failed_in(report: EmailMessage) -> Iterator[str]:
    """Give the reference of the message that failed, or else the addresses."""
    failed = [part for part in parts_about_people(report) if has_failed(part)]
    if not failed:
        return
    returned = next(returned_references(report), "")
    if returned:
        yield returned
        return
    for part in failed:
        yield str(part["Final-Recipient"]).partition(";")[2].strip()


def returned_references(report: EmailMessage) -> Iterator[str]:
    """Give the Message-ID of what came back: a whole message, or its headers only."""
    for part in report.walk():
        if part is not report and part["Message-ID"]:
            yield str(part["Message-ID"])
        elif isinstance(part, EmailMessage) and part.get_content_type() == HEADERS_ONLY:
            headers = Parser(policy=policy.default).parsestr(part.get_content(), headersonly=True)
            if headers["Message-ID"]:
                yield str(headers["Message-ID"])


def parts_about_people(report: EmailMessage) -> Iterator[Message]:
    """Give what a report says of each recipient."""
    for part in report.walk():
        if part["Final-Recipient"] and part["Action"]:
            yield part


def has_failed(part: Message) -> bool:
    """Tell whether a message will never arrive."""
    action, status = str(part["Action"]).strip().lower(), str(part["Status"] or "").strip()
    return action == "failed" and not status.startswith("4")
