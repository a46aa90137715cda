"""Makes the documents that were asked for, beside the worker's other work."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine

from app.db import reading, transaction
from app.i18n import gettext_later
from app.queries.documents import documents_wait
from app.usecases.documents import (
    erase_old_documents,
    fail_document,
    store_document,
    take_next,
    tell_progress,
)
from app.usecases.published_data import renew_published
from dialogue.errors import Refusal
from dialogue.models import Document

log = logging.getLogger(__name__)

# One database row holds a document; nothing we make comes near.
LARGEST = 100 * 1024 * 1024
TOO_LARGE = gettext_later("This became too large to keep.")
OWN_FAULT = gettext_later("Something went wrong on our side.")
BETWEEN_TELLING = 1.0
BETWEEN_TIDYING = timedelta(minutes=1)
AFTER_A_FAULT = timedelta(seconds=10)

Progress = Callable[[int, int], None]


class Maker(Protocol):
    """Makes a document: reads in a session of its own that it closes, then writes in memory.

    Calls ``progress(done, total)`` now and then; a ``Refusal`` that it raises is told to who asked.
    """

    def __call__(self, engine: Engine, document: Document, progress: Progress) -> bytes:
        """Give the content of the document."""


@dataclass
class Documents:
    """Looks whether documents were asked for; making one doesn't keep the worker from the rest.

    ``makers`` names who makes which kind.
    """

    engine: Engine
    clock: Callable[[], datetime]
    makers: Mapping[str, Maker]
    busy: Thread | None = None
    tidied_at: datetime | None = None
    resting_until: datetime | None = None
    first: bool = True

    def attempt(self) -> None:
        """Begin with what waits, unless still busy; a database that is away ends nothing."""
        now = self.clock()
        if self.busy and self.busy.is_alive():
            return
        if self.resting_until is not None and now < self.resting_until:
            return
        try:
            self.tidy_now_and_then(now)
            if self.waits():
                self.busy = Thread(target=self.make_all, daemon=True)
                self.busy.start()
        except Exception as fault:
            self.resting_until = now + AFTER_A_FAULT
            log.error("Documents wait to be made: %s", type(fault).__name__)

    def waits(self) -> bool:
        """Tell whether something was asked for."""
        with reading(self.engine) as session:
            return documents_wait(session, self.makers)

    def make_all(self) -> int:
        """Make everything that waits, the oldest first; returns how many were tried."""
        tried = 0
        try:
            while document := self.take():
                make_document(self.engine, document, self.makers[document.kind], self.clock)
                tried += 1
        except Exception as fault:
            self.resting_until = self.clock() + AFTER_A_FAULT
            log.error("Documents wait to be made: %s", type(fault).__name__)
        return tried

    def take(self) -> Document | None:
        """Take the next; at the start of a worker also what the one before left half made."""
        with transaction(self.engine) as session:
            found = take_next(session, self.makers, now=self.clock(), left_behind=self.first)
        self.first = self.first and found is not None
        return found

    def tidy_now_and_then(self, now: datetime) -> None:
        """Every minute: erase what was kept long enough, renew what everybody may fetch."""
        if self.tidied_at is not None and now < self.tidied_at + BETWEEN_TIDYING:
            return
        self.tidied_at = now
        with transaction(self.engine) as session:
            erase_old_documents(session, now=now)
            renew_published(session, now=now)


def make_document(
    engine: Engine, document: Document, maker: Maker, clock: Callable[[], datetime]
) -> None:
    """Make one document; whatever goes wrong is said at its row and stops no other."""
    try:
        content = maker(engine, document, Telling(engine, document.id).progress)
    except Refusal as refusal:
        problem = refusal.message
    except Exception as fault:
        log.error("A document stopped: %s", type(fault).__name__)
        problem = OWN_FAULT
    else:
        problem = TOO_LARGE if len(content) > LARGEST else ""
    with transaction(engine) as session:
        if problem:
            fail_document(session, document.id, problem, now=clock())
        else:
            store_document(session, document.id, content, now=clock())


@dataclass
class Telling:
    """Writes how far a document is, at most once a second."""

    engine: Engine
    document_id: UUID
    told: float = 0.0

    def progress(self, done: int, total: int) -> None:
        """Say how much is done."""
        if done < total and time.monotonic() < self.told + BETWEEN_TELLING:
            return
        self.told = time.monotonic()
        with transaction(self.engine) as session:
            tell_progress(session, self.document_id, done=done, total=total)
