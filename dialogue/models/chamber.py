"""A chamber: residents, professionals, managers, directors, each with an equal say."""

from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id


class Chamber(SQLModel, table=True):
    """A group that is counted beside the others, whatever its size."""

    __table_args__ = (UniqueConstraint("dialogue_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    key: str = Field(max_length=32)
    name_nl: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    position: int
    minimum_size: int = 10
