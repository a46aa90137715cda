"""The themes: name, merge, split, move, start anew, undo."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.access import Desk
from app.deps import Now, SessionDep
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    ids_of,
    text_of,
)
from app.routes.facilitator.theme_conflicts import or_told
from app.routes.facilitator.theme_forms import (
    AT_THE_FORM,
    NO_THEME,
    page_in,
    split_off,
    theme_in,
)
from app.routes.facilitator.theme_pages import show_list, show_loose, show_merge, show_one
from app.usecases import themes

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/themes")
def list_themes(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show all themes in use, the largest first."""
    return show_list(request, session, desk)


@router.post("/facilitator/dialogues/{slug}/themes")
def new_theme(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Start a theme, empty or with ticked answers that were in none."""
    label, chosen = text_of(form, "label"), ids_of(form, "contribution")
    refusal = attempt(
        session,
        lambda: themes.new(
            session, desk.dialogue, label=label, contribution_ids=chosen, actor=desk.actor, now=now
        ),
        AT_THE_FORM,
    )
    if refusal is not None:
        return or_told(
            session, desk, refusal,
            lambda words: show_list(request, session, desk, error=words, label=label),
        )  # fmt: skip
    return go(desk_path(desk, "themes"), "theme-made")


@router.post("/facilitator/dialogues/{slug}/themes/undo")
def undo_change(
    session: SessionDep, desk: Desk, now: Now, change_id: Annotated[UUID, Form()]
) -> Response:
    """Take back the change that the page showed as the last."""
    themes.undo(session, desk.dialogue, change_id=change_id, actor=desk.actor, now=now)
    return go(desk_path(desk, "themes"), "undone")


@router.get("/facilitator/dialogues/{slug}/themes/none")
def show_unplaced(request: Request, session: SessionDep, desk: Desk, page: int = 1) -> Response:
    """Show every answer that is in no theme, in full."""
    return show_loose(request, session, desk, page=page)


@router.get("/facilitator/dialogues/{slug}/themes/{theme_id}")
def show_theme(
    request: Request, session: SessionDep, desk: Desk, theme_id: UUID, page: int = 1
) -> Response:
    """Show a theme with all its answers, a page at a time."""
    return show_one(request, session, desk, theme_id, page=page)


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/rename")
def rename_theme(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    theme_id: UUID,
    version: Annotated[int, Form()],
    label: Annotated[str, Form()] = "",
) -> Response:
    """Give a theme the name that people choose."""
    refusal = attempt(
        session,
        lambda: themes.rename(
            session, desk.dialogue, theme_id, label=label, version=version, actor=desk.actor,
            now=now,
        ),
        AT_THE_FORM,
    )  # fmt: skip
    if refusal is not None:
        return or_told(
            session, desk, refusal,
            lambda words: show_one(
                request, session, desk, theme_id, errors={"label": words}, label=label
            ),
            theme_id,
        )  # fmt: skip
    return go(desk_path(desk, "themes", theme_id), "renamed")


@router.get("/facilitator/dialogues/{slug}/themes/{theme_id}/merge")
def choose_merge(
    request: Request, session: SessionDep, desk: Desk, theme_id: UUID, other: UUID
) -> Response:
    """Show the two themes side by side before they become one."""
    return show_merge(request, session, desk, theme_id, other)


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/merge")
def merge_themes(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    theme_id: UUID,
    other: Annotated[UUID, Form()],
    version: Annotated[int, Form()],
    other_version: Annotated[int, Form()],
    label: Annotated[str, Form()] = "",
) -> Response:
    """Take two themes up in one new theme."""
    refusal = attempt(
        session,
        lambda: themes.merge(
            session, desk.dialogue, theme_id, other, first_version=version,
            second_version=other_version, label=label, actor=desk.actor, now=now,
        ),
        AT_THE_FORM,
    )  # fmt: skip
    if refusal is not None:
        return or_told(
            session, desk, refusal,
            lambda words: show_merge(
                request, session, desk, theme_id, other, error=words, label=label
            ),
            theme_id, other,
        )  # fmt: skip
    return go(desk_path(desk, "themes"), "merged")


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/split")
def split_theme(
    request: Request, session: SessionDep, desk: Desk, now: Now, theme_id: UUID, form: PostedForm
) -> Response:
    """Give the ticked answers a theme of their own."""
    label, chosen = text_of(form, "part_label"), ids_of(form, "contribution")
    refusal = split_off(session, desk, theme_id, form, chosen, label=label, now=now)
    if refusal is not None:
        return or_told(
            session, desk, refusal,
            lambda words: show_one(
                request, session, desk, theme_id, page=page_in(form),
                errors={"part_label": words}, part_label=label, chosen=chosen,
            ),
            theme_id,
        )  # fmt: skip
    return go(desk_path(desk, "themes", theme_id), "split")


@router.post("/facilitator/dialogues/{slug}/placements/{contribution_id}")
def move_contribution(
    session: SessionDep, desk: Desk, now: Now, contribution_id: UUID, form: PostedForm
) -> Response:
    """Put one answer in another theme, or in none."""
    came_from, goes_to = theme_in(form, "from_theme"), theme_in(form, "to_theme")
    themes.move(
        session, desk.dialogue, contribution_id, from_theme_id=came_from, to_theme_id=goes_to,
        actor=desk.actor, now=now,
    )  # fmt: skip
    return go(desk_path(desk, "themes", came_from or NO_THEME), "moved", page=page_in(form))
