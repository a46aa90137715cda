"""Background: coarse, optional answers about somebody, kept apart from what they said."""

from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import json_column, new_id


class Background(SQLModel, table=True):
    """Coarse bands such as an age band or a district, under a pseudonym of its own."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())


class BackgroundLink(SQLModel, table=True):
    """Which background belongs to which participant; this table is emptied after the closing."""

    __tablename__ = "background_link"

    participant_id: UUID = Field(foreign_key="participant.id", primary_key=True)
    background_id: UUID = Field(foreign_key="background.id", unique=True)
