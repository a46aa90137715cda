"""What the machine found at the close of a round, and how it went about it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id, state_column


class AnalysisState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class AnalysisRun(SQLModel, table=True):
    """A job in the background; the row is written in the transaction that asks for it.

    A ``rough`` run looks while answers still come in; ``answers`` is how many it grouped.
    """

    __tablename__ = "analysis_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    round_id: UUID = Field(foreign_key="round.id")
    state: AnalysisState = Field(
        default=AnalysisState.QUEUED, sa_column=state_column(AnalysisState)
    )
    stage: str = Field(default="", max_length=64)
    done: int = 0
    total: int = 0
    seed: int
    rough: bool = False
    answers: int = 0
    quality: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    versions: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    problem: str = Field(default="", max_length=500)
    created_at: datetime
    finished_at: datetime | None = None


class Cluster(SQLModel, table=True):
    """A group that the machine found; people decide what becomes of it.

    ``stability`` is how surely it is found again among 80% of the answers, none if not measured;
    ``main_group`` names the main theme above it.
    """

    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    run_id: UUID = Field(foreign_key="analysis_run.id")
    number: int
    label: str = Field(max_length=200)
    keywords: list[str] = Field(default_factory=list, sa_column=json_column())
    exemplar_ids: list[str] = Field(default_factory=list, sa_column=json_column())
    size: int
    stability: float | None = None
    persistence: float = 0.0
    main_group: str = Field(default="", max_length=200)


class ClusterMember(SQLModel, table=True):
    """Where the machine put a contribution; number -1 means in no cluster."""

    __tablename__ = "cluster_member"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", primary_key=True)
    number: int
    probability: float


class RepeatedAnswer(SQLModel, table=True):
    """A contribution that says what others say too: number by number a group of a run.

    ``likeness`` tells how alike the whole group is: exact copies, near copies or paraphrases. How
    many people say it is counted when it is shown, for some may withdraw.
    """

    __tablename__ = "repeated_answer"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", primary_key=True)
    number: int
    likeness: str = Field(max_length=16)
