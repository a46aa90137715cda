"""What can change of the times of a round, and how an event keeps the moments."""

from datetime import datetime
from enum import StrEnum


class RoundChange(StrEnum):
    """What was changed of the time of a round; the kind of the event that tells of it."""

    OPENING_MOVED = "round.opening-moved"
    EXTENDED = "round.extended"
    SHORTENED = "round.shortened"
    CLOSED_EARLY = "round.closed-early"


def written(moment: datetime | None) -> str:
    """Write a moment in whole minutes, at most 32 characters; empty when there is none."""
    return moment.isoformat(timespec="minutes") if moment else ""


def read_back(text: str) -> datetime | None:
    """Read a moment that was written so."""
    return datetime.fromisoformat(text) if text else None
