"""Who a mailing is for: people on a list, in a draw, by the way they can be reached."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, false, func, literal, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import (
    Delivery,
    DeliveryState,
    Invitation,
    Mailing,
    Recipient,
    RecipientState,
)

INVITATION, REMINDER, AFTER_BOUNCE = "invitation", "reminder", "after_bounce"
KINDS = (INVITATION, REMINDER, AFTER_BOUNCE)
EMAIL, TEXT_MESSAGE, LETTER, BEST = "email", "text_message", "letter", "best"
WAYS = (EMAIL, TEXT_MESSAGE, LETTER)
BY_WIRE = (EMAIL, TEXT_MESSAGE)
MOST_REMINDERS = 2

WAY_COLUMNS = {
    EMAIL: col(Recipient.by_email),
    TEXT_MESSAGE: col(Recipient.by_sms),
    LETTER: col(Recipient.by_letter),
}


@dataclass(frozen=True)
class Audience:
    """Whom a mailing is for; ``today`` decides which codes still work."""

    list_id: UUID
    draw_id: UUID | None
    kind: str
    channel: str
    today: date


def audience_of(mailing: Mailing, today: date) -> Audience:
    """Read from a mailing whom it is for."""
    assert mailing.list_id is not None  # noqa: S101  (every mailing is made for a list)
    return Audience(mailing.list_id, mailing.draw_id, mailing.kind, mailing.channel, today)


def ways_in(audience: Audience) -> tuple[str, ...]:
    """Say which ways a mailing can go.

    No reminder goes on paper: who prints and posts it would see who did not take part.
    """
    chosen = WAYS if audience.channel == BEST else (audience.channel,)
    return tuple(way for way in chosen if audience.kind != REMINDER or way in BY_WIRE)


def way_of(recipient: Recipient, channel: str) -> str:
    """Say how somebody is reached: the way that was chosen, or the best that they have."""
    if channel != BEST:
        return channel
    if recipient.by_email:
        return EMAIL
    return TEXT_MESSAGE if recipient.by_sms else LETTER


def way_column(channel: str) -> ColumnElement[str]:
    """Say the same in the database."""
    if channel != BEST:
        return literal(channel)
    return case(
        (col(Recipient.by_email), EMAIL), (col(Recipient.by_sms), TEXT_MESSAGE), else_=LETTER
    )


def conditions(audience: Audience) -> list[ColumnElement[bool]]:
    """Say who belongs to an audience at this moment."""
    ways = ways_in(audience)
    # A reminder on paper: nobody is reached.
    reachable = [or_(false(), *(WAY_COLUMNS[way] for way in ways))]
    drawn = [col(Recipient.draw_id) == audience.draw_id] if audience.draw_id else []
    by_kind = {INVITATION: not_invited, REMINDER: to_remind, AFTER_BOUNCE: came_back}
    # Nothing sealed: only a mark of an address that was erased.
    on_list = [col(Recipient.list_id) == audience.list_id, col(Recipient.sealed) != b""]
    return [*on_list, *drawn, *reachable, *by_kind[audience.kind](audience)]


def not_invited(audience: Audience) -> list[ColumnElement[bool]]:
    """Those who may be written to and have no code yet."""
    return [
        col(Recipient.state) == RecipientState.LISTED,
        col(Recipient.invitation_id).is_(None),
    ]


def to_remind(audience: Audience) -> list[ColumnElement[bool]]:
    """Those whose code works and is not used, and who were not reminded twice."""
    still_valid = or_(
        col(Invitation.expires_on).is_(None), col(Invitation.expires_on) >= audience.today
    )
    return [
        col(Recipient.state) == RecipientState.LISTED,
        exists().where(
            col(Invitation.id) == col(Recipient.invitation_id),
            col(Invitation.redeemed_on).is_(None),
            still_valid,
        ),
        times_sent(REMINDER) < MOST_REMINDERS,
    ]


def came_back(audience: Audience) -> list[ColumnElement[bool]]:
    """Those whose e-mail or text message came back, and who got no letter for it yet."""
    return [
        col(Recipient.state) == RecipientState.BOUNCED,
        col(Recipient.invitation_id).is_not(None),
        times_sent(AFTER_BOUNCE) == 0,
    ]


def times_sent(kind: str) -> ColumnElement[int]:
    """Count how many mailings of a kind somebody is or was in."""
    return (
        sql_select(func.count())
        .select_from(Delivery)
        .join(Mailing, col(Mailing.id) == col(Delivery.mailing_id))
        .where(
            col(Delivery.recipient_id) == col(Recipient.id),
            col(Mailing.kind) == kind,
            col(Delivery.state) != DeliveryState.FAILED,
        )
        .correlate(Recipient)
        .scalar_subquery()
    )


def count_by_way(session: Session, audience: Audience) -> dict[str, int]:
    """Count how many people are reached in which way."""
    way = way_column(audience.channel)
    query = sql_select(way, func.count()).select_from(Recipient).where(*conditions(audience))
    return {found: count for found, count in session.execute(query.group_by(way)) if count}


def groups_by_way(session: Session, audience: Audience) -> list[tuple[UUID, str, str, int]]:
    """Count the people of a chamber that share what the list says of them, for each way."""
    # As text: PostgreSQL holds no two JSON documents to be equal.
    groups, way = cast(col(Recipient.groups), Text), way_column(audience.channel)
    query = (
        sql_select(col(Recipient.chamber_id), way, groups, func.count())
        .where(*conditions(audience))
        .group_by(col(Recipient.chamber_id), way, groups)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def next_to_prepare(
    session: Session, mailing: Mailing, audience: Audience, *, many: int
) -> list[Recipient]:
    """Load the next people of an audience who have no message in this mailing yet."""
    here = exists().where(
        and_(
            col(Delivery.recipient_id) == col(Recipient.id),
            col(Delivery.mailing_id) == mailing.id,
        )
    )
    query = (
        sql_select(Recipient)
        .where(*conditions(audience), ~here)
        .order_by(col(Recipient.row))
        .limit(many)
        .with_for_update(of=Recipient)
    )
    return list(session.execute(query).scalars())
