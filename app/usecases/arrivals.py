"""Take in what came since the machine looked last; whatever somebody did before stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.bulk import insert_rows
from app.queries.arrivals import RoundNow, rounds_now, themes_in_use
from app.usecases.analyses import ask_for_analysis, told
from app.usecases.draft_themes import lock_dialogue
from dialogue.lifecycle import MACHINE
from dialogue.models import AnalysisRun, AnalysisState, PlacedBy, Placement, Round


@dataclass(frozen=True)
class Place:
    """The theme that the machine chose for a contribution, or none, and how sure it is."""

    contribution_id: UUID
    theme_id: UUID | None
    probability: float


def store_places(
    session: Session, dialogue_id: UUID, chosen: Iterable[Place], *, now: datetime
) -> None:
    """Place contributions that stand nowhere; one that was placed meanwhile stays there.

    A theme that people took out of use meanwhile takes nothing: the next look chooses again.
    """
    lock_dialogue(session, dialogue_id)
    in_use = {theme_id for theme_id, _ in themes_in_use(session, dialogue_id)}
    rows = (
        {
            "contribution_id": each.contribution_id,
            "dialogue_id": dialogue_id,
            "theme_id": each.theme_id,
            "placed_by": PlacedBy.MACHINE,
            "probability": each.probability,
            "placed_at": now,
        }
        for each in chosen
        if each.theme_id is None or each.theme_id in in_use
    )
    insert_rows(session, Placement, rows)


def ask_rough_run(session: Session, asking: RoundNow, *, now: datetime) -> AnalysisRun | None:
    """Ask for a rough search in an open round, unless somebody else just did."""
    dialogue = lock_dialogue(session, asking.dialogue_id)
    present = [each for each in rounds_now(session) if each.round_id == asking.round_id]
    if not present or not present[0].rough_run_due:
        return None
    run = ask_for_analysis(session, dialogue, session.get_one(Round, asking.round_id), now=now)
    # So that one that fails is asked for again when enough is new, not at once.
    run.answers = present[0].visible
    session.add(told(run, to_state=AnalysisState.QUEUED, actor=MACHINE, now=now))
    return run
