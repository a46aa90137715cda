"""The analysis of an ask round, in steps that can each be done again without harm.

``Analysis.embed`` stores the vectors that are missing, a batch at a time; ``Analysis.group`` finds
the clusters and stores them, with the draft themes, in one transaction that only the first
execution makes. Nothing is computed while a transaction is open.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from app.analysis.progress import ClusteringProgress, Stage
from app.analysis.vectors import embedding_rows
from app.analysis.words import in_plain_words, why_no_groups
from app.bulk import in_batches, insert_rows
from app.db import reading, transaction
from app.queries.analyses import (
    OVERTAKEN,
    Material,
    overtaken,
    read_material,
    versions_without_vector,
    words_of,
)
from app.usecases.analyses import begin_run, fail_run, finish_run, note_progress
from app.usecases.clusters import Grouping, store_findings
from app.usecases.draft_themes import lock_dialogue, store_draft_themes
from clustering import (
    SILENT,
    ClusterSettings,
    DuplicateGroup,
    Embedder,
    Progress,
    cluster,
    near_duplicates,
)
from clustering.errors import ClusteringError
from dialogue.models import AnalysisRun, Embedding

log = logging.getLogger(__name__)

TEXTS_AT_ONCE = 128


class Overtaken(Exception):
    """A rough run is of no use any more, so nobody waits for it."""


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
        self.note(run_id, Stage.CLUSTERING, 0, 100)
        with reading(self.engine) as session:
            material = read_material(
                session, run.round_id, embedder.fingerprint, embedder.dimension
            )
        try:
            found = cluster(
                material.codes,
                ClusterSettings(seed=run.seed),
                texts=material.texts,
                quotable=material.quotable,
                fingerprint=embedder.fingerprint,
                embedder=embedder,
                progress=self.clustering_progress(run_id),
            )
        except Overtaken:
            return False
        self.note(run_id, Stage.STORING, 0, 1)
        return self.store(
            run_id, Grouping(material.contribution_ids, found, said_more_than_once(material))
        )

    def store(self, run_id: UUID, grouping: Grouping) -> bool:
        """Store everything that was found at once, unless somebody did so before.

        A rough run that was overtaken meanwhile stores nothing.
        """
        now, found = self.clock(), grouping.found
        with transaction(self.engine) as session:
            run = session.get_one(AnalysisRun, run_id)
            dialogue = lock_dialogue(session, run.dialogue_id)
            if self.give_way(session, run):
                return False
            if not finish_run(session, run_id, reason=why_no_groups(found), now=now):
                return False
            store_findings(session, run, grouping)
            store_draft_themes(session, dialogue, run, grouping, now=now)
        return True

    def give_way(self, session: Session, run: AnalysisRun) -> bool:
        """End a rough run that was overtaken; says whether it was."""
        if not overtaken(session, run):
            return False
        finish_run(session, run.id, reason=OVERTAKEN, now=self.clock())
        return True

    def begin(self, run_id: UUID) -> AnalysisRun | None:
        """Let the run begin or go on; none when it is over already, or of no use any more."""
        with transaction(self.engine) as session:
            run = begin_run(session, run_id)
            return None if run is None or self.give_way(session, run) else run

    def note(self, run_id: UUID, stage: Stage, done: int, total: int) -> None:
        """Show on the run's row how far it is."""
        with transaction(self.engine) as session:
            note_progress(session, run_id, stage=stage, done=done, total=total)

    def clustering_progress(self, run_id: UUID) -> ClusteringProgress:
        """Listen to the clustering, and note on the run's row how far it is."""

        def note(done: int) -> None:
            self.note(run_id, Stage.CLUSTERING, done, 100)
            if self.begin(run_id) is None:
                raise Overtaken

        return ClusteringProgress(self.progress, note, self.clock)

    def attempt(self, step: Callable[[UUID], object], run_id: UUID) -> bool:
        """Take a step; when it fails, the run is marked as failed with a plain message.

        The fault itself is not passed on: a database's own message can hold what people wrote.
        """
        try:
            step(run_id)
        except Exception as fault:
            about = fault if isinstance(fault, ClusteringError) else type(fault).__name__
            log.error("The analysis %s stopped: %s", run_id, about)
            self.fail(run_id, in_plain_words(fault))
            return False
        return True

    def fail(self, run_id: UUID, problem: str) -> None:
        """Mark a run as failed, unless it is over."""
        with transaction(self.engine) as session:
            fail_run(session, run_id, problem=problem, now=self.clock())


def said_more_than_once(material: Material) -> tuple[DuplicateGroup, ...]:
    """Find answers that say the same, counted as people."""
    return near_duplicates(material.texts, material.codes, authors=material.participant_ids)
