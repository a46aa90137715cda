"""How far an analysis is: for the terminal of whoever waits, and on the run's row for the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clustering import Progress

BETWEEN_NOTES = timedelta(seconds=0.5)
PHASES = ("neighbours", "smooth", "density", "describe")


class Stage(StrEnum):
    """What a run is doing, as its row shows it."""

    EMBEDDING = "embedding"
    CLUSTERING = "clustering"
    STORING = "storing"


@dataclass
class ClusteringProgress:
    """Passes the progress of the clustering on, and notes it on the row now and then."""

    listener: Progress
    note: Callable[[int], None]
    clock: Callable[[], datetime]
    noted_at: datetime | None = None

    def step(self, name: str, done: int, total: int) -> None:
        """Hear of a phase; each counts for a quarter of the hundred."""
        self.listener.step(name, done, total)
        now = self.clock()
        if name not in PHASES or (self.noted_at and now < self.noted_at + BETWEEN_NOTES):
            return
        self.noted_at = now
        share = (PHASES.index(name) + done / max(total, 1)) / len(PHASES)
        self.note(round(100 * share))
