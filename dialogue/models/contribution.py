"""A contribution: what somebody wrote, in versions that are never changed in place."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id, state_column


class ContributionKind(StrEnum):
    """An answer to a prompt, or an addition to the card just rated."""

    ANSWER = "answer"
    ENRICHMENT = "enrichment"


class ContributionState(StrEnum):
    """Who may see it. Only a visible contribution is shown to another person."""

    HELD = "held"
    VISIBLE = "visible"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Contribution(SQLModel, table=True):
    """The identifier is made by the sender's page, so that sending again is the same write."""

    __table_args__ = (
        Index("ix_contribution_round_state", "round_id", "state"),
        Index("ix_contribution_dialogue_state", "dialogue_id", "state"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    round_id: UUID = Field(foreign_key="round.id")
    prompt_id: UUID | None = Field(default=None, foreign_key="prompt.id")
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    kind: ContributionKind = Field(sa_column=state_column(ContributionKind))
    enriches_id: UUID | None = Field(default=None, foreign_key="contribution.id", index=True)
    state: ContributionState = Field(sa_column=state_column(ContributionState))
    language: str = Field(default="nl", max_length=8)
    current_version: int = 1
    # Who has to act: the person, the person together with others, or the system; empty: not told.
    who_acts: str = Field(default="", max_length=16)
    created_at: datetime

    def shown_to_others(self) -> bool:
        """Tell whether anybody but its author may ever read it."""
        return self.state is ContributionState.VISIBLE


class ContributionVersion(SQLModel, table=True):
    """The words of a contribution; a change is a new version and ratings stay with the old."""

    __tablename__ = "contribution_version"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id")
    number: int = 1
    text: str
    created_at: datetime


class Embedding(SQLModel, table=True):
    """The vector of a version: int8 bytes, one per dimension, and the model that made it."""

    version_id: UUID = Field(foreign_key="contribution_version.id", primary_key=True)
    fingerprint: str = Field(primary_key=True, max_length=200)
    vector: bytes
