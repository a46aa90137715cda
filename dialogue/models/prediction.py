"""What board members thought of the residents' support before anybody knew it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id


class BoardPrediction(SQLModel, table=True):
    """How many in a hundred residents a board member thinks support a proposal; given once."""

    __tablename__ = "board_prediction"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    account_id: UUID = Field(foreign_key="account.id")
    predicted_percent: int
    made_at: datetime
