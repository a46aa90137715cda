"""Decks, hands and exposures: who was dealt what, and what was really shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id


class Deck(SQLModel, table=True):
    """An epoch of dealing: with its inputs and seed every hand can be dealt again."""

    __table_args__ = (UniqueConstraint("round_id", "epoch"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id")
    epoch: int
    seed: int
    # In the order that the deck's indexes mean; theme numbers, -1 is in no theme.
    contribution_ids: list[str] = Field(sa_column=json_column())
    theme_numbers: list[int] = Field(sa_column=json_column())
    ratings_received: list[int] | None = Field(default=None, sa_column=json_column(nullable=True))
    # Equal numbers say nearly the same; none: each its own. Places on a line of meaning; none: no
    # vectors were there.
    near_duplicates: list[int] | None = Field(default=None, sa_column=json_column(nullable=True))
    meaning: list[int] | None = Field(default=None, sa_column=json_column(nullable=True))
    theme_exponent: float = 1.0
    created_at: datetime


class DeckTurn(SQLModel, table=True):
    """How far a deck was dealt; apart from its long lists, which every hand would write anew."""

    __tablename__ = "deck_turn"

    deck_id: UUID = Field(foreign_key="deck.id", primary_key=True)
    next_turn: int = 0
    # Indexes that earlier hands had to leave out and that are to be repaid (see settle_owed).
    owed: list[int] = Field(default_factory=list, sa_column=json_column())


class Hand(SQLModel, table=True):
    """The cards of one turn of a deck, for one person."""

    __table_args__ = (UniqueConstraint("deck_id", "turn"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deck_id: UUID = Field(foreign_key="deck.id")
    round_id: UUID = Field(foreign_key="round.id")
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    turn: int
    size: int
    # What was left out for this person (their own, and cards dealt before): an audit needs it.
    excluded: list[int] = Field(default_factory=list, sa_column=json_column())
    # What the deck owed when this hand was dealt; the last thing an audit needs to deal it again.
    owed: list[int] = Field(default_factory=list, sa_column=json_column())
    # The identifiers of the contributions, in the order in which they are shown.
    cards: list[Any] = Field(sa_column=json_column())
    dealt_at: datetime


class Exposure(SQLModel, table=True):
    """A card that was really put before somebody's eyes."""

    __table_args__ = (UniqueConstraint("hand_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    hand_id: UUID = Field(foreign_key="hand.id")
    position: int
    contribution_id: UUID = Field(foreign_key="contribution.id", index=True)
    version_number: int
    shown_at: datetime
