"""Erase addresses as soon as nobody needs them; the worker does it, a piece at a time.

Gone with their rows: lists that were erased or refused, or that nobody decided about for a month,
and everything once the dialogue is closed.
Of somebody who was invited the keyed hash of the address stays until then, and nothing else: so
that the same person gets no second code from a later list.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.usecases.addresses import OVER, erase_list
from app.usecases.recipients import ERASED
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    AddressList,
    Delivery,
    DeliveryState,
    Dialogue,
    Invitation,
    ListState,
    Recipient,
    RecipientState,
)

ROWS_AT_ONCE = 2_000
UNDECIDED = (ListState.UPLOADED, ListState.CHECKING, ListState.CHECKED)
UNDECIDED_FOR_AT_MOST = timedelta(days=30)
NOT_IN_USE = (ListState.ERASED, ListState.REFUSED)


def is_needed(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a list or somebody to erase."""
    lists = session.exec(lists_to_erase(now).limit(1)).first()
    people = (of_closed_dialogues(), and_(not_in_use(), not_wiped()))
    return lists is not None or any(some(session, each, most=1) for each in people)


def erase_lists(session: Session, *, now: datetime) -> None:
    """Erase the lists that nobody needs any more."""
    for each in session.exec(lists_to_erase(now)).all():
        erase_list(session, each, actor=Actor(ActorRole.MACHINE), now=now)


def lists_to_erase(now: datetime) -> SelectOfScalar[AddressList]:
    """Choose the lists of dialogues that are over, and those that nobody decided about in time."""
    over = select(Dialogue.id).where(col(Dialogue.state).in_(OVER))
    forgotten = and_(
        col(AddressList.state).in_(UNDECIDED),
        col(AddressList.uploaded_at) < now - UNDECIDED_FOR_AT_MOST,
    )
    lists = select(AddressList).options(defer(AddressList.file))  # type: ignore[arg-type]  # a column
    return lists.where(
        AddressList.state != ListState.ERASED,
        or_(col(AddressList.dialogue_id).in_(over), forgotten),
    )


def erase_some(session: Session) -> None:
    """Erase some people of lists that are not in use.

    Of a closed dialogue and of who got no code the row goes, with what was sent; of others
    everything but the mark of their address.
    """
    never_invited = (not_in_use(), col(Recipient.invitation_id).is_(None), not_wiped())
    gone = some(session, of_closed_dialogues()) or some(session, *never_invited)
    if gone:
        session.execute(delete(Delivery).where(col(Delivery.recipient_id).in_(gone)))
        session.execute(delete(Recipient).where(col(Recipient.id).in_(gone)))
    else:
        wipe(session, some(session, not_in_use(), not_wiped()))


def who_came(session: Session) -> Sequence[UUID]:
    """Find some people whose code was used: nobody has to write to them any more."""
    used = select(Invitation.id).where(col(Invitation.redeemed_on).is_not(None))
    return some(session, col(Recipient.invitation_id).in_(used))


def of_closed_dialogues() -> ColumnElement[bool]:
    """Choose people of dialogues that nobody can come in to any more."""
    over = select(Dialogue.id).where(col(Dialogue.state).in_(OVER))
    return col(Recipient.dialogue_id).in_(over)


def not_in_use() -> ColumnElement[bool]:
    """Choose people of lists that were erased or refused."""
    lists = select(AddressList.id).where(col(AddressList.state).in_(NOT_IN_USE))
    return col(Recipient.list_id).in_(lists)


def not_wiped() -> ColumnElement[bool]:
    """Choose people of whom there is still an address."""
    return or_(col(Recipient.sealed) != ERASED, col(Recipient.invitation_id).is_not(None))


def some(session: Session, *which: ColumnElement[bool], most: int = ROWS_AT_ONCE) -> Sequence[UUID]:
    """Find some people."""
    return session.exec(select(Recipient.id).where(*which).limit(most)).all()


def wipe(session: Session, people: Sequence[UUID]) -> None:
    """Leave the mark of the address only; what waits to be sent is not sent any more."""
    if people:
        waits = col(Delivery.state) == DeliveryState.WAITING
        session.execute(delete(Delivery).where(col(Delivery.recipient_id).in_(people), waits))
        session.execute(
            update(Recipient)
            .where(col(Recipient.id).in_(people))
            .values(
                sealed=ERASED, invitation_id=None, row=0, groups={}, language="nl",
                by_email=False, by_sms=False, by_letter=False, state=RecipientState.STOPPED,
            )
        )  # fmt: skip
