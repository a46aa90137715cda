"""Ask the machine to look for clusters, and keep the record of how far it is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from app.queries.analyses import latest_run, overtaken
from dialogue.errors import NothingToAnalyse
from dialogue.lifecycle import MACHINE, Actor
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    Dialogue,
    Event,
    Round,
    RoundState,
)

UNFINISHED = (AnalysisState.QUEUED, AnalysisState.RUNNING)


def ask_for_analysis(
    session: Session, dialogue: Dialogue, asked: Round, *, now: datetime
) -> AnalysisRun:
    """Write down that this round is to be analysed, in the transaction of whoever asks.

    A worker finds the row; there is no moment in which the round is closed and the job is lost.
    While answers still come in it is a rough run.
    """
    run = AnalysisRun(
        dialogue_id=dialogue.id,
        round_id=asked.id,
        seed=dialogue.seed,
        rough=asked.state is RoundState.OPEN,
        created_at=now,
    )
    session.add(run)
    session.flush()
    return run


def ask_again(
    session: Session, dialogue: Dialogue, asked: Round, *, actor: Actor, now: datetime
) -> AnalysisRun:
    """Ask once more, after a failure or when answers were released; what runs already is returned.

    A rough run that is still busy when its round is over is nothing to wait for.
    Raises NothingToAnalyse when the round has no visible contribution.
    """
    latest = latest_run(session, asked.id)
    if latest is not None and latest.state in UNFINISHED and not overtaken(session, latest):
        return latest
    require_something_to_analyse(session, asked)
    run = ask_for_analysis(session, dialogue, asked, now=now)
    session.add(told(run, to_state=AnalysisState.QUEUED, actor=actor, now=now))
    return run


def require_something_to_analyse(session: Session, asked: Round) -> None:
    """Refuse to look for groups where nobody can read a word."""
    query = select(Contribution.id).where(
        Contribution.round_id == asked.id, Contribution.state == ContributionState.VISIBLE
    )
    if session.exec(query.limit(1)).first() is None:
        raise NothingToAnalyse


def begin_run(session: Session, run_id: UUID) -> AnalysisRun | None:
    """Let a waiting run begin, or go on with one that began; none when it is over already."""
    session.exec(
        update(AnalysisRun)
        .where(col(AnalysisRun.id) == run_id, col(AnalysisRun.state) == AnalysisState.QUEUED)
        .values(state=AnalysisState.RUNNING)
    )
    run = session.get(AnalysisRun, run_id, populate_existing=True)
    return run if run is not None and run.state is AnalysisState.RUNNING else None


def note_progress(session: Session, run_id: UUID, *, stage: str, done: int, total: int) -> None:
    """Show how far a run is."""
    session.exec(
        update(AnalysisRun)
        .where(col(AnalysisRun.id) == run_id, col(AnalysisRun.state) == AnalysisState.RUNNING)
        .values(stage=stage, done=done, total=total)
    )


def finish_run(session: Session, run_id: UUID, *, reason: str, now: datetime) -> bool:
    """Close a run that is running; only the first who comes is told yes."""
    return close_run(session, run_id, AnalysisState.DONE, problem=reason, now=now)


def fail_run(session: Session, run_id: UUID, *, problem: str, now: datetime) -> bool:
    """Record in plain words why a run stopped; one that is over stays as it is."""
    return close_run(session, run_id, AnalysisState.FAILED, problem=problem, now=now)


def close_run(
    session: Session, run_id: UUID, state: AnalysisState, *, problem: str, now: datetime
) -> bool:
    """Bring an unfinished run to its end, and tell of it; says whether this call was the one."""
    claimed = session.exec(
        update(AnalysisRun)
        .where(col(AnalysisRun.id) == run_id, col(AnalysisRun.state).in_(UNFINISHED))
        .values(state=state, problem=problem[:500], finished_at=now)
    )
    if claimed.rowcount != 1:
        return False
    run = session.get_one(AnalysisRun, run_id, populate_existing=True)
    session.add(told(run, to_state=state, actor=MACHINE, now=now, reason=problem))
    return True


def told(
    run: AnalysisRun, *, to_state: AnalysisState, actor: Actor, now: datetime, reason: str = ""
) -> Event:
    """Make the event that tells of a run's new state."""
    return Event(
        dialogue_id=run.dialogue_id,
        kind=f"analysis.{to_state}",
        subject_id=run.id,
        to_state=to_state,
        actor_role=actor.role,
        account_id=actor.account_id,
        reason=reason,
        happened_at=now,
    )
