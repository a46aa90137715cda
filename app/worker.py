"""The worker: does what was asked for in the background, and survives being killed.

Whoever asks for an analysis writes a row; the worker makes a DBOS workflow of it, with the row's
id, so that it runs once. DBOS keeps in the same database which step of which workflow is done: a
worker that comes back under the same name goes on where the dead one stopped. The web app needs
none of this.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    SetWorkflowID,
    WorkflowSerializationFormat,
)
from sqlalchemy import Engine
from sqlmodel import col, select

from app.addressing import Addressing
from app.analysis import Analysis, Measuring, Reception, Shared
from app.analysis.words import GIVEN_UP
from app.clock import utc_now
from app.config import Settings
from app.db import make_engine, reading, transaction
from app.drafting import Drafter
from app.exporting.background import Documents
from app.exporting.makers import MAKERS
from app.sending.letter_files import LetterFiles
from app.sending.sending import Sending
from app.translating import Translating
from app.usecases.decks import decks_ahead, store_deck
from app.usecases.dialogues import keep_to_schedule
from app.usecases.letter_documents import LETTERS
from clustering import Embedder, load_embedder
from dialogue.models import AnalysisRun, AnalysisState

log = logging.getLogger(__name__)

# Work that was begun by one version of the workflow is only finished by the same version: raise
# this when the steps change, never otherwise.
WORKFLOW_VERSION = "1"
BETWEEN_LOOKS_AT_SCHEDULE = timedelta(seconds=5)
OVER_IN_DBOS = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class Stop(Protocol):
    """Tells when to stop; ``threading.Event`` is one."""

    def is_set(self) -> bool:
        """Tell whether it is time to stop."""

    def wait(self, timeout: float) -> bool:
        """Wait until it is, at most this many seconds."""


class Interrupted(BaseException):
    """Leaves a step half done because the worker stops; the next worker does it again.

    Not an Exception, because DBOS and ``Analysis.attempt`` would take that as the end of the work.
    """


@dataclass(frozen=True)
class UntilStopped:
    """A listener that ends the work in between two parts of a step."""

    stop: Stop

    def step(self, name: str, done: int, total: int) -> None:
        """Go on, or stop here."""
        if self.stop.is_set():
            raise Interrupted


def run_worker(
    settings: Settings,
    *,
    stop: Stop,
    poll_seconds: float = 0.5,
    clock: Callable[[], datetime] = utc_now,
    load: Callable[[], Embedder] | None = None,
) -> None:
    """Work until told to stop; the database must have its newest shape.

    Only one worker in a process, and each with a name of its own (SAMENSPRAAK_WORKER_NAME).
    """
    engine = make_engine(settings.database_url)
    embedder = Shared(load or (lambda: load_embedder(settings.embedder or None)))
    analysis = Analysis(engine, embedder, clock, UntilStopped(stop))
    DBOS(config=dbos_config(settings))
    try:
        start = analysis_workflow(analysis)
        DBOS.launch()
        log.info("The worker %s is ready.", settings.worker_name)
        look_for_drafts = Drafter(engine, settings, clock).look
        tasks = (
            Addressing(engine, settings, clock).attempt,
            Sending(engine, settings, clock, stop).look,
            letters_for(engine, settings, clock),
            Translating(engine, settings, clock).attempt,
        )
        watch(engine, analysis, start, look_for_drafts, tasks,
              stop=stop, poll_seconds=poll_seconds, clock=clock)  # fmt: skip
    finally:
        DBOS.destroy(destroy_registry=True)
        engine.dispose()
    log.info("The worker %s has stopped.", settings.worker_name)


def letters_for(
    engine: Engine, settings: Settings, clock: Callable[[], datetime]
) -> Callable[[], bool]:
    """Give what makes files of letters; they hold addresses and are sealed with our key."""
    documents = Documents(engine, clock, {LETTERS: LetterFiles(settings)})

    def look() -> bool:
        documents.attempt()
        return False

    return look


def dbos_config(settings: Settings) -> DBOSConfig:
    """Keep DBOS in our database (tables of its own, on PostgreSQL in the schema dbos), and quiet.

    It stores nothing but the ids of runs; it logs only what goes wrong.
    """
    return DBOSConfig(
        name="samenspraak",
        system_database_url=settings.database_url,
        dbos_system_schema="dbos",
        sys_db_pool_size=5,
        executor_id=settings.worker_name,
        application_version=WORKFLOW_VERSION,
        serializer=DBOSPortableJSONSerializer(),
        log_level="ERROR",
    )


def analysis_workflow(analysis: Analysis) -> Callable[[UUID], None]:
    """Make the workflow of an analysis known to DBOS; gives what starts it.

    A step that fails has said so on the run's row; DBOS only has to know whether to go on.
    """

    @DBOS.workflow(name="analyse", serialization_type=WorkflowSerializationFormat.PORTABLE)
    def analyse(run_id: str) -> bool:
        def step(name: str, work: Callable[[UUID], object]) -> bool:
            return DBOS.run_step({"name": name}, analysis.attempt, work, UUID(run_id))

        return step("embed", analysis.embed) and step("group", analysis.group)

    def start(run_id: UUID) -> None:
        with SetWorkflowID(str(run_id)):
            DBOS.start_workflow(analyse, str(run_id))

    return start


def watch(
    engine: Engine,
    analysis: Analysis,
    start: Callable[[UUID], None],
    look_for_drafts: Callable[[], None],
    tasks: Sequence[Callable[[], bool]],
    *,
    stop: Stop,
    poll_seconds: float,
    clock: Callable[[], datetime],
) -> None:
    """Look every moment what there is to do; a database that is away for a while ends nothing.

    Each of the ``tasks`` does a bounded piece when called, and tells whether there may be more.
    Only the kind of a fault is logged: its message can hold what people wrote.
    """
    reception, measuring = Reception(engine, analysis.load, clock), Measuring(engine, clock)
    documents = Documents(engine, clock, MAKERS)
    looked_at: datetime | None = None
    while not stop.is_set():
        try:
            start_what_waits(engine, start)
            look_for_drafts()
            if looked_at is None:
                take_over_what_nobody_does(engine, start)
            if looked_at is None or clock() >= looked_at + BETWEEN_LOOKS_AT_SCHEDULE:
                looked_at = clock()
                close_what_dbos_gave_up(engine, analysis)
                with transaction(engine) as session:
                    keep_to_schedule(session, now=clock())
                lay_decks_ahead(engine, now=clock())
        except Exception as fault:
            log.error("The worker met a fault and goes on: %s", type(fault).__name__)
        more = [reception.attempt(), *(task() for task in tasks)]
        measuring.attempt()
        documents.attempt()
        stop.wait(0 if any(more) else poll_seconds)


def lay_decks_ahead(engine: Engine, *, now: datetime) -> None:
    """Lay what will be dealt soon, so that nobody who comes for a hand waits for it.

    Composing a large deck takes seconds: nobody's writing waits meanwhile.
    """
    with reading(engine) as session:
        composed = list(decks_ahead(session, now=now))
    for deck in composed:
        with transaction(engine) as session:
            store_deck(session, deck)


def start_what_waits(engine: Engine, start: Callable[[UUID], None]) -> None:
    """Start every analysis that was asked for; starting one twice is the same as once."""
    for run_id in runs_in(engine, AnalysisState.QUEUED):
        start(run_id)


def take_over_what_nobody_does(engine: Engine, start: Callable[[UUID], None]) -> None:
    """Start what a command began and left when it was killed: running, and unknown to DBOS.

    Should that command still be alive, then both compute and the first who is ready stores.
    """
    for run_id in runs_in(engine, AnalysisState.RUNNING):
        if DBOS.get_workflow_status(str(run_id)) is None:
            start(run_id)


def close_what_dbos_gave_up(engine: Engine, analysis: Analysis) -> None:
    """Mark runs as failed that DBOS will not go on with, so that somebody can ask again."""
    for run_id in (*runs_in(engine, AnalysisState.RUNNING), *runs_in(engine, AnalysisState.QUEUED)):
        status = DBOS.get_workflow_status(str(run_id))
        if status is not None and status.status in OVER_IN_DBOS:
            analysis.fail(run_id, GIVEN_UP)


def runs_in(engine: Engine, state: AnalysisState) -> list[UUID]:
    """List the runs in this state, the oldest first."""
    query = select(AnalysisRun.id).where(AnalysisRun.state == state)
    with reading(engine) as session:
        return list(session.exec(query.order_by(col(AnalysisRun.created_at))).all())
