"""Proposals with their sources, and the board's decisions on them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id, state_column


class ProposalState(StrEnum):
    """How far a proposal has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What the board does with a proposal."""

    ADOPT = "adopt"
    IN_PART = "in_part"
    DECLINE = "decline"
    INVESTIGATE = "investigate"


class Proposal(SQLModel, table=True):
    """A proposal written from a theme."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    theme_id: UUID | None = Field(default=None, foreign_key="theme.id")
    position: int
    state: ProposalState = Field(default=ProposalState.DRAFT, sa_column=state_column(ProposalState))
    current_version: int = 1
    created_at: datetime


class ProposalVersion(SQLModel, table=True):
    """The words of a proposal at one moment."""

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    number: int = 1
    title_nl: str = Field(max_length=200)
    title_en: str = Field(default="", max_length=200)
    text_nl: str
    text_en: str = ""
    minority_nl: str = ""
    minority_en: str = ""
    created_at: datetime


class ProposalSource(SQLModel, table=True):
    """A contribution that a proposal rests on."""

    __tablename__ = "proposal_source"

    proposal_id: UUID = Field(foreign_key="proposal.id", primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", primary_key=True)


class Decision(SQLModel, table=True):
    """The board's answer; a changed answer is a new revision and the old one stays readable."""

    __table_args__ = (UniqueConstraint("proposal_id", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    revision: int = 1
    outcome: Outcome = Field(sa_column=state_column(Outcome))
    reason: str
    owner: str = Field(max_length=200)
    due_on: date | None = None
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime
