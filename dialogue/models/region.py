"""A health region, municipality or neighbourhood organisation that holds dialogues."""

from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id


class Region(SQLModel, table=True):
    """Who asks, and whose board answers."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=200)
