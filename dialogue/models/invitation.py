"""Admission: single-use codes. This store holds no content and points at no participant."""

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id


class Invitation(SQLModel, table=True):
    """A letter or message with a code; the code itself is never stored, only its keyed hash.

    ``redeemed_by`` is a keyed hash of the client-made id of the redeeming request, so that a
    retry of that very request is recognised. It can't be computed from a participant.
    Dates are whole days: a finer time could be laid beside the time of an answer. ``groups`` is
    what was known of who gets the letter when it was made, as coarse as the background questions:
    ``{question key: option key}``.
    """

    __table_args__ = (UniqueConstraint("dialogue_id", "code_hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    chamber_id: UUID = Field(foreign_key="chamber.id")
    code_hash: str = Field(max_length=64)
    channel: str = Field(default="letter", max_length=32)
    wave: int = 1
    groups: dict[str, str] = Field(default_factory=dict, sa_column=json_column())
    expires_on: date | None = None
    redeemed_on: date | None = None
    redeemed_by: str | None = Field(default=None, max_length=64)

    def expired(self, today: date) -> bool:
        """Tell whether the last day of this code has passed."""
        return self.expires_on is not None and today > self.expires_on
