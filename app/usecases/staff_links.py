"""Links for staff, good for one use: to join a region, or to choose a new password.

Whoever has the link has what it gives, so only a keyed hash of its token is stored.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, col, select

from app.security import keyed_hash, new_token
from dialogue.errors import LinkNotValid
from dialogue.models import Account, Region, Role, StaffLink

JOIN, RENEW = "join", "password"
LASTS = {JOIN: timedelta(days=7), RENEW: timedelta(hours=2)}
# Addresses of people who never came are not kept for longer than this after their link ended.
KEPT_AFTERWARDS = timedelta(days=30)


def make_link(
    session: Session,
    kind: str,
    email: str,
    *,
    key: bytes,
    now: datetime,
    region: Region | None = None,
    role: Role | None = None,
    account: Account | None = None,
    made_by: UUID | None = None,
) -> str:
    """Make a link and return its token, which is stored nowhere."""
    forget_old_links(session, now)
    token = new_token()
    session.add(
        StaffLink(
            token_hash=hash_of(token, key=key),
            kind=kind,
            email=email,
            region_id=region.id if region else None,
            role=role,
            account_id=account.id if account else None,
            made_by=made_by,
            made_at=now,
            expires_at=now + LASTS[kind],
        )
    )
    session.flush()
    return token


def find_link(session: Session, kind: str, token: str, *, key: bytes, now: datetime) -> StaffLink:
    """Load what a link gives, without using it. Raises LinkNotValid."""
    found = session.get(StaffLink, hash_of(token, key=key))
    if found is None or found.kind != kind or not found.valid(now):
        raise LinkNotValid
    return found


def use_link(session: Session, link: StaffLink, now: datetime) -> None:
    """Use a link once: of any number of requests at the same time, one gets past this."""
    claimed = session.exec(
        update(StaffLink)
        .where(
            col(StaffLink.token_hash) == link.token_hash,
            col(StaffLink.used_at).is_(None),
            col(StaffLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    if claimed.rowcount != 1:
        raise LinkNotValid


def withdraw(session: Session, *which: ColumnElement[bool], now: datetime) -> int:
    """Take back the open links that these conditions name; returns how many there were."""
    ended = session.exec(
        delete(StaffLink).where(
            *which,
            col(StaffLink.used_at).is_(None),
            col(StaffLink.expires_at) > now,
        )
    )
    return ended.rowcount


def made_since(session: Session, kind: str, email: str, since: datetime) -> int:
    """Count the links of a kind that were made for somebody since a moment, ended ones too."""
    query = (
        select(func.count())
        .select_from(StaffLink)
        .where(StaffLink.kind == kind, StaffLink.email == email, StaffLink.made_at > since)
    )
    return session.exec(query).one()


def forget_old_links(session: Session, now: datetime) -> None:
    """Delete the links that ended long ago, with the address that they were for."""
    session.exec(delete(StaffLink).where(col(StaffLink.expires_at) < now - KEPT_AFTERWARDS))


def hash_of(token: str, *, key: bytes) -> str:
    """Give what is stored of a token."""
    return keyed_hash(token, key=key, purpose="staff-link")
