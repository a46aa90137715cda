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
