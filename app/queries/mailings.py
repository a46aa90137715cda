"""Mailings as the desk shows them: numbers and words, never an address or a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.audiences import EMAIL, INVITATION, REMINDER, TEXT_MESSAGE
from dialogue.models import (
    AddressList,
    Delivery,
    DeliveryState,
    Dialogue,
    Draw,
    ListState,
    Mailing,
    Recipient,
    RecipientState,
)
from participation.disclosure import SUPPRESSED, shown_steps


@dataclass(frozen=True)
class MailingProgress:
    """How far a mailing is. Of a reminder no number is told: it would say who did not answer."""

    mailing: Mailing
    list_name: str
    counts: Mapping[DeliveryState, int] = field(default_factory=dict)

    @property
    def tells_numbers(self) -> bool:
        """Tell whether its numbers may be shown."""
        return self.mailing.kind != REMINDER

    def count(self, *states: DeliveryState) -> int:
        """Count messages in these states."""
        return sum(self.counts.get(each, 0) for each in states)

    @property
    def gone(self) -> int:
        """Count the messages that need nothing more."""
        return sum(self.counts.values()) - self.count(DeliveryState.WAITING)

    @property
    def total(self) -> int:
        """Say how many there will be, as far as known."""
        return max(self.mailing.total, sum(self.counts.values()), 1)

    @property
    def share(self) -> float:
        """Say which part is done."""
        return min(1.0, self.gone / self.total)


@dataclass(frozen=True)
class ListedPeople:
    """A list to send to, in numbers that the facilitator knows from the import."""

    addresses: AddressList
    draws: Sequence[Draw]
    people: int
    invited: int
    bounced: int
    bounced_with_letter: int


def count_mailings(session: Session, dialogue: Dialogue) -> int:
    """Count the mailings of a dialogue."""
    query = sql_select(func.count()).select_from(Mailing)
    return session.scalar(query.where(col(Mailing.dialogue_id) == dialogue.id)) or 0


def mailings_of(session: Session, dialogue: Dialogue) -> list[MailingProgress]:
    """List the mailings of a dialogue, the latest first."""
    query = (
        select(Mailing)
        .where(Mailing.dialogue_id == dialogue.id)
        .order_by(col(Mailing.made_at).desc(), col(Mailing.id))
    )
    return [progress_of(session, each) for each in session.exec(query).all()]


def progress_of(session: Session, mailing: Mailing) -> MailingProgress:
    """Count the messages of a mailing by state."""
    query = (
        sql_select(col(Delivery.state), func.count())
        .where(col(Delivery.mailing_id) == mailing.id)
        .group_by(col(Delivery.state))
    )
    addresses = session.get(AddressList, mailing.list_id)
    counts = {row[0]: row[1] for row in session.execute(query)}
    return MailingProgress(mailing, addresses.name if addresses else "", counts)


def problems_of(session: Session, mailing: Mailing) -> list[tuple[str, int]]:
    """Count why messages were not delivered, in sentences of ours."""
    query = (
        sql_select(col(Delivery.problem), func.count())
        .where(
            col(Delivery.mailing_id) == mailing.id,
            col(Delivery.state).in_((DeliveryState.FAILED, DeliveryState.BOUNCED)),
        )
        .group_by(col(Delivery.problem))
        .order_by(func.count().desc())
    )
    return [(problem, count) for problem, count in session.execute(query)]


def lists_of(session: Session, dialogue: Dialogue) -> list[ListedPeople]:
    """List the lists that were brought in, with how many can be written to."""
    query = (
        select(AddressList)
        .where(AddressList.dialogue_id == dialogue.id, AddressList.state == ListState.IMPORTED)
        .order_by(col(AddressList.uploaded_at), col(AddressList.id))
    )
    return [listed(session, each) for each in session.exec(query).all()]


def listed(session: Session, addresses: AddressList) -> ListedPeople:
    """Count the people of one list; how many came in or stopped is not told here."""
    query = (
        sql_select(col(Recipient.state), col(Recipient.by_letter), func.count())
        .where(col(Recipient.list_id) == addresses.id)
        .group_by(col(Recipient.state), col(Recipient.by_letter))
    )
    rows = session.execute(query).all()
    draws = session.exec(
        select(Draw).where(Draw.list_id == addresses.id).order_by(col(Draw.drawn_at))
    ).all()
    back = [row for row in rows if row[0] is RecipientState.BOUNCED]
    return ListedPeople(
        addresses,
        draws,
        people=sum(row[2] for row in rows),
        invited=count_invited(session, addresses),
        bounced=sum(row[2] for row in back),
        bounced_with_letter=sum(row[2] for row in back if row[1]),
    )


def count_invited(session: Session, addresses: AddressList, *, draw_id: UUID | None = None) -> int:
    """Count those of a list or a draw to whom an invitation was sent: known to who sent it."""
    drawn = col(Recipient.draw_id) == draw_id if draw_id else true()
    query = (
        sql_select(func.count(col(Delivery.id)))
        .join(Mailing, col(Mailing.id) == col(Delivery.mailing_id))
        .join(Recipient, col(Recipient.id) == col(Delivery.recipient_id))
        .where(
            drawn,
            col(Mailing.list_id) == addresses.id,
            col(Mailing.kind) == INVITATION,
            col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.DELIVERED)),
        )
    )
    return int(session.execute(query).scalar_one())


def beyond_reach(addresses: AddressList, channel: str) -> int:
    """Count those of a list whom a reminder by this way can't reach, at most: as it was read."""
    people = addresses.rows - addresses.rows_wrong
    counts: Mapping[str, int] = addresses.counts
    ways = {EMAIL: ("email",), TEXT_MESSAGE: ("sms",)}.get(channel, ("email", "sms"))
    return max(0, people - max(counts.get(way, people) for way in ways))


def shown_reach(count: int, *, invited: int) -> int | None:
    """Give how many did not take part yet as "at least", in whole tens; None when hidden."""
    shown = shown_steps([count], known=invited)[0]
    return None if shown is SUPPRESSED or not isinstance(shown, int) else shown


def mailing_in(session: Session, dialogue: Dialogue, mailing_id: UUID) -> Mailing | None:
    """Load a mailing of this dialogue."""
    found = session.get(Mailing, mailing_id)
    return found if found is not None and found.dialogue_id == dialogue.id else None
