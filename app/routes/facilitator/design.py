"""The step plan: everything that is decided before a dialogue is launched."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.queries import parts
from app.queries.last_changes import last_change
from app.routes.facilitator.conflicts import (
    SEEN,
    VERSION,
    differences,
    fields_in,
    read_seen,
    seen_in,
    settled,
    version_of,
)
from app.routes.facilitator.design_closing import MOST_INDICATORS
from app.routes.facilitator.design_conflicts import (
    BOXES,
    fields_of,
    label_of,
    shown,
    without_empty_measures,
)
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
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    draft_name,
    go,
    show_at_desk,
)
from app.routes.facilitator.question_hints import hints_by_field
from app.usecases import designs
from app.usecases.design_versions import DESIGN_SAVED, claim_design
from dialogue.errors import ChangedMeanwhile
from dialogue.lifecycle import require_draft
from dialogue.models import Helix, Ladder
from dialogue.own_questions import MOST_QUESTIONS

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/design")
def show_design(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the step plan; after the launch to read only."""
    form = filled_form(session, desk.dialogue)
    form.values |= {VERSION: str(desk.dialogue.design_version), SEEN: seen_in(fields_of(form))}
    return show_form(request, session, desk, form)


@router.post("/facilitator/dialogues/{slug}/design")
def save_design(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Store the step plan, or show what can't be stored, or what a colleague saved meanwhile."""
    require_draft(desk.dialogue)
    form = settled(form, fields_of(filled_form(session, desk.dialogue)))
    read = read_design(session, form, desk.dialogue)
    if not read.errors:
        refusal = attempt(session, lambda: store(session, desk, form, read, now))
        if refusal is None:
            return go(desk_path(desk, "design"), "saved")
        if isinstance(refusal, ChangedMeanwhile):
            return show_conflict(request, session, desk, form)
        note_refusal(read, refusal)
    return show_form(request, session, desk, read)


def store(session: Session, desk: AtDesk, form: FormData, read: DesignForm, now: datetime) -> None:
    """Store what was read, as the version after the one that was looked at."""
    claim_design(session, desk.dialogue, version_of(form), actor=desk.actor, now=now)
    designs.save_design(session, desk.dialogue, read.design)


def show_conflict(request: Request, session: Session, desk: AtDesk, form: FormData) -> Response:
    """Show what a colleague saved beside what was sent, to choose field by field."""
    session.expire_all()  # what was read before the colleague's save is old
    require_draft(desk.dialogue)
    chambers = parts.chambers_of(session, desk.dialogue)
    theirs = fields_of(filled_form(session, desk.dialogue))
    mine = fields_in(form)
    found = differences(
        without_empty_measures(mine), without_empty_measures(theirs), read_seen(form), BOXES
    )
    last = last_change(session, desk.dialogue, desk.dialogue.id, DESIGN_SAVED)
    return show_at_desk(
        request,
        session,
        desk,
        "design_conflict.html",
        status_code=409,
        found=found,
        mine=mine,
        labels={each.name: label_of(each.name, chambers) for each in found},
        ladder=list(Ladder),
        shown=lambda name, values: shown(name, values, desk.dialogue),
        version=desk.dialogue.design_version,
        seen=seen_in(theirs),
        last=last,
        own=last is not None and last.account_id == desk.staff.account.id,
    )


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
        last=last_change(session, desk.dialogue, desk.dialogue.id, DESIGN_SAVED),
        draft_name=draft_name(desk, "design"),
    )


def own_places(form: DesignForm) -> int:
    """Count the places for questions of the dialogue itself: some more than are filled in."""
    filled = [place for place in range(1, MOST_QUESTIONS + 1) if form.filled(f"own-{place}-")]
    return min(MOST_QUESTIONS, max(filled, default=0) + EMPTY_PLACES)
