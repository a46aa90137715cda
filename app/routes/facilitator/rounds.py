"""Open and close rounds, and follow the machine that looks for groups of answers."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.queries import parts, progress
from app.routes.facilitator.pages import desk_path, go, show_at_desk
from app.usecases import analyses, dialogues
from dialogue.errors import NotFound
from dialogue.models import Round, RoundKind

router = APIRouter()


@router.post("/facilitator/dialogues/{slug}/rounds/{round_id}/open")
def open_round(session: SessionDep, desk: Desk, now: Now, round_id: UUID) -> Response:
    """Open the next round."""
    chosen = find_round(session, desk, round_id)
    dialogues.open_round(session, desk.dialogue, chosen, now=now, actor=desk.actor)
    return go(desk_path(desk), "opened")


@router.post("/facilitator/dialogues/{slug}/rounds/{round_id}/close")
def close_round(session: SessionDep, desk: Desk, now: Now, round_id: UUID) -> Response:
    """Close an open round; nothing that arrives later counts."""
    chosen = find_round(session, desk, round_id)
    dialogues.close_round(session, desk.dialogue, chosen, now=now, actor=desk.actor)
    return go(desk_path(desk), "closed")


@router.get("/facilitator/dialogues/{slug}/analysis")
def show_analysis(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how far the machine is; htmx asks for this every few seconds."""
    run = progress.latest_run(session, desk.dialogue)
    busy = progress.still_busy(run)
    return show_at_desk(request, session, desk, "_analysis.html", run=run, busy=busy)


@router.post("/facilitator/dialogues/{slug}/analysis")
def analyse_again(session: SessionDep, desk: Desk, now: Now) -> Response:
    """Let the machine look again; what people decided stays."""
    asking = parts.round_of_kind(session, desk.dialogue, RoundKind.ASK)
    analyses.ask_again(session, desk.dialogue, asking, actor=desk.actor, now=now)
    return go(desk_path(desk), "asked")


def find_round(session: Session, desk: AtDesk, round_id: UUID) -> Round:
    """Load a round of this dialogue."""
    found = session.get(Round, round_id)
    if found is None or found.dialogue_id != desk.dialogue.id:
        raise NotFound
    return found
