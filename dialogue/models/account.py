"""People with a password: facilitators and board members. Residents never have an account."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id, state_column


class Role(StrEnum):
    """What an account may do in a region."""

    FACILITATOR = "facilitator"
    BOARD = "board"


class Account(SQLModel, table=True):
    """A facilitator or board member."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=200)
    password_hash: str = Field(max_length=200)
    active: bool = True
    created_at: datetime


class Membership(SQLModel, table=True):
    """The role of an account in a region."""

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    region_id: UUID = Field(foreign_key="region.id", primary_key=True)
    role: Role = Field(sa_column=state_column(Role, primary_key=True))


class StaffSession(SQLModel, table=True):
    """A login that can be revoked; only a hash of its token is stored."""

    __tablename__ = "staff_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime

    def valid(self, now: datetime) -> bool:
        """Tell whether this login may still be used."""
        return now < self.expires_at


class StaffLink(SQLModel, table=True):
    """A link sent to somebody of the staff, good for one use: to join a region, or a new password.

    Only a hash of its token is stored. ``region_id`` and ``role`` are what it gives; ``account_id``
    is whose password it renews.
    """

    __tablename__ = "staff_link"

    token_hash: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=32)
    email: str = Field(max_length=254, index=True)
    region_id: UUID | None = Field(default=None, foreign_key="region.id")
    role: Role | None = Field(default=None, sa_column=state_column(Role, nullable=True))
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def valid(self, now: datetime) -> bool:
        """Tell whether this link may still be used."""
        return self.used_at is None and now < self.expires_at
