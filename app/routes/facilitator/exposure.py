"""What was really served and what moved together: the page that would have caught the canary."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.figures import BeingMeasured, KeptFigures
from app.queries.alarms import Alarms, alarms
from app.queries.exposure import Realised, exposure, weigh_rounds
from app.queries.listed_words import words_by_id
from app.routes.facilitator.measuring import figures_of, show_being_measured
from app.routes.facilitator.pages import show_at_desk
from app.usecases.deck_audit import audit_latest
from dialogue.models import Dialogue, Round

router = APIRouter()

DEALT_AGAIN = 200


@router.get("/facilitator/dialogues/{slug}/exposure")
def show_exposure(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    position: Annotated[int, Query(alias="round", ge=0, le=99)] = 0,
) -> Response:
    """Show what was really shown in a weigh round, by default in the last one that was opened."""
    rounds = weigh_rounds(session, desk.dialogue)
    weighing = chosen_round(rounds, position)
    found = measured(request, session, desk, weighing, now) if weighing else None
    if isinstance(found, BeingMeasured):
        return show_being_measured(request, session, desk)
    again = audit_latest(session, weighing, hands=DEALT_AGAIN) if weighing else None
    return show_at_desk(
        request, session, desk, "exposure.html",
        rounds=rounds, weighing=weighing, found=found, again=again,
    )  # fmt: skip


def chosen_round(rounds: Sequence[Round], position: int) -> Round | None:
    """Find the round at a position, or else the last one."""
    at = (each for each in rounds if each.position == position)
    return next(at, rounds[-1] if rounds else None)


def measured(
    request: Request, session: Session, desk: AtDesk, weighing: Round, now: datetime
) -> Realised | BeingMeasured | None:
    """Give what was measured in the last minute, or measure it."""
    kept: KeptFigures[Realised | None] = request.app.state.exposures
    round_id = weighing.id

    def measure(own: Session, dialogue: Dialogue) -> Realised | None:
        return exposure(own, dialogue, own.get_one(Round, round_id))

    return figures_of(request, session, desk, kept, now, measure, key=round_id)


@router.get("/facilitator/dialogues/{slug}/alarms")
def show_alarms(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show what moved together, in numbers, and the list of the best without it."""
    kept: KeptFigures[Alarms] = request.app.state.alarms
    found = figures_of(request, session, desk, kept, now, alarms)
    if isinstance(found, BeingMeasured):
        return show_being_measured(request, session, desk)
    words = words_by_id(session, desk.dialogue, {*found.left, *found.entered})
    return show_at_desk(request, session, desk, "alarms.html", found=found, words=words)
