"""A round of a dialogue: ask, weigh or confirm, with its opening and closing time."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import new_id, state_column
from dialogue.scales import RatingScale


class RoundKind(StrEnum):
    """What people do in a round."""

    ASK = "ask"
    WEIGH = "weigh"
    CONFIRM = "confirm"


class RoundState(StrEnum):
    """Whether a round still has to come, runs, or is over."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Round(SQLModel, table=True):
    """One stage in which people take part."""

    __table_args__ = (UniqueConstraint("dialogue_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    position: int
    kind: RoundKind = Field(sa_column=state_column(RoundKind))
    state: RoundState = Field(default=RoundState.PLANNED, sa_column=state_column(RoundState))
    scale: RatingScale = Field(default=RatingScale.SEVEN_POINT, sa_column=state_column(RatingScale))
    hand_size: int = 15
    # 1 shows every answer equally often, 0 every theme; fixed with the step plan.
    theme_exponent: float = 1.0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    def accepts(self, now: datetime) -> bool:
        """Tell whether something sent at this moment still counts (server time decides)."""
        return self.state is RoundState.OPEN and not self.due_to_close(now)

    def due_to_open(self, now: datetime) -> bool:
        """Tell whether the planned opening time has come."""
        waiting = self.state is RoundState.PLANNED and self.opens_at is not None
        return waiting and self.opens_at is not None and now >= self.opens_at

    def due_to_close(self, now: datetime) -> bool:
        """Tell whether the closing time has passed while the round is still open."""
        return (
            self.state is RoundState.OPEN and self.closes_at is not None and now >= self.closes_at
        )
