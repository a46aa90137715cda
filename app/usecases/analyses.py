"""Ask the machine to look for clusters; the work itself is done in the background."""

from datetime import datetime

from sqlmodel import Session

from dialogue.models import AnalysisRun, Dialogue, Round


def ask_for_analysis(
    session: Session, dialogue: Dialogue, asked: Round, *, now: datetime
) -> AnalysisRun:
    """Write down that this round is to be analysed, in the transaction of whoever asks.

    A worker finds the row; there is no moment in which the round is closed and the job is lost.
    """
    run = AnalysisRun(
        dialogue_id=dialogue.id, round_id=asked.id, seed=dialogue.seed, created_at=now
    )
    session.add(run)
    session.flush()
    return run
