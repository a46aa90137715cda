"""Look inside a theme once more, and give a part of it a theme of its own."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import Desk
from app.deps import Now, SessionDep
from app.figures import BeingMeasured, KeptFigures
from app.queries.theme_parts import MOST_ANSWERS, Inside, examples_among, look_inside
from app.queries.themes import find_theme
from app.routes.facilitator.measuring import always_new, show_being_measured
from app.routes.facilitator.pages import (
    PostedForm,
    desk_path,
    go,
    said,
    show_at_desk,
    text_of,
)
from app.routes.facilitator.theme_forms import split_off, version_in
from dialogue.errors import ChangedMeanwhile, NothingChosen
from dialogue.models import Dialogue
from dialogue.themes import LABEL_LIMIT

router = APIRouter()

BYTES_OF_AN_ID = 16


@router.get("/facilitator/dialogues/{slug}/themes/{theme_id}/inside")
def show_inside(request: Request, session: SessionDep, desk: Desk, theme_id: UUID) -> Response:
    """Show the parts that a second look finds; nothing changes by looking."""
    theme = find_theme(session, desk.dialogue, theme_id)
    kept: KeptFigures[Inside] = request.app.state.insides

    def look(own: Session, dialogue: Dialogue) -> Inside:
        return look_inside(own, dialogue, find_theme(own, dialogue, theme_id))

    inside = always_new(request, session, desk, kept, look, theme_id, theme.version)
    if isinstance(inside, BeingMeasured):
        return show_being_measured(request, session, desk)
    return show_at_desk(
        request,
        session,
        desk,
        "inside.html",
        theme=theme,
        inside=inside,
        most=MOST_ANSWERS,
        pack=pack,
        label_limit=LABEL_LIMIT,
    )


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/inside")
def split_part(
    request: Request, session: SessionDep, desk: Desk, now: Now, theme_id: UUID, form: PostedForm
) -> Response:
    """Give one part a theme of its own, as it was when it was looked at."""
    label, chosen = text_of(form, "part_label"), unpack(text_of(form, "members"))
    refusal = split_off(session, desk, theme_id, form, chosen, label=label, now=now)
    if refusal is None:
        return go(desk_path(desk, "themes", theme_id), "split")
    if isinstance(refusal, ChangedMeanwhile):
        raise refusal  # the parts that were looked at are no parts of it any more
    theme = find_theme(session, desk.dialogue, theme_id)
    return show_at_desk(
        request,
        session,
        desk,
        "part.html",
        status_code=422,
        theme=theme,
        version=version_in(form),
        members=pack(chosen),
        size=len(chosen),
        examples=examples_among(session, theme, chosen),
        label=label,
        error=said(refusal),
        label_limit=LABEL_LIMIT,
    )


def pack(contribution_ids: Sequence[UUID]) -> str:
    """Write many identifiers in one short field: a form may hold no more than 64 kB."""
    return urlsafe_b64encode(b"".join(each.bytes for each in contribution_ids)).decode()


def unpack(members: str) -> list[UUID]:
    """Read that field back. Raises NothingChosen for anything that `pack` did not write."""
    try:
        packed = urlsafe_b64decode(members.encode())
    except ValueError:
        raise NothingChosen from None
    if len(packed) % BYTES_OF_AN_ID:
        raise NothingChosen
    places = range(0, len(packed), BYTES_OF_AN_ID)
    return [UUID(bytes=packed[place : place + BYTES_OF_AN_ID]) for place in places]
