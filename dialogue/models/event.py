"""Events: each change of state with its time, the role of who did it, and the reason."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id


class Event(SQLModel, table=True):
    """A change that was made; rows are only ever added."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    kind: str = Field(max_length=64)
    subject_id: UUID
    from_state: str = Field(default="", max_length=32)
    to_state: str = Field(default="", max_length=32)
    actor_role: str = Field(max_length=32)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=1000)
    happened_at: datetime
