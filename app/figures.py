"""Keep the figures of a page for a minute, so that a crowd of readers costs one count.

What takes long is measured beside the requests: nobody waits, the page says so meanwhile.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Generic, TypeVar
from uuid import UUID

Figures = TypeVar("Figures")

KEPT_FOR = timedelta(minutes=1)
SHOWN_MEANWHILE = timedelta(minutes=10)
MOST_KEPT = 50


class BeingMeasured:
    """There are no figures yet; somebody asked for them, and they come by themselves."""


class KeptFigures(Generic[Figures]):
    """The latest figures per dialogue, in the memory of this process; no words of anybody."""

    def __init__(self) -> None:
        self.kept: dict[UUID, tuple[datetime, Figures]] = {}
        self.measuring = Lock()
        self.underway: set[UUID] = set()
        self.failed: dict[UUID, Exception] = {}
        self.guarding = Lock()

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

    def soon(
        self, dialogue_id: UUID, *, now: datetime, measure: Callable[[], Figures]
    ) -> Figures | BeingMeasured:
        """Give the figures of the last minute; else have them measured and don't wait for it.

        Meanwhile former figures of at most ten minutes are given. What went wrong is raised to the
        next reader, and the one after that begins anew.
        """
        fresh = self.fresh(dialogue_id, now)
        if fresh is not None:
            return fresh
        with self.guarding:
            failure = self.failed.pop(dialogue_id, None)
            begin = failure is None and dialogue_id not in self.underway
            self.underway |= {dialogue_id} if begin else set()
        if failure is not None:
            raise failure
        if begin:
            Thread(target=self.measure_aside, args=(dialogue_id, now, measure), daemon=True).start()
        former = self.kept.get(dialogue_id)
        recent = former is not None and now - former[0] < SHOWN_MEANWHILE
        return former[1] if former is not None and recent else BeingMeasured()

    def measure_aside(
        self, dialogue_id: UUID, now: datetime, measure: Callable[[], Figures]
    ) -> None:
        """Measure and keep, or remember what went wrong; one at a time, because it is heavy."""
        try:
            with self.measuring:
                self.keep(dialogue_id, now, measure())
        except Exception as failure:
            self.failed[dialogue_id] = failure
        finally:
            with self.guarding:
                self.underway.discard(dialogue_id)

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
