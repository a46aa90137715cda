"""Translations of what people wrote, made by a service and always marked as such."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id


class Translation(SQLModel, table=True):
    """The words of one version of a contribution in another language; the original stays."""

    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version_id: UUID = Field(foreign_key="contribution_version.id")
    language: str = Field(max_length=8)
    text: str
    service: str = Field(max_length=200)
    made_at: datetime
