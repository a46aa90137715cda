"""A participant: a pseudonym in one dialogue, known only by a receipt code."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id, state_column


class TrustLevel(StrEnum):
    """How sure we are that one person takes part once; verified: a host saw this person."""

    OPEN_LINK = "open_link"
    CODE = "code"
    VERIFIED = "verified"
    IMPORTED = "imported"


class Participant(SQLModel, table=True):
    """Somebody who takes part; nothing here says who.

    ``channel`` is how they came in: by a link that is open to all, or how their code was given to
    them. ``collective`` names the group that they said to speak for; empty: for themselves.
    """

    __table_args__ = (UniqueConstraint("dialogue_id", "receipt_hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    chamber_id: UUID = Field(foreign_key="chamber.id", index=True)
    receipt_hash: str = Field(max_length=64)
    trust: TrustLevel = Field(sa_column=state_column(TrustLevel))
    language: str = Field(default="nl", max_length=8)
    joined_on: date
    consented_at: datetime | None = None
    may_be_quoted: bool = False
    channel: str = Field(default="", max_length=32)
    collective: str = Field(default="", max_length=120)


class Visit(SQLModel, table=True):
    """A participant's phone for a while; only a hash of its token is stored."""

    token_hash: str = Field(primary_key=True, max_length=64)
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    expires_at: datetime

    def valid(self, now: datetime) -> bool:
        """Tell whether this visit may go on."""
        return now < self.expires_at
