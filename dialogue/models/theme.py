"""Themes: decided by people, from clusters that the machine found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id, state_column


class ThemeState(StrEnum):
    """Whether a theme is in use, was taken up in another, or was made and then undone."""

    ACTIVE = "active"
    MERGED = "merged"
    SPLIT = "split"
    UNDONE = "undone"


class PlacedBy(StrEnum):
    """Who put a contribution in a theme."""

    MACHINE = "machine"
    PERSON = "person"


class Theme(SQLModel, table=True):
    """A theme with the machine's label beside the one that people gave it.

    ``version`` grows with each change, so that two facilitators can't change it at once.
    ``stability`` and ``main_group`` are what the last run said of the cluster it came from.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    run_id: UUID | None = Field(default=None, foreign_key="analysis_run.id")
    number: int
    machine_label: str = Field(max_length=200)
    label: str = Field(default="", max_length=200)
    keywords: list[str] = Field(default_factory=list, sa_column=json_column())
    exemplar_ids: list[str] = Field(default_factory=list, sa_column=json_column())
    stability: float | None = None
    main_group: str = Field(default="", max_length=200)
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


class ThemeChange(SQLModel, table=True):
    """A change that people made to the themes, with what is needed to undo it.

    ``themes_before`` holds id, label and state of each theme that was changed; ``made_ids`` the
    themes that came out of it.
    """

    __tablename__ = "theme_change"
    __table_args__ = (UniqueConstraint("dialogue_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    number: int
    kind: str = Field(max_length=32)
    themes_before: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    made_ids: list[str] = Field(default_factory=list, sa_column=json_column())
    actor_role: str = Field(max_length=32)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime
    undone_at: datetime | None = None


class PlacementBefore(SQLModel, table=True):
    """Where a contribution stood before a change; no ``placed_by`` means that it stood nowhere."""

    __tablename__ = "placement_before"

    change_id: UUID = Field(foreign_key="theme_change.id", primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", primary_key=True)
    theme_id: UUID | None = Field(default=None, foreign_key="theme.id")
    placed_by: PlacedBy | None = Field(
        default=None, sa_column=state_column(PlacedBy, nullable=True)
    )
    probability: float = 0.0


class DraftState(StrEnum):
    """How far the drafting of a theme's name is."""

    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


class ThemeDraft(SQLModel, table=True):
    """A name and a summary that a language model drafted; nothing until a person takes it over.

    ``quotes`` holds the contribution and the words of each quote, which stand in it letter by
    letter; ``model`` says which one wrote it.
    """

    __tablename__ = "theme_draft"

    theme_id: UUID = Field(foreign_key="theme.id", primary_key=True)
    state: DraftState = Field(default=DraftState.ASKED, sa_column=state_column(DraftState))
    label: str = Field(default="", max_length=200)
    summary: str = Field(default="", max_length=1_000)
    quotes: list[dict[str, str]] = Field(default_factory=list, sa_column=json_column())
    model: str = Field(default="", max_length=200)
    problem: str = Field(default="", max_length=500)
    asked_at: datetime
    made_at: datetime | None = None
