"""Colleagues of a region: invite them, let them come in, let them go."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.usecases import staff_links
from app.usecases.accounts import account_with, create_account, give_role
from app.usecases.own_accounts import LONGEST_NAME, require_email
from app.usecases.staff_links import JOIN, RENEW
from dialogue.errors import (
    ColleagueElsewhereToo,
    EmailTaken,
    LastFacilitator,
    LinkForAnother,
    NotFound,
    RoleHeldAlready,
    TooManyInvitations,
)
from dialogue.models import Account, Membership, Region, Role, StaffLink
from dialogue.passwords import require_good_password
from dialogue.wording import clean_text

MOST_OPEN_INVITATIONS = 100


def invite(
    session: Session,
    region: Region,
    *,
    email: str,
    role: Role,
    by: UUID | None,
    key: bytes,
    now: datetime,
) -> str:
    """Make the link with which somebody joins a region; a former one for the same role ends.

    Raises EmailNotUsable, RoleHeldAlready or TooManyInvitations.
    """
    address = require_email(email)
    account = account_with(session, address)
    if account is not None and membership_of(session, region, account.id, role):
        raise RoleHeldAlready
    staff_links.withdraw(
        session,
        *open_in(region),
        col(StaffLink.email) == address,
        col(StaffLink.role) == role,
        now=now,
    )
    if open_invitations(session, region, now) >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations(most=MOST_OPEN_INVITATIONS)
    return staff_links.make_link(
        session, JOIN, address, key=key, now=now, region=region, role=role, made_by=by
    )


def open_in(region: Region) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Name the invitations of a region, for a query."""
    return col(StaffLink.kind) == JOIN, col(StaffLink.region_id) == region.id


def open_invitations(session: Session, region: Region, now: datetime) -> int:
    """Count the invitations of a region that may still be used."""
    query = (
        select(func.count())
        .select_from(StaffLink)
        .where(*open_in(region), col(StaffLink.used_at).is_(None), col(StaffLink.expires_at) > now)
    )
    return session.exec(query).one()


def withdraw_invitation(session: Session, region: Region, link: str, *, now: datetime) -> None:
    """Take back an open invitation of a region; one that is gone already is no mistake."""
    staff_links.withdraw(session, *open_in(region), col(StaffLink.token_hash) == link, now=now)


def join_as_new(
    session: Session,
    token: str,
    *,
    name: str,
    password: str,
    again: str,
    key: bytes,
    now: datetime,
) -> Account:
    """Make the account of somebody who was invited, and use the invitation up.

    Raises LinkNotValid, EmailTaken, or what is wrong with the name or the password.
    """
    link = staff_links.find_link(session, JOIN, token, key=key, now=now)
    if account_with(session, link.email) is not None:
        raise EmailTaken
    called = clean_text(name, limit=LONGEST_NAME)
    require_good_password(password, again, about=(called, link.email))
    staff_links.use_link(session, link, now)  # before the password is hashed, which takes time
    account = create_account(session, email=link.email, name=called, password=password, now=now)
    take_up(session, link, account, now)
    return account


def accept(session: Session, token: str, account: Account, *, key: bytes, now: datetime) -> None:
    """Let somebody with an account join one more region. Raises LinkNotValid, LinkForAnother."""
    link = staff_links.find_link(session, JOIN, token, key=key, now=now)
    if link.email != account.email:
        raise LinkForAnother
    staff_links.use_link(session, link, now)
    take_up(session, link, account, now)


def take_up(session: Session, link: StaffLink, account: Account, now: datetime) -> None:
    """Give an account what an invitation promised.

    A link to a new password that a colleague made for it ends: it would open this region too.
    """
    if link.region_id is None or link.role is None:
        raise NotFound
    give_role(session, account, session.get_one(Region, link.region_id), link.role)
    by_colleague = (col(StaffLink.kind) == RENEW, col(StaffLink.made_by).is_not(None))
    mine = col(StaffLink.account_id) == account.id
    staff_links.withdraw(session, *by_colleague, mine, now=now)
    link.account_id = account.id
    session.add(link)
    session.flush()


def end_role(session: Session, region: Region, account_id: UUID, role: Role, now: datetime) -> None:
    """Let somebody leave, or remove them: every page of the region is shut for them at once.

    What they sent out as a facilitator ends too, so that nobody comes back by a link of their own.
    Raises NotFound, or LastFacilitator for the only one who can still log in.
    """
    # Two who leave at the same time wait for each other here.
    session.exec(select(Region.id).where(Region.id == region.id).with_for_update()).one()
    membership = membership_of(session, region, account_id, role)
    if membership is None:
        raise NotFound
    if role is Role.FACILITATOR:
        require_another_facilitator(session, region, account_id)
        made = col(StaffLink.made_by) == account_id
        staff_links.withdraw(session, *open_in(region), made, now=now)
        staff_links.withdraw(session, col(StaffLink.kind) == RENEW, made, now=now)
    session.delete(membership)
    session.flush()


def membership_of(
    session: Session, region: Region, account_id: UUID, role: Role
) -> Membership | None:
    """Find the role of somebody in a region, as it is in the database now."""
    query = select(Membership).where(
        Membership.account_id == account_id, Membership.region_id == region.id,
        Membership.role == role,
    )  # fmt: skip
    return session.exec(query.execution_options(populate_existing=True)).first()


def require_another_facilitator(session: Session, region: Region, account_id: UUID) -> None:
    """Refuse to leave a region with nobody who can let others in."""
    others = select(func.count()).select_from(Membership).join(
        Account, col(Account.id) == Membership.account_id
    ).where(
        col(Membership.region_id) == region.id, col(Membership.role) == Role.FACILITATOR,
        col(Membership.account_id) != account_id, col(Account.active).is_(True),
    )  # fmt: skip
    if not session.exec(others).one():
        raise LastFacilitator


def colleague_in(session: Session, region: Region, account_id: UUID) -> Account:
    """Load somebody with a role in this region. Raises NotFound."""
    query = select(Membership.account_id).where(
        Membership.account_id == account_id, Membership.region_id == region.id
    )
    account = session.get(Account, account_id) if session.exec(query).first() else None
    if account is None:
        raise NotFound
    return account


def renew_for(
    session: Session,
    colleague: Account,
    *,
    by: UUID,
    where: frozenset[UUID],
    key: bytes,
    now: datetime,
) -> str:
    """Make a link to a new password for a colleague who works only where the maker facilitates.

    Raises ColleagueElsewhereToo: with the link its maker could come in everywhere they do.
    """
    regions = select(Membership.region_id).where(Membership.account_id == colleague.id)
    if not set(session.exec(regions).all()) <= where:
        raise ColleagueElsewhereToo
    return staff_links.make_link(
        session, RENEW, colleague.email, key=key, now=now, account=colleague, made_by=by
    )
