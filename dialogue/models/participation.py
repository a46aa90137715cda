"""Who lives there, what was measured of who took part, and what people said about taking part."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id, state_column


class Moment(StrEnum):
    """When something is asked: on arrival, after the rounds, or after the board's answer."""

    BEFORE = "before"
    AFTER_ROUNDS = "after_rounds"
    AFTER_ANSWER = "after_answer"


class Population(SQLModel, table=True):
    """Reference counts of who lives there, as the file that was handed in; the latest counts."""

    __table_args__ = (UniqueConstraint("dialogue_id", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    revision: int = 1
    source: str = Field(max_length=500)
    file: str
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    uploaded_at: datetime


class MeasuredParticipation(SQLModel, table=True):
    """All figures of who took part, as they were counted last, after disclosure control.

    A page reads this row, so that a crowd of readers costs no count. ``cost_ms`` is the processor
    time that the count took: what is costly is counted less often.
    """

    __tablename__ = "measured_participation"

    dialogue_id: UUID = Field(foreign_key="dialogue.id", primary_key=True)
    figures: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    cost_ms: int = 0
    measured_at: datetime


class ClosingAnswer(SQLModel, table=True):
    """What somebody said about taking part, a row per scale and moment; a later revision counts.

    ``answers`` is ``{item key: 1 to 7}``; items that were left open are not in it.
    """

    __tablename__ = "closing_answer"
    __table_args__ = (UniqueConstraint("participant_id", "moment", "scale", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    participant_id: UUID = Field(foreign_key="participant.id")
    moment: Moment = Field(sa_column=state_column(Moment))
    scale: str = Field(max_length=32)
    revision: int = 1
    answers: dict[str, int] = Field(default_factory=dict, sa_column=json_column())
    created_at: datetime


class Indicator(SQLModel, table=True):
    """A question that is asked again later, to see whether something changed for people.

    ``target`` is the relative change that is aimed for, in per cent; none: no target.
    """

    __table_args__ = (UniqueConstraint("dialogue_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    position: int
    text_nl: str = Field(max_length=300)
    text_en: str = Field(default="", max_length=300)
    lowest: int = 0
    highest: int = 10
    lowest_nl: str = Field(default="", max_length=60)
    lowest_en: str = Field(default="", max_length=60)
    highest_nl: str = Field(default="", max_length=60)
    highest_en: str = Field(default="", max_length=60)
    # The same texts in more languages: {language: {"text": ..., "lowest": ..., "highest": ...}}.
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=json_column())
    target: float | None = None


class IndicatorAnswer(SQLModel, table=True):
    """What somebody answered to an indicator at a moment; a later revision counts."""

    __tablename__ = "indicator_answer"
    __table_args__ = (UniqueConstraint("indicator_id", "participant_id", "moment", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    indicator_id: UUID = Field(foreign_key="indicator.id")
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    moment: Moment = Field(sa_column=state_column(Moment))
    revision: int = 1
    value: int
    created_at: datetime
