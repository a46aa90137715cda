"""The analysis of an ask round, in steps that can each be done again without harm.

``Analysis.embed`` stores the vectors that are missing, a batch at a time; ``Analysis.group`` finds
the clusters and stores them, with the draft themes, in one transaction that only the first
execution makes. Nothing is computed while a transaction is open.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from typing import ClassVar
from uuid import UUID

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from app.analysis_progress import GroupingProgress, Listener, Stage
from app.bulk import in_batches, insert_rows
from app.db import reading, transaction
from app.queries.analyses import Codes, read_material, versions_without_vector, words_of
from app.usecases.analyses import ask_again, begin_run, fail_run, finish_run, note_progress
from app.usecases.dialogues import round_of_kind
from app.usecases.draft_themes import Grouping, store_clusters, store_draft_themes
from clustering import SILENT, ClusterSettings, Embedder, Progress, cluster, quantise
from clustering.cleaning import clean, has_words
from clustering.errors import ClusteringError
from dialogue.errors import NotFound, Refusal
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import AnalysisRun, AnalysisState, Dialogue, Embedding, RoundKind

log = logging.getLogger(__name__)

TEXTS_AT_ONCE = 128
OPERATOR = Actor(ActorRole.OPERATOR)


class AnalysisFailed(Refusal):
    """The analysis stopped half way; nothing of it was stored."""

    message: ClassVar[str] = "The analysis stopped. %(problem)s"
    advice: ClassVar[str] = "Ask for it again. What people wrote is safe."


@dataclass(frozen=True)
class Analysis:
    """What the steps need; the embedder is loaded when the first step asks for it."""

    engine: Engine
    load: Callable[[], Embedder]
    clock: Callable[[], datetime]
    progress: Progress = SILENT

    def embed(self, run_id: UUID) -> int:
        """Give every visible answer of the round a vector; returns how many were made now."""
        run = self.begin(run_id)
        if run is None:
            return 0
        embedder = self.load()
        with reading(self.engine) as session:
            missing = versions_without_vector(session, run.round_id, embedder.fingerprint)
        self.note(run_id, Stage.EMBEDDING, 0, len(missing))
        done = 0
        for some in in_batches(missing, TEXTS_AT_ONCE):
            self.embed_some(run_id, embedder, some, done, len(missing))
            done += len(some)
            self.progress.step("embed", done, len(missing))
        return done

    def embed_some(
        self, run_id: UUID, embedder: Embedder, some: list[UUID], before: int, total: int
    ) -> None:
        """Embed a batch; its vectors and the count on the row are stored together."""
        with reading(self.engine) as session:
            words = words_of(session, some)
        rows = embedding_rows(embedder, words)
        done = before + len(some)
        with transaction(self.engine) as session:
            insert_rows(session, Embedding, rows)
            note_progress(session, run_id, stage=Stage.EMBEDDING, done=done, total=total)

    def group(self, run_id: UUID) -> bool:
        """Find the clusters and store them with their draft themes; says whether this call did."""
        run = self.begin(run_id)
        if run is None:
            return False
        embedder = self.load()
        self.note(run_id, Stage.GROUPING, 0, 100)
        with reading(self.engine) as session:
            material = read_material(
                session, run.round_id, embedder.fingerprint, embedder.dimension
            )
        found = cluster(
            material.codes,
            ClusterSettings(seed=run.seed),
            texts=material.texts,
            fingerprint=embedder.fingerprint,
            progress=GroupingProgress(
                self.progress, lambda done: self.note(run_id, Stage.GROUPING, done, 100), self.clock
            ),
        )
        self.note(run_id, Stage.STORING, 0, 1)
        return self.store(run_id, Grouping(material.contribution_ids, found))

    def store(self, run_id: UUID, grouping: Grouping) -> bool:
        """Store everything that was found at once, unless somebody did so before."""
        now, found = self.clock(), grouping.found
        with transaction(self.engine) as session:
            if not finish_run(session, run_id, reason=str(found.reason or ""), now=now):
                return False
            run = session.get_one(AnalysisRun, run_id)
            run.settings = asdict(found.settings)
            run.versions = {
                **found.versions,
                "embedder": found.fingerprint,
                "samenspraak": version("samenspraak"),
            }
            store_clusters(session, run, grouping)
            store_draft_themes(session, run, grouping, now=now)
        return True

    def begin(self, run_id: UUID) -> AnalysisRun | None:
        """Let the run begin or go on; none when it is over already."""
        with transaction(self.engine) as session:
            return begin_run(session, run_id)

    def note(self, run_id: UUID, stage: Stage, done: int, total: int) -> None:
        """Show on the run's row how far it is."""
        with transaction(self.engine) as session:
            note_progress(session, run_id, stage=stage, done=done, total=total)

    def attempt(self, step: Callable[[UUID], object], run_id: UUID) -> bool:
        """Take a step; when it fails, the run is marked as failed with a plain message.

        The fault itself is not passed on: a database's own message can hold what people wrote.
        """
        try:
            step(run_id)
        except Exception as fault:
            log.error("analysis %s stopped: %s", run_id, type(fault).__name__)
            self.fail(run_id, in_plain_words(fault))
            return False
        return True

    def fail(self, run_id: UUID, problem: str) -> None:
        """Mark a run as failed, unless it is over."""
        with transaction(self.engine) as session:
            fail_run(session, run_id, problem=problem, now=self.clock())


def embedding_rows(embedder: Embedder, words: dict[UUID, str]) -> list[dict[str, object]]:
    """Embed these texts; one without letters or digits gets zeros, which are in no cluster."""
    readable = [each for each, text in words.items() if has_words(clean(text))]
    codes: Codes = quantise(embedder.embed([words[each] for each in readable]))
    vectors = dict(zip(readable, codes, strict=True))
    nothing = np.zeros(embedder.dimension, dtype=np.int8)
    return [
        {
            "version_id": each,
            "fingerprint": embedder.fingerprint,
            "vector": vectors.get(each, nothing).tobytes(),
        }
        for each in words
    ]


def in_plain_words(fault: Exception) -> str:
    """Say what went wrong without a word of what people wrote."""
    if isinstance(fault, ClusteringError):
        return str(fault)
    if isinstance(fault, SQLAlchemyError):
        return "The database could not store the result. Look whether the disk is full."
    if isinstance(fault, MemoryError):
        return "There was not enough memory for so many answers."
    return "It met a fault of our own. Please tell who runs this software."


def run_analysis(
    engine: Engine,
    run_id: UUID,
    *,
    embedder: Embedder,
    clock: Callable[[], datetime],
    progress: Progress = SILENT,
) -> AnalysisState:
    """Do the whole analysis now, in this process; returns how it ended."""
    analysis = Analysis(engine, lambda: embedder, clock, progress)
    _ = analysis.attempt(analysis.embed, run_id) and analysis.attempt(analysis.group, run_id)
    with reading(engine) as session:
        return session.get_one(AnalysisRun, run_id).state


def analyse_now(
    engine: Engine,
    slug: str,
    *,
    embedder: Embedder,
    clock: Callable[[], datetime],
    progress: Callable[[str, int, int], None] = SILENT.step,
) -> None:
    """Analyse the ask round of a dialogue here and now, whether a worker runs or not.

    Raises NotFound for an unknown dialogue, NothingToAnalyse when there are no answers to group,
    and AnalysisFailed with the reason when it stopped half way.
    """
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue).where(Dialogue.slug == slug)).first()
        if dialogue is None:
            raise NotFound
        asked = round_of_kind(session, dialogue, RoundKind.ASK)
        run = ask_again(session, dialogue, asked, actor=OPERATOR, now=clock())
        begin_run(session, run.id)  # at once, so that no worker takes it up as well
    run_analysis(engine, run.id, embedder=embedder, clock=clock, progress=Listener(progress))
    with reading(engine) as session:
        ended = session.get_one(AnalysisRun, run.id)
        if ended.state is AnalysisState.FAILED:
            raise AnalysisFailed(problem=ended.problem)
