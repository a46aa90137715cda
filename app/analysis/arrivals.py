"""Answers are read and placed as they arrive, and themes are looked for when enough is new.

``Reception.look`` is called every moment. It does a little at a time, all of it safe to repeat and
to do beside other workers; when nothing came in it is one query. Nothing is computed while others
wait to write.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from app.analysis.vectors import embedding_rows
from app.bulk import insert_rows
from app.db import reading, transaction
from app.queries.arrivals import (
    Arrivals,
    RoundNow,
    rounds_now,
    themes_in_use,
    unplaced,
    unread_versions,
)
from app.queries.hearts import ThemeHearts, theme_hearts
from app.usecases.arrivals import Place, ask_rough_run, store_places
from clustering import Embedder, assign_to
from clustering.errors import ModelUnavailable
from clustering.result import IN_NONE
from dialogue.models import Dialogue, Embedding

log = logging.getLogger(__name__)

READ_AT_ONCE = 64
PLACED_AT_ONCE = 512
# Two changes that cancel each other out in the counts are seen at the next thorough look.
BETWEEN_THOROUGH_LOOKS = timedelta(seconds=60)
AFTER_A_FAULT = timedelta(seconds=10)


@dataclass(frozen=True, eq=False)
class KnownHearts:
    """Hearts that were worked out before, and of what."""

    of: object
    found: ThemeHearts


@dataclass
class Reception:
    """Takes in what arrives; remembers which dialogues need nothing."""

    engine: Engine
    load: Callable[[], Embedder]
    clock: Callable[[], datetime]
    settled: dict[UUID, list[RoundNow]] = field(default_factory=dict)
    hearts: dict[UUID, KnownHearts] = field(default_factory=dict)
    thorough_at: datetime | None = None
    resting_until: datetime | None = None
    told: str = ""

    def attempt(self) -> bool:
        """Look, and go on whatever happens; says whether more waits.

        A fault is told once, by its kind: its message can hold what people wrote.
        """
        now = self.clock()
        if self.resting_until is not None and now < self.resting_until:
            return False
        try:
            more = self.look()
        except Exception as fault:
            self.rest(fault, now)
            return False
        self.resting_until, self.told = None, ""
        return more

    def rest(self, fault: Exception, now: datetime) -> None:
        """Wait a while before the next look, and tell of a fault that is new."""
        self.resting_until = now + AFTER_A_FAULT
        about = str(fault) if isinstance(fault, ModelUnavailable) else type(fault).__name__
        if about != self.told:
            log.error("New answers wait to be read: %s", about)
        self.told = about

    def look(self) -> bool:
        """Take in some of what waits; says whether more does."""
        self.forget_now_and_then()
        with reading(self.engine) as session:
            found = rounds_now(session)
        by_dialogue: dict[UUID, list[RoundNow]] = defaultdict(list)
        for each in found:
            by_dialogue[each.dialogue_id].append(each)
        new = {each: rounds for each, rounds in by_dialogue.items() if self.is_new(each, rounds)}
        waiting = [each for each, rounds in new.items() if self.attend(each, rounds)]
        return bool(waiting)

    def is_new(self, dialogue_id: UUID, rounds: list[RoundNow]) -> bool:
        """Tell whether anything changed in a dialogue that has something to read."""
        return any(each.visible for each in rounds) and self.settled.get(dialogue_id) != rounds

    def forget_now_and_then(self) -> None:
        """Make the next look a thorough one, every minute."""
        now = self.clock()
        if self.thorough_at is None or now >= self.thorough_at + BETWEEN_THOROUGH_LOOKS:
            self.thorough_at = now
            self.settled.clear()
            self.hearts.clear()

    def attend(self, dialogue_id: UUID, rounds: list[RoundNow]) -> bool:
        """Take in a part of what is new in a dialogue, and ask for a search when it is enough."""
        if self.take_in(dialogue_id, searches=sum(each.done for each in rounds)):
            return True
        for each in rounds:
            if each.rough_run_due:
                with transaction(self.engine) as session:
                    ask_rough_run(session, each, now=self.clock())
        self.settled[dialogue_id] = rounds
        return False

    def take_in(self, dialogue_id: UUID, *, searches: int = 0) -> bool:
        """Read and place a part of what is new; says whether more waits.

        The hearts of the themes are known until a theme or the number of searches changes.
        """
        embedder = self.load()
        more = self.read(dialogue_id, embedder)
        return self.place(dialogue_id, embedder, searches=searches) or more

    def read(self, dialogue_id: UUID, embedder: Embedder) -> bool:
        """Give some contributions a vector; says whether there may be more without one."""
        with reading(self.engine) as session:
            words = unread_versions(session, dialogue_id, embedder.fingerprint, most=READ_AT_ONCE)
        if not words:
            return False
        rows = embedding_rows(embedder, words)
        with transaction(self.engine) as session:
            insert_rows(session, Embedding, rows)
        return len(words) == READ_AT_ONCE

    def place(self, dialogue_id: UUID, embedder: Embedder, *, searches: int) -> bool:
        """Place some contributions among the themes; says whether there may be more."""
        with reading(self.engine) as session:
            in_use = themes_in_use(session, dialogue_id)
            if not in_use:
                return False
            new = unplaced(
                session, dialogue_id, embedder.fingerprint, embedder.dimension, most=PLACED_AT_ONCE
            )
            if not new.waiting:
                return False
            known = self.hearts.get(dialogue_id)
            if known is None or known.of != (in_use, searches):
                dialogue = session.get_one(Dialogue, dialogue_id)
                found = theme_hearts(session, dialogue, embedder.fingerprint, embedder.dimension)
                known = self.hearts[dialogue_id] = KnownHearts((in_use, searches), found)
        if not known.found.theme_ids:
            return False
        chosen = choose_places(new, known.found, {theme_id for theme_id, _ in in_use})
        with transaction(self.engine) as session:
            store_places(session, dialogue_id, chosen, now=self.clock())
        return len(new.waiting) == PLACED_AT_ONCE


def choose_places(new: Arrivals, found: ThemeHearts, in_use: set[UUID]) -> list[Place]:
    """Put an enrichment with what it enriches, the rest where the nearest heart is, or in none."""
    assigned = assign_to(new.codes, found.hearts)
    nearest = zip(assigned.labels.tolist(), assigned.probabilities.tolist(), strict=True)
    return [
        Place(each.id, each.beside, 1.0)
        if each.beside in in_use
        else Place(each.id, found.theme_ids[label], sure)
        if label != IN_NONE
        else Place(each.id, None, 0.0)
        for each, (label, sure) in zip(new.waiting, nearest, strict=True)
    ]
