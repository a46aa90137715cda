"""Keep the figures of a page for a minute, so that a crowd of readers costs one count."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

Figures = TypeVar("Figures")

KEPT_FOR = timedelta(minutes=1)
MOST_KEPT = 50


class KeptFigures(Generic[Figures]):
    """The latest figures per dialogue, in the memory of this process; no words of anybody."""

    def __init__(self) -> None:
        self.kept: dict[UUID, tuple[datetime, Figures]] = {}
        self.measuring = Lock()

    def get(self, dialogue_id: UUID, *, now: datetime, measure: Callable[[], Figures]) -> Figures:
        """Give the figures of the last minute, or measure them.

        While one reader measures, others get the former figures; only the first ones wait.
        """
        fresh, former = self.fresh(dialogue_id, now), self.former(dialogue_id)
        if fresh is not None:
            return fresh
        if not self.measuring.acquire(blocking=former is None) and former is not None:
            return former
        try:
            return self.fresh(dialogue_id, now) or self.keep(dialogue_id, now, measure())
        finally:
            self.measuring.release()

    def former(self, dialogue_id: UUID) -> Figures | None:
        """Find what was measured last, however long ago."""
        found = self.kept.get(dialogue_id)
        return found[1] if found else None

    def fresh(self, dialogue_id: UUID, now: datetime) -> Figures | None:
        """Find what was measured in the last minute."""
        found = self.kept.get(dialogue_id)
        return found[1] if found and found[0] <= now < found[0] + KEPT_FOR else None

    def keep(self, dialogue_id: UUID, now: datetime, figures: Figures) -> Figures:
        """Keep these figures, and let go of the oldest when there are many dialogues."""
        if len(self.kept) >= MOST_KEPT:
            self.kept.pop(min(self.kept, key=lambda each: self.kept[each][0]))
        self.kept[dialogue_id] = (now, figures)
        return figures
