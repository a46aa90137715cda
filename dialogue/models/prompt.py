"""An open question of an ask round, with an optional closed scale from 0 to 10."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id


class Prompt(SQLModel, table=True):
    """What is asked, in words; ``scale_nl`` filled means that a 0-10 question comes with it."""

    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id")
    position: int
    text_nl: str
    text_en: str = ""
    hint_nl: str = ""
    hint_en: str = ""
    scale_nl: str = ""
    scale_en: str = ""
    # The same texts in more languages: {language: {"text": ..., "hint": ..., "scale": ...}}.
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=json_column())


class ScaleAnswer(SQLModel, table=True):
    """Somebody's answer on the 0-10 scale of a prompt; a later revision replaces an earlier."""

    __tablename__ = "scale_answer"
    __table_args__ = (UniqueConstraint("prompt_id", "participant_id", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    prompt_id: UUID = Field(foreign_key="prompt.id")
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    revision: int = 1
    value: int
    created_at: datetime
