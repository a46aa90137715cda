"""A chamber: residents, professionals, managers, directors, each with an equal say."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id, state_column


class Helix(StrEnum):
    """The four sides of society that should be in balance (quadruple helix)."""

    SOCIETY = "society"
    GOVERNMENT = "government"
    PRACTICE = "practice"
    KNOWLEDGE = "knowledge"


class Chamber(SQLModel, table=True):
    """A group that is counted beside the others, whatever its size."""

    __table_args__ = (UniqueConstraint("dialogue_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    key: str = Field(max_length=32)
    name_nl: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    # Its name in more languages: {language: {"name": ...}}.
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=json_column())
    position: int
    minimum_size: int = 10
    helix: Helix | None = Field(default=None, sa_column=state_column(Helix, nullable=True))
