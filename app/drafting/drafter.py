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
    sent = 0
    try:
        with reading(engine) as session:
            material = material_of(session, asked.theme_id)
        if len(material.answers) < FEWEST_ANSWERS:
            raise DraftFailed(Problem.TOO_FEW_ANSWERS)
        sent = len(material.answers)
        draft = endpoint.draft(material.answers, material.language)
    except DraftFailed as failure:
        return give_up(engine, endpoint, asked, failure.problem, sent, clock())
    except Exception as fault:
        log.error("A draft stopped: %s", type(fault).__name__)
        return give_up(engine, endpoint, asked, Problem.OWN_FAULT, sent, clock())
    with transaction(engine) as session:
        return store_draft(
            session,
            asked,
            label=draft.label,
            summary=draft.summary,
            quotes=draft.quotes,
            model=endpoint.settings.drafting_model,
            told=endpoint.told(sent),
            now=clock(),
        )


def give_up(
    engine: Engine, endpoint: Endpoint, asked: Asked, problem: Problem, sent: int, now: datetime
) -> bool:
    """Say at the theme why there is no draft, and in the log what was sent for nothing."""
    told = f"{problem} {endpoint.told(sent) if sent else ''}".strip()
    with transaction(engine) as session:
        fail_draft(session, asked, problem=problem, told=told, now=now)
    return False
