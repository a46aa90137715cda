"""What a facilitator decides about a list: its columns, bring it in or not, erase it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.access import Desk
from app.deps import Now, SessionDep, SettingsDep
from app.routes.facilitator.addresses import show_columns
from app.routes.facilitator.invitation_form import chamber_of, is_between
from app.routes.facilitator.pages import PostedForm, attempt, desk_path, go, show_at_desk, text_of
from app.usecases import addresses
from app.usecases.addresses_file import MOST_COLUMNS

router = APIRouter()

COLUMN = "column-"


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/columns")
def edit_columns(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, list_id: UUID
) -> Response:
    """Show the columns of a list that was checked, to choose them anew."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    return show_columns(request, session, desk, stored, key=settings.key())


@router.post("/facilitator/dialogues/{slug}/addresses/{list_id}/columns")
def choose_columns(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    form: PostedForm,
    list_id: UUID,
) -> Response:
    """Keep which column is what and have every row checked; the choice is kept in any case."""
    stored = addresses.list_of(session, desk.dialogue, list_id, to_change=True)
    addresses.choose_columns(
        desk.dialogue, stored, columns=columns_in(form),
        chamber=chamber_of(session, desk, text_of(form, "chamber_id")),
    )  # fmt: skip
    refusal = attempt(session, lambda: addresses.start_check(desk.dialogue, stored))
    if refusal is not None:
        return show_columns(request, session, desk, stored, key=settings.key(), refusal=refusal)
    return go(desk_path(desk, "addresses", list_id))


def columns_in(form: FormData) -> dict[str, int]:
    """Read which column was chosen for what; nothing chosen is not in the file."""
    chosen = {
        name.removeprefix(COLUMN): text_of(form, name) for name in form if name.startswith(COLUMN)
    }
    return {name: int(text) for name, text in chosen.items() if is_between(text, 0, MOST_COLUMNS)}


@router.post("/facilitator/dialogues/{slug}/addresses/{list_id}/import")
def bring_in(
    session: SessionDep,
    desk: Desk,
    now: Now,
    list_id: UUID,
    keeps: Annotated[str, Form()] = "",
) -> Response:
    """Bring in a checked list, as a whole or its good rows; or nothing of it."""
    stored = addresses.list_of(session, desk.dialogue, list_id, to_change=True)
    if keeps == "nothing":
        addresses.refuse_list(session, stored, actor=desk.actor, now=now)
        return go(desk_path(desk, "addresses", list_id), "addresses-refused")
    addresses.bring_in(
        session, desk.dialogue, stored, keeps_good_rows=keeps == "good", actor=desk.actor, now=now
    )
    return go(desk_path(desk, "addresses", list_id), "addresses-in")


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/erase")
def ask_to_erase(request: Request, session: SessionDep, desk: Desk, list_id: UUID) -> Response:
    """Say what erasing a list does, before it is done."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    return show_at_desk(request, session, desk, "addresses_erase.html", stored=stored)


@router.post("/facilitator/dialogues/{slug}/addresses/{list_id}/erase")
def erase_list(session: SessionDep, desk: Desk, now: Now, list_id: UUID) -> Response:
    """Erase a list; from now on nobody on it is written to."""
    stored = addresses.list_of(session, desk.dialogue, list_id, to_change=True)
    addresses.erase_list(session, stored, actor=desk.actor, now=now)
    return go(desk_path(desk, "addresses"), "addresses-erased")
