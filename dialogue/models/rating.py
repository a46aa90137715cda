"""Ratings: an append-only log in which the latest revision counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Integer, MetaData, Table, Uuid
from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id


class Rating(SQLModel, table=True):
    """One judgement of one card; no value means "can't say" (or a pass).

    The identifier is made by the sender's page. A changed mind is a new row with the next
    revision; the view ``latest_rating`` shows the row that counts.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "participant_id", "contribution_id", "revision"),
        Index("ix_rating_contribution", "contribution_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id")
    participant_id: UUID = Field(foreign_key="participant.id")
    contribution_id: UUID = Field(foreign_key="contribution.id")
    version_number: int = 1
    revision: int = 1
    value: int | None = None
    created_at: datetime


class Confirmation(SQLModel, table=True):
    """A judgement of a proposal in the confirm round, with a guess of how many support it."""

    __table_args__ = (UniqueConstraint("round_id", "participant_id", "proposal_id", "revision"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id")
    participant_id: UUID = Field(foreign_key="participant.id")
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    version_number: int
    revision: int = 1
    value: int | None = None
    # How many in a hundred residents this person thinks support the proposal.
    predicted_percent: int | None = None
    created_at: datetime


# Views made by the first migration: of each log the revision that counts.
VIEWS = MetaData()
latest_rating = Table(
    "latest_rating",
    VIEWS,
    Column("id", Uuid),
    Column("round_id", Uuid),
    Column("participant_id", Uuid),
    Column("contribution_id", Uuid),
    Column("version_number", Integer),
    Column("revision", Integer),
    Column("value", Integer),
)
latest_confirmation = Table(
    "latest_confirmation",
    VIEWS,
    Column("id", Uuid),
    Column("round_id", Uuid),
    Column("participant_id", Uuid),
    Column("proposal_id", Uuid),
    Column("version_number", Integer),
    Column("revision", Integer),
    Column("value", Integer),
    Column("predicted_percent", Integer),
)
