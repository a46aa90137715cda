"""A kiosk: one device in a public place on which people take part one after another."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id


class Kiosk(SQLModel, table=True):
    """A device that a host opened; only a hash of its token is stored."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    chamber_id: UUID = Field(foreign_key="chamber.id")
    name: str = Field(max_length=100)
    token_hash: str = Field(unique=True, max_length=64)
    opened_at: datetime
    closed_at: datetime | None = None
