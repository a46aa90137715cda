"""Type in sheets that came back, one after another, with nothing but the keyboard."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.queries.sheet_pages import round_to_enter
from app.queries.sheets import sheets_of
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    said,
    show_at_desk,
    text_of,
)
from app.routes.facilitator.paper import id_of
from app.routes.facilitator.paper_form import SheetForm, form_of, kept, read_sheet, typed_before
from app.usecases.paper import person_of
from app.usecases.paper_entry import enter_sheet
from dialogue.errors import RoundNotOpen
from dialogue.errors.paper import SheetUnknown
from dialogue.models import Participant, Round, new_id
from dialogue.sheets import read_sheet_label, sheet_label

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/paper/entry")
def show_entry(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    sheet: str = "",
    stored: str = "",
) -> Response:
    """Ask for the number of a sheet, or show the fields of the sheet with this number."""
    chosen = round_to_enter(session, desk.dialogue, now)
    if chosen is None or not sheet:
        return ask_number(request, session, desk, chosen, stored=known_label(desk, stored))
    try:
        number = read_sheet_label(desk.dialogue.id, sheet)
        person = person_of(session, desk.dialogue, number, key=settings.key())
    except SheetUnknown as refusal:
        return ask_number(request, session, desk, chosen, typed=sheet[:20], problem=said(refusal))
    shown = form_of(session, chosen, person, number, sheet_label(desk.dialogue.id, number))
    values = typed_before(session, desk.dialogue, chosen, person, shown)
    return show_fields(request, session, desk, chosen, shown, values, {}, new_id())


@router.post("/facilitator/dialogues/{slug}/paper/entry")
def store_sheet(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Store what stands on a sheet and ask for the next one."""
    chosen = open_round(session, desk, now)
    number = read_sheet_label(desk.dialogue.id, text_of(form, "sheet"))
    person: Participant = person_of(session, desk.dialogue, number, key=settings.key())
    label = sheet_label(desk.dialogue.id, number)
    shown = form_of(session, chosen, person, number, label)
    filled, errors = read_sheet(form, desk.dialogue, shown, id_of(form, "entry_id"))
    if not errors:
        refusal = attempt(
            session,
            lambda: enter_sheet(
                session, desk.dialogue, chosen, filled, key=settings.key(), now=now,
                actor=desk.actor,
            ),
        )  # fmt: skip
        if refusal is None:
            return go(desk_path(desk, "paper", "entry"), stored=label)
        errors = {"": said(refusal)}
    return show_fields(request, session, desk, chosen, shown, kept(form), errors, new_id())


def open_round(session: Session, desk: AtDesk, now: Now) -> Round:
    """Find the round that takes sheets now. Raises RoundNotOpen."""
    chosen = round_to_enter(session, desk.dialogue, now)
    if chosen is None:
        raise RoundNotOpen
    return chosen


def known_label(desk: AtDesk, typed: str) -> str:
    """Give the number of a sheet that stands in an address, if it is one of ours."""
    try:
        return sheet_label(desk.dialogue.id, read_sheet_label(desk.dialogue.id, typed))
    except SheetUnknown:
        return ""


def ask_number(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round | None,
    *,
    typed: str = "",
    problem: str = "",
    stored: str = "",
) -> Response:
    """Ask which sheet comes next."""
    return show_at_desk(
        request, session, desk, "paper_entry.html", status_code=422 if problem else 200,
        chosen=chosen, typed=typed, problem=problem, stored=stored,
        sheets=sheets_of(session, desk.dialogue, chosen) if chosen else (),
    )  # fmt: skip


def show_fields(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round,
    sheet: SheetForm,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    entry_id: UUID,
) -> Response:
    """Show the fields of a sheet."""
    return show_at_desk(
        request, session, desk, "paper_sheet.html", status_code=422 if errors else 200,
        chosen=chosen, sheet=sheet, values=values, errors=errors, entry_id=entry_id,
    )  # fmt: skip
