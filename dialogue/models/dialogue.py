"""A dialogue: one question to a region, from the promise to the board's answer."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import json_column, new_id, state_column


class DialogueState(StrEnum):
    """Where a dialogue as a whole is."""

    DRAFT = "draft"
    LAUNCHED = "launched"
    CLOSED = "closed"
    ANSWERED = "answered"


class Ladder(StrEnum):
    """The rung of the participation ladder (Edelenbos 2000)."""

    INFORM = "inform"
    CONSULT = "consult"
    ADVISE = "advise"
    COPRODUCE = "coproduce"
    CODECIDE = "codecide"


class Dialogue(SQLModel, table=True):
    """The design, the promise card and the state of a dialogue."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    region_id: UUID = Field(foreign_key="region.id", index=True)
    slug: str = Field(unique=True, max_length=80)
    template: str = Field(max_length=32)
    state: DialogueState = Field(default=DialogueState.DRAFT, sa_column=state_column(DialogueState))
    seed: int
    title_nl: str = Field(max_length=200)
    title_en: str = Field(default="", max_length=200)
    intro_nl: str = ""
    intro_en: str = ""
    # The promise card: what people may count on before they say a word.
    purpose_nl: str = ""
    purpose_en: str = ""
    decides_nl: str = ""
    decides_en: str = ""
    not_open_nl: str = ""
    not_open_en: str = ""
    ladder: Ladder | None = Field(default=None, sa_column=state_column(Ladder, nullable=True))
    owner: str = Field(default="", max_length=200)
    answer_by: date | None = None
    # Who may come in, and what is asked about them.
    open_link: bool = False
    background_questions: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=json_column()
    )
    asks_collective: bool = False
    # Which scales are asked at the end of a visit: see dialogue.closing_questions.
    closing_questions: list[str] = Field(default_factory=list, sa_column=json_column())
    # The texts above in more languages: {language: {"title": ..., "intro": ...}}.
    words: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=json_column())
    # Grows with each change of the design, so that two facilitators can't overwrite each other.
    design_version: int = 1
    created_at: datetime
    launched_at: datetime | None = None
    results_published_at: datetime | None = None

    def gaps(self) -> tuple[str, ...]:
        """Name the parts of the step plan that are still empty; a launch needs none."""
        wanted = {
            "the title": self.title_nl,
            "the purpose": self.purpose_nl,
            "who decides what": self.decides_nl,
            "what is not open": self.not_open_nl,
            "the rung of the ladder": self.ladder,
            "the owner": self.owner,
            "the date of the answer": self.answer_by,
        }
        return tuple(name for name, value in wanted.items() if not value)

    def answer_overdue(self, today: date) -> bool:
        """Tell whether the promised date of the answer has passed without one."""
        late = self.answer_by is not None and today > self.answer_by
        return late and self.state not in (DialogueState.DRAFT, DialogueState.ANSWERED)
