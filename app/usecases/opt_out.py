"""No more messages: a link without login that stops them and erases the address."""

import hmac
from uuid import UUID

from sqlmodel import Session

from app.security import keyed_hash
from app.usecases.recipients import ERASED
from dialogue.errors import NotFound
from dialogue.models import Dialogue, Recipient, RecipientState

PURPOSE = "stop messages"
ID_LENGTH, MARK_LENGTH = 32, 32


def stop_path(recipient_id: UUID, *, key: bytes) -> str:
    """Give the address at which somebody stops messages; nobody can make another's."""
    return f"/stop/{recipient_id.hex}{mark(recipient_id, key)}"


def mark(recipient_id: UUID, key: bytes) -> str:
    """Sign the id (128 bits of HMAC-SHA256)."""
    return keyed_hash(recipient_id.hex, key=key, purpose=PURPOSE)[:MARK_LENGTH]


def who_stops(session: Session, token: str, *, key: bytes) -> tuple[Recipient, Dialogue]:
    """Find whose link this is. Raises NotFound for one that we did not make."""
    if len(token) != ID_LENGTH + MARK_LENGTH or not token.isascii() or not token.isalnum():
        raise NotFound
    try:
        recipient_id = UUID(token[:ID_LENGTH])
    except ValueError:
        raise NotFound from None
    right = mark(recipient_id, key)
    recipient = session.get(Recipient, recipient_id)
    if not hmac.compare_digest(token[ID_LENGTH:].encode(), right.encode()) or recipient is None:
        raise NotFound
    return recipient, session.get_one(Dialogue, recipient.dialogue_id)


def stop_messages(session: Session, recipient: Recipient) -> None:
    """Send nothing more and forget the address; a keyed hash stays, so that it can't come back.

    A code that was sent can still be used: it is theirs. Stopping twice is no mistake.
    """
    recipient.state = RecipientState.STOPPED
    recipient.sealed = ERASED
    recipient.by_email = recipient.by_sms = recipient.by_letter = False
    session.add(recipient)
