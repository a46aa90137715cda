"""A design goes out as a file, comes in as a new dialogue, and is kept under a name."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AnyFacilitator, AtDesk, Desk, Staff
from app.deps import Now, SessionDep
from app.errors import spoken
from app.i18n import gettext
from app.routes.facilitator.design_fields import DesignForm
from app.routes.facilitator.dialogues import new_seed, region_for, regions_of
from app.routes.facilitator.pages import HOME, attempt, desk_path, go, said, show, show_at_desk
from app.usecases import design_files, design_templates
from app.usecases.design_files import Placing
from app.usecases.design_templates import LONGEST_NAME
from dialogue.background_questions import neighbourhood_question
from dialogue.design_file import LARGEST_FILE, Problem, read_design_file, write_design_file
from dialogue.design_parts import DesignFile
from dialogue.errors import EmptyText, Refusal, TextTooLong
from dialogue.models import Dialogue, Role
from dialogue.short_names import LIMIT
from dialogue.wording import clean_text

router = APIRouter()

TITLE_LIMIT = 200
NEIGHBOURHOODS_LIMIT = 2000


@router.get("/facilitator/dialogues/{slug}/design.json")
def download_design(session: SessionDep, desk: Desk) -> Response:
    """Give the design as a file, without anything that anybody said."""
    text = write_design_file(design_files.design_of(session, desk.dialogue))
    name = f"design-{desk.dialogue.slug}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)


@router.get("/facilitator/dialogues/{slug}/design/again")
def show_again(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how this design is used again: as a file, or kept under a name."""
    return show_reuse(request, session, desk)


@router.post("/facilitator/dialogues/{slug}/design/again")
def keep_design(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    name: Annotated[str, Form()] = "",
) -> Response:
    """Keep the design under a name, for every facilitator of the region."""
    refusal = attempt(
        session,
        lambda: design_templates.save_as_template(
            session, desk.dialogue, name=name, actor=desk.actor, now=now
        ),
    )
    if refusal is None:
        return go(desk_path(desk, "design", "again"), "design-kept")
    return show_reuse(request, session, desk, name=name, error=said(refusal))


def show_reuse(
    request: Request, session: Session, desk: AtDesk, *, name: str = "", error: str = ""
) -> Response:
    """Show the page on which a design is kept, with what is kept already."""
    return show_at_desk(
        request, session, desk, "design_again.html", status_code=422 if error else 200,
        typed=name, error=error, limit=LONGEST_NAME,
        kept=design_templates.templates_in(session, [desk.dialogue.region_id]),
    )  # fmt: skip


@router.post("/facilitator/templates/remove")
def remove_template(
    session: SessionDep, staff: AnyFacilitator, template_id: Annotated[str, Form()] = ""
) -> Response:
    """Remove a kept design; dialogues that were made with it stay as they are."""
    regions = staff.regions[Role.FACILITATOR]
    session.delete(design_templates.template_in(session, regions, template_id))
    return go(f"{HOME}/dialogues/new", "template-removed")


@router.get("/facilitator/dialogues/new/file")
def ask_for_file(request: Request, staff: AnyFacilitator) -> Response:
    """Ask for a file with a design."""
    return show_upload(request)


@router.post("/facilitator/dialogues/new/file")
def check_file(
    request: Request,
    session: SessionDep,
    staff: AnyFacilitator,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Show what is in a file before anything is made of it, or what is wrong with it."""
    data = file.file.read(LARGEST_FILE + 1) if file else b""
    read = read_or_tell(data)
    if not isinstance(read, DesignFile):
        return show_upload(request, errors=read)
    names = design_files.neighbourhoods_in(read)
    values = {"title_nl": read.title_nl, "neighbourhoods": "\n".join(names or [])}
    return show_preview(request, session, staff, read, values)


@router.post("/facilitator/dialogues/new/from-file")
def make_from_file(
    request: Request,
    session: SessionDep,
    staff: AnyFacilitator,
    now: Now,
    data: Annotated[str, Form()] = "",
    title_nl: Annotated[str, Form()] = "",
    short_name: Annotated[str, Form()] = "",
    neighbourhoods: Annotated[str, Form()] = "",
    first_opens: Annotated[str, Form()] = "",
    region_id: Annotated[str, Form()] = "",
) -> Response:
    """Make a draft of the design that was looked at."""
    design = read_or_tell(data.encode())
    if not isinstance(design, DesignFile):
        return show_upload(request, errors=design)
    values = {
        "title_nl": title_nl, "short_name": short_name, "neighbourhoods": neighbourhoods,
        "first_opens": first_opens, "region_id": region_id,
    }  # fmt: skip
    form = DesignForm(values)
    first, names = form.read_moment("first_opens"), names_in(form, design)
    made: list[Dialogue] = []

    def start() -> None:
        placing = Placing(clean_text(title_nl, limit=TITLE_LIMIT), short_name, names, first)
        made.append(
            design_files.start_from_design(
                session, region_for(session, staff, region_id), design, placing,
                seed=new_seed(), now=now,
            )
        )  # fmt: skip

    refusal = None if form.errors else attempt(session, start)
    if made and refusal is None:
        return go(f"{HOME}/dialogues/{made[0].slug}/design", "created")
    return show_preview(request, session, staff, design, values, refusal, form.errors)


def names_in(form: DesignForm, design: DesignFile) -> list[str]:
    """Read the neighbourhoods of the new place, or note that a question needs at least two."""
    if design_files.neighbourhoods_in(design) is None:
        return []
    form.read_text("neighbourhoods", NEIGHBOURHOODS_LIMIT)
    names = form.lines("neighbourhoods")
    if neighbourhood_question(names) is None:
        problem = gettext("Write at least two names, one on each line.")
        form.errors.setdefault("neighbourhoods", problem)
    return names


def read_or_tell(data: bytes) -> DesignFile | list[str]:
    """Read a design, or say in words what is wrong with the file."""
    try:
        read = read_design_file(data)
    except Refusal as refusal:
        return [said(refusal)]
    return read.design or [told(each) for each in read.problems]


def part_names() -> dict[str, str]:
    """Name the parts of the file as the step plan does, in the language of the visitor."""
    return {
        "rounds": gettext("round"), "prompts": gettext("question"),
        "chambers": gettext("chamber"), "promise": gettext("the promise"),
        "background_questions": gettext("question about people"),
        "options": gettext("answer to choose"), "indicators": gettext("measure"),
    }  # fmt: skip


def told(problem: Problem) -> str:
    """Say where in the file something is wrong, counted from 1 as people do, and what."""
    names = part_names()
    words = [
        str(part + 1) if isinstance(part, int) else names.get(part, f'"{part}"')
        for part in problem.place
    ]
    place = " ".join(words) or gettext("the whole design")
    return gettext("%(place)s: %(problem)s") % {
        "place": place[:1].upper() + place[1:], "problem": spoken(problem.refusal),
    }  # fmt: skip


def show_upload(request: Request, *, errors: list[str] | None = None) -> Response:
    """Show the form for a file, with what was wrong with the last one."""
    return show(
        request, "design_file.html", status_code=422 if errors else 200, errors=errors or [],
        most=LARGEST_FILE // 1000,
    )  # fmt: skip


def show_preview(
    request: Request,
    session: Session,
    staff: Staff,
    design: DesignFile,
    values: dict[str, str],
    refusal: Refusal | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    """Show what a design holds, and ask what differs in the new place."""
    found = dict(errors or {})
    if refusal is not None:
        at_title = isinstance(refusal, EmptyText | TextTooLong)
        found["title_nl" if at_title else "short_name"] = said(refusal)
    return show(
        request, "design_preview.html", status_code=422 if found else 200, design=design,
        data=write_design_file(design), values=values, errors=found,
        suggestion=refusal.params.get("suggestion", "") if refusal else "",
        asks_where=design_files.neighbourhoods_in(design) is not None,
        timed=any(each.opens_after_minutes is not None for each in design.rounds),
        regions=regions_of(session, staff), title_limit=TITLE_LIMIT, short_name_limit=LIMIT,
    )  # fmt: skip
