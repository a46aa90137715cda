"""The step plan: everything that is decided before a dialogue is launched."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import SessionDep
from app.queries import parts
from app.routes.facilitator.design_closing import MOST_INDICATORS
from app.routes.facilitator.design_fields import ROOM_FOR_THEMES, DesignForm
from app.routes.facilitator.design_form import (
    MOST_CARDS,
    MOST_PROMPTS,
    filled_form,
    gap_names,
    note_refusal,
    read_design,
)
from app.routes.facilitator.design_people import (
    EMPTY_PLACES,
    offered_questions,
)
from app.routes.facilitator.pages import PostedForm, attempt, desk_path, go, show_at_desk
from app.routes.facilitator.question_hints import hints_by_field
from app.usecases import designs
from dialogue.lifecycle import require_draft
from dialogue.models import Helix, Ladder
from dialogue.own_questions import MOST_QUESTIONS

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/design")
def show_design(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the step plan; after the launch to read only."""
    return show_form(request, session, desk, filled_form(session, desk.dialogue))


@router.post("/facilitator/dialogues/{slug}/design")
def save_design(request: Request, session: SessionDep, desk: Desk, form: PostedForm) -> Response:
    """Store the step plan, or show at each field what can't be stored."""
    require_draft(desk.dialogue)
    read = read_design(session, form, desk.dialogue)
    if not read.errors:
        refusal = attempt(session, lambda: designs.save_design(session, desk.dialogue, read.design))
        if refusal is None:
            return go(desk_path(desk, "design"), "saved")
        note_refusal(read, refusal)
    return show_form(request, session, desk, read)


def show_form(request: Request, session: Session, desk: AtDesk, form: DesignForm) -> Response:
    """Show the form with what was filled in and what is wrong."""
    return show_at_desk(
        request,
        session,
        desk,
        "design.html",
        status_code=422 if form.errors else 200,
        form=form,
        rounds=parts.rounds_of(session, desk.dialogue),
        chambers=parts.chambers_of(session, desk.dialogue),
        gaps=gap_names(session, desk.dialogue),
        questions=offered_questions(desk.dialogue),
        own_places=own_places(form),
        hints=hints_by_field(form.values, MOST_PROMPTS),
        ladder=list(Ladder),
        helix=list(Helix),
        most_prompts=MOST_PROMPTS,
        most_cards=MOST_CARDS,
        most_indicators=MOST_INDICATORS,
        room_for_themes=ROOM_FOR_THEMES,
    )


def own_places(form: DesignForm) -> int:
    """Count the places for questions of the dialogue itself: some more than are filled in."""
    filled = [place for place in range(1, MOST_QUESTIONS + 1) if form.filled(f"own-{place}-")]
    return min(MOST_QUESTIONS, max(filled, default=0) + EMPTY_PLACES)
