"""Who works in a region, who was invited, and what somebody's own account shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from dialogue.models import Account, Membership, Region, Role, StaffLink


@dataclass
class Colleague:
    """Somebody with one or more roles in a region; ``elsewhere``: in a region of others too."""

    account: Account
    roles: list[Role] = field(default_factory=list)
    elsewhere: bool = False


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that may still be used, and who sent it; empty for the command line."""

    link: StaffLink
    sender: str


@dataclass(frozen=True)
class OwnRole:
    """What somebody does in which region."""

    region: Region
    role: Role


@dataclass(frozen=True)
class Renewal:
    """When a password was last chosen with a link, and who made that link; empty: its owner."""

    at: datetime
    maker: str


def regions_with(session: Session, region_ids: Collection[UUID]) -> Sequence[Region]:
    """Load these regions by name."""
    query = select(Region).where(col(Region.id).in_(region_ids)).order_by(col(Region.name))
    return session.exec(query).all()


def colleagues_in(session: Session, region: Region, mine: Collection[UUID]) -> list[Colleague]:
    """List who works in a region; ``mine`` are the regions of whoever looks."""
    query = (
        select(Account, Membership.role)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.region_id == region.id)
        .order_by(col(Account.name), col(Account.id), col(Membership.role))
    )
    found: dict[UUID, Colleague] = {}
    for account, role in session.exec(query).all():
        found.setdefault(account.id, Colleague(account)).roles.append(Role(role))
    others = select(Membership.account_id).where(
        col(Membership.account_id).in_(found), col(Membership.region_id).not_in(mine)
    )
    for account_id in session.exec(others).all():
        found[account_id].elsewhere = True
    return list(found.values())


def invitations_to(session: Session, region: Region, now: datetime) -> list[OpenInvitation]:
    """List the invitations of a region that may still be used, the one that ends first above."""
    query = (
        select(StaffLink, Account.name)
        .outerjoin(Account, col(Account.id) == StaffLink.made_by)
        .where(
            StaffLink.region_id == region.id,
            col(StaffLink.used_at).is_(None),
            col(StaffLink.expires_at) > now,
        )
        .order_by(col(StaffLink.expires_at), col(StaffLink.email))
    )
    return [OpenInvitation(link, sender or "") for link, sender in session.exec(query).all()]


def roles_of(session: Session, account: Account) -> list[OwnRole]:
    """List what somebody does in which region."""
    query = (
        select(Region, Membership.role)
        .join(Membership, col(Membership.region_id) == Region.id)
        .where(Membership.account_id == account.id)
        .order_by(col(Region.name), col(Membership.role))
    )
    return [OwnRole(region, Role(role)) for region, role in session.exec(query).all()]


def last_renewal(session: Session, account: Account) -> Renewal | None:
    """Tell when this password was last chosen with a link, so that nobody does so unseen."""
    query = (
        select(StaffLink.used_at, Account.name)
        .outerjoin(Account, col(Account.id) == StaffLink.made_by)
        .where(
            StaffLink.account_id == account.id,
            StaffLink.kind == "password",
            col(StaffLink.used_at).is_not(None),
        )
        .order_by(col(StaffLink.used_at).desc())
    )
    found = session.exec(query).first()
    return Renewal(found[0], found[1] or "") if found and found[0] else None
