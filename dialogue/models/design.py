"""The design of a dialogue by itself: kept as a template, and changed after the launch."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id


class DesignTemplate(SQLModel, table=True):
    """A design that a region may use again; it holds no answer, no identifier and no code."""

    __tablename__ = "design_template"
    __table_args__ = (UniqueConstraint("region_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    region_id: UUID = Field(foreign_key="region.id")
    name: str = Field(max_length=100)
    design: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    created_at: datetime


class DesignChange(SQLModel, table=True):
    """A part of the promise that was changed after the launch; residents see what and why."""

    __tablename__ = "design_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    part: str = Field(max_length=64)
    before: str = ""
    after: str = ""
    reason: str = Field(max_length=1000)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    changed_at: datetime
