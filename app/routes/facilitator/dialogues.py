"""The list of dialogues, a new one, the overview of one, and its great steps."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from app.access import AnyFacilitator, AtDesk, Desk, Staff
from app.deps import Now, SessionDep
from app.errors import spoken
from app.figures import BeingMeasured
from app.i18n import TIME_ZONE, gettext
from app.queries import parts, progress, proposals, turnout
from app.queries.accounting import account_for
from app.queries.next_step import next_steps, situation_of
from app.routes.facilitator.design_form import gap_names
from app.routes.facilitator.measuring import always_new
from app.routes.facilitator.pages import HOME, attempt, desk_path, go, said, show, show_at_desk
from app.routes.facilitator.participation import in_short
from app.routes.facilitator.question_hints import with_hints
from app.usecases import design_files, design_templates, designs, dialogues, publishing
from app.usecases.design_files import Placing
from dialogue.errors import EmptyText, NotFound, Refusal, TextTooLong
from dialogue.models import Dialogue, Region, Role, RoundState, new_id
from dialogue.short_names import LIMIT
from dialogue.templates import TEMPLATES
from dialogue.wording import clean_text

router = APIRouter()

TITLE_LIMIT = 200
# What stands before the identifier of a kept design among the templates.
KEPT = "kept-"


@router.get("/facilitator")
def list_dialogues(
    request: Request, session: SessionDep, staff: AnyFacilitator, now: Now
) -> Response:
    """Show the dialogues of my regions and what each needs from me."""
    regions = staff.regions[Role.FACILITATOR]
    today = now.astimezone(TIME_ZONE).date()
    listed = progress.dialogues_of(session, regions, now=now, today=today)
    return show(request, "list.html", listed=listed)


@router.get("/facilitator/dialogues/new")
def new_dialogue(request: Request, session: SessionDep, staff: AnyFacilitator) -> Response:
    """Ask for a title and a template."""
    return show_new(request, session, staff, values={"template": "zoetermeer"})


@router.post("/facilitator/dialogues")
def create_dialogue(
    request: Request,
    session: SessionDep,
    staff: AnyFacilitator,
    now: Now,
    title_nl: Annotated[str, Form()] = "",
    short_name: Annotated[str, Form()] = "",
    template: Annotated[str, Form()] = "",
    region_id: Annotated[str, Form()] = "",
) -> Response:
    """Make a draft, or show what is wrong with the title or the short name."""
    region = region_for(session, staff, region_id)
    made: list[Dialogue] = []

    def start() -> None:
        title = clean_text(title_nl, limit=TITLE_LIMIT)
        if template.startswith(KEPT):
            made.append(start_from_kept(session, staff, region, template, title, short_name, now))
            return
        made.append(
            designs.start_dialogue(
                session, region, title_nl=title, short_name=short_name, template=template,
                seed=new_seed(), now=now,
            )
        )  # fmt: skip

    refusal = attempt(session, start)
    if refusal is None:
        return go(f"{HOME}/dialogues/{made[0].slug}/design", "created")
    values = {
        "title_nl": title_nl, "short_name": short_name, "template": template,
        "region_id": region_id,
    }  # fmt: skip
    return show_new(request, session, staff, values=values, refusal=refusal)


def start_from_kept(
    session: Session, staff: Staff, region: Region, template: str, title: str, short_name: str,
    now: datetime,
) -> Dialogue:  # fmt: skip
    """Make a draft of a design that one of my regions keeps."""
    regions = staff.regions[Role.FACILITATOR]
    kept = design_templates.template_in(session, regions, template.removeprefix(KEPT))
    return design_files.start_from_design(
        session, region, design_templates.design_in(kept), Placing(title, short_name),
        seed=new_seed(), now=now,
    )  # fmt: skip


def new_seed() -> int:
    """Choose the seed of a new dialogue; from then on everything follows from it."""
    return new_id().int % 2**31


def region_for(session: Session, staff: Staff, region_id: str) -> Region:
    """Find the region of a new dialogue: one in which this account is a facilitator."""
    mine = regions_of(session, staff)
    chosen = next((each for each in mine if str(each.id) == region_id), None)
    if chosen is None and len(mine) != 1:
        raise NotFound
    return chosen or mine[0]


def regions_of(session: Session, staff: Staff) -> list[Region]:
    """Load the regions in which this account is a facilitator."""
    ids: frozenset[UUID] = staff.regions[Role.FACILITATOR]
    query = select(Region).where(col(Region.id).in_(ids)).order_by(col(Region.name))
    return list(session.exec(query).all())


def show_new(
    request: Request,
    session: Session,
    staff: Staff,
    *,
    values: dict[str, str],
    refusal: Refusal | None = None,
) -> Response:
    """Show the form for a new dialogue, with the refusal at its field."""
    at_title = isinstance(refusal, EmptyText | TextTooLong)
    field = "title_nl" if at_title else "short_name"
    errors = {} if refusal is None else {field: gettext(refusal.message) % refusal.params}
    if refusal is not None:
        errors[field] = spoken(refusal) if at_title else said(refusal)
    return show(
        request,
        "new.html",
        status_code=422 if refusal else 200,
        values=values,
        errors=errors,
        suggestion=refusal.params.get("suggestion", "") if refusal else "",
        regions=regions_of(session, staff),
        templates=TEMPLATES,
        kept=design_templates.templates_in(session, staff.regions[Role.FACILITATOR]),
        kept_prefix=KEPT,
        title_limit=TITLE_LIMIT,
        short_name_limit=LIMIT,
    )


@router.get("/facilitator/dialogues/{slug}")
def show_dialogue(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show how a dialogue goes and what the next step is."""
    dialogue = desk.dialogue
    rounds = parts.rounds_of(session, dialogue)
    chambers = parts.chambers_of(session, dialogue)
    run = progress.latest_run(session, dialogue)
    gaps = gap_names(session, dialogue)
    ratings = always_new(request, session, desk, request.app.state.rated, progress.count_ratings)
    return show_at_desk(
        request,
        session,
        desk,
        "show.html",
        rounds=rounds,
        next_round=next((each for each in rounds if each.state is not RoundState.CLOSED), None),
        turnout=turnout.turnout(session, dialogue, rounds, chambers),
        answers=account_for(session, dialogue),
        ratings=None if isinstance(ratings, BeingMeasured) else ratings,
        published=progress.count_published(session, dialogue),
        waiting=next_steps(
            situation_of(
                session,
                dialogue,
                rounds,
                gaps=gaps,
                busy=progress.still_busy(run),
                questions=sum(len(parts.prompts_of(session, each)) for each in rounds),
            ),
            now=now,
            today=now.astimezone(TIME_ZONE).date(),
        ),
        gaps=gaps,
        proposals=proposals.list_proposals(session, dialogue),
        run=run,
        busy=progress.still_busy(run),
        taking_part=in_short(session, desk),
    )


@router.get("/facilitator/dialogues/{slug}/launch")
def confirm_launch(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the promise once more before it is made, or the gaps that block it."""
    return show_launch(request, session, desk)


@router.post("/facilitator/dialogues/{slug}/launch")
def launch_dialogue(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Launch a dialogue without gaps."""
    if gap_names(session, desk.dialogue):
        return show_launch(request, session, desk, status_code=422)
    dialogues.launch_dialogue(session, desk.dialogue, now=now, actor=desk.actor)
    return go(desk_path(desk), "launched")


def show_launch(
    request: Request, session: Session, desk: AtDesk, *, status_code: int = 200
) -> Response:
    """Show what a launch means for this dialogue."""
    rounds = parts.rounds_of(session, desk.dialogue)
    return show_at_desk(
        request,
        session,
        desk,
        "launch.html",
        status_code=status_code,
        gaps=gap_names(session, desk.dialogue),
        rounds=rounds,
        asked=with_hints(parts.prompts_of(session, rounds[0])),
    )


@router.post("/facilitator/dialogues/{slug}/results")
def publish_results(session: SessionDep, desk: Desk, now: Now) -> Response:
    """Let everybody read the themes and their support."""
    publishing.publish_results(session, desk.dialogue, actor=desk.actor, now=now)
    return go(desk_path(desk), "published")


@router.post("/facilitator/dialogues/{slug}/close")
def close_dialogue(session: SessionDep, desk: Desk, now: Now) -> Response:
    """End the residents' part; the board's answer is awaited."""
    dialogues.close_dialogue(session, desk.dialogue, now=now, actor=desk.actor)
    return go(desk_path(desk), "ended")
