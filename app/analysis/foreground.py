"""The whole analysis in one call, for a command, a test or a simulation: no worker needed."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from app.analysis.arrivals import Reception
from app.analysis.steps import Analysis
from app.db import reading, transaction
from app.queries.parts import round_of_kind
from app.usecases.analyses import ask_again, begin_run
from clustering import SILENT, Embedder, Progress
from dialogue.errors import NotFound, Refusal
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import AnalysisRun, AnalysisState, Dialogue, RoundKind

OPERATOR = Actor(ActorRole.OPERATOR)


class AnalysisFailed(Refusal):
    """The analysis stopped half way; nothing of it was stored."""

    message: ClassVar[str] = "The analysis stopped. %(problem)s"
    advice: ClassVar[str] = "Ask for it again. What people wrote is safe."


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
    progress: Progress = SILENT,
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
    run_analysis(engine, run.id, embedder=embedder, clock=clock, progress=progress)
    with reading(engine) as session:
        ended = session.get_one(AnalysisRun, run.id)
        if ended.state is AnalysisState.FAILED:
            raise AnalysisFailed(problem=ended.problem)
    take_in_all(engine, dialogue.id, embedder=embedder, clock=clock)


def take_in_all(
    engine: Engine, dialogue_id: UUID, *, embedder: Embedder, clock: Callable[[], datetime]
) -> None:
    """Read and place everything that stands nowhere yet, such as additions of a later round."""
    reception = Reception(engine, lambda: embedder, clock)
    while reception.take_in(dialogue_id):
        pass
