"""Themes: decided by people, from clusters that the machine found."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import json_column, new_id, state_column


class ThemeState(StrEnum):
    """Whether a theme is in use, or was taken up in another."""

    ACTIVE = "active"
    MERGED = "merged"
    SPLIT = "split"


class PlacedBy(StrEnum):
    """Who put a contribution in a theme."""

    MACHINE = "machine"
    PERSON = "person"


class Theme(SQLModel, table=True):
    """A theme with the machine's label beside the one that people gave it.

    ``version`` grows with each change, so that two facilitators can't change it at once.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    run_id: UUID | None = Field(default=None, foreign_key="analysis_run.id")
    number: int
    machine_label: str = Field(max_length=200)
    label: str = Field(default="", max_length=200)
    keywords: list[str] = Field(default_factory=list, sa_column=json_column())
    exemplar_ids: list[str] = Field(default_factory=list, sa_column=json_column())
    state: ThemeState = Field(default=ThemeState.ACTIVE, sa_column=state_column(ThemeState))
    version: int = 1
    created_at: datetime

    @property
    def name(self) -> str:
        """The label that people gave, or else the machine's."""
        return self.label or self.machine_label


class Placement(SQLModel, table=True):
    """A contribution in a theme; no theme means "in no theme", which stays visible."""

    contribution_id: UUID = Field(foreign_key="contribution.id", primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    theme_id: UUID | None = Field(default=None, foreign_key="theme.id", index=True)
    placed_by: PlacedBy = Field(sa_column=state_column(PlacedBy))
    probability: float = 0.0
    placed_at: datetime


class ThemeLineage(SQLModel, table=True):
    """Which theme came out of which, and by what change."""

    __tablename__ = "theme_lineage"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    parent_id: UUID = Field(foreign_key="theme.id", index=True)
    child_id: UUID = Field(foreign_key="theme.id", index=True)
    change: str = Field(max_length=32)
    changed_at: datetime
