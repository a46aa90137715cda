"""What was done with a contribution, by whom and why; every line is publicly counted."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id


class ModerationDecision(SQLModel, table=True):
    """A hold, release or removal with its reason; it never repeats the words themselves."""

    __tablename__ = "moderation_decision"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", index=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    action: str = Field(max_length=32)
    reason: str = Field(max_length=32)
    note: str = Field(default="", max_length=1000)
    actor_role: str = Field(max_length=32)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime


class RemovalRequest(SQLModel, table=True):
    """A wish to remove what was rated already: a second person has to agree.

    ``agreed`` is empty until somebody other than ``asked_by`` has decided.
    """

    __tablename__ = "removal_request"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", index=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    reason: str = Field(max_length=32)
    note: str = Field(default="", max_length=1000)
    asked_by: UUID = Field(foreign_key="account.id")
    asked_at: datetime
    agreed: bool | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = None


class Appeal(SQLModel, table=True):
    """What an author says against a removal, and what came of it; once per decision."""

    decision_id: UUID = Field(foreign_key="moderation_decision.id", primary_key=True)
    contribution_id: UUID = Field(foreign_key="contribution.id", index=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    text: str = Field(max_length=1000)
    made_at: datetime
    upheld: bool | None = None
    answer: str = Field(default="", max_length=1000)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime | None = None
