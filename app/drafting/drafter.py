"""Does the drafts that were asked for: reads, asks outside any transaction, stores."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Thread

import httpx
from sqlalchemy import Engine

from app.config import Settings
from app.db import reading, transaction
from app.drafting.endpoint import Endpoint
from app.drafting.problems import DraftFailed, Problem
from app.queries.theme_drafts import Asked, asked_drafts, material_of
from app.usecases.theme_drafts import fail_draft, store_draft

log = logging.getLogger(__name__)

FEWEST_ANSWERS = 2


class Drafter:
    """Looks whether drafts were asked for, and does them beside the worker's other work.

    A reply can take a minute; answers that come in don't wait for it. When the worker stops half
    way, what was asked is still asked and the next worker does it.
    """

    def __init__(self, engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._given = (engine, settings, clock)
        self._busy: Thread | None = None

    def look(self) -> None:
        """Begin with what was asked, unless drafting is off or still busy."""
        engine, settings, _ = self._given
        if not settings.drafting or (self._busy and self._busy.is_alive()):
            return
        with reading(engine) as session:
            if not asked_drafts(session, limit=1):
                return
        self._busy = Thread(target=draft_what_was_asked, args=self._given, daemon=True)
        self._busy.start()


def draft_what_was_asked(
    engine: Engine,
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    transport: httpx.BaseTransport | None = None,
) -> int:
    """Do every draft that was asked for, the oldest first; returns how many were stored.

    Does nothing when drafting is off. ``transport`` takes the place of the network in tests.
    """
    if not settings.drafting:
        return 0
    with reading(engine) as session:
        waiting = asked_drafts(session)
    endpoint = Endpoint(settings, transport)
    return sum(do_draft(engine, endpoint, each, clock) for each in waiting)


def do_draft(
    engine: Engine, endpoint: Endpoint, asked: Asked, clock: Callable[[], datetime]
) -> bool:
    """Do one draft; whatever goes wrong is said at the theme and stops no other."""
    try:
        return attempt(engine, endpoint, asked, clock)
    except DraftFailed as failure:
        problem = failure.problem
    except Exception as fault:
        log.error("A draft stopped: %s", type(fault).__name__)
        problem = Problem.OWN_FAULT
    with transaction(engine) as session:
        fail_draft(session, asked, problem=problem, now=clock())
    return False


def attempt(
    engine: Engine, endpoint: Endpoint, asked: Asked, clock: Callable[[], datetime]
) -> bool:
    """Read the answers, ask the model while no transaction is open, store what it wrote."""
    with reading(engine) as session:
        material = material_of(session, asked.theme_id)
    if len(material.answers) < FEWEST_ANSWERS:
        raise DraftFailed(Problem.TOO_FEW_ANSWERS)
    draft = endpoint.draft(material.answers, material.language)
    with transaction(engine) as session:
        return store_draft(
            session,
            asked,
            label=draft.label,
            summary=draft.summary,
            quotes=draft.quotes,
            model=endpoint.settings.drafting_model,
            sent=len(material.answers),
            host=endpoint.settings.drafting_host,
            now=clock(),
        )
