"""What the forms about themes send, and which refusals are shown beside them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk
from app.routes.facilitator.pages import attempt, text_of
from app.usecases import themes
from dialogue.errors import (
    ChangedMeanwhile,
    EmptyText,
    NotFound,
    NothingChosen,
    NoWords,
    Refusal,
    TextTooLong,
    UnreadableText,
    WholeThemeChosen,
)

# These are shown on the page with what was filled in; others are about the theme itself.
AT_THE_FORM = (
    ChangedMeanwhile, EmptyText, NoWords, TextTooLong, UnreadableText, NothingChosen,
    WholeThemeChosen,
)  # fmt: skip
NO_THEME = "none"


def version_in(form: FormData) -> int:
    """Read which version of a theme was looked at; without one it can't be the present."""
    raw = text_of(form, "version")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def page_in(form: FormData) -> int:
    """Read on which page of a list the form stood."""
    raw = text_of(form, "page")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def theme_in(form: FormData, name: str) -> UUID | None:
    """Read a theme, or "none"; anything else is no theme of this dialogue."""
    raw = text_of(form, name)
    if raw == NO_THEME:
        return None
    try:
        return UUID(raw)
    except ValueError:
        raise NotFound from None


def split_off(
    session: Session,
    desk: AtDesk,
    theme_id: UUID,
    form: FormData,
    chosen: Sequence[UUID],
    *,
    label: str,
    now: datetime,
) -> Refusal | None:
    """Give the chosen answers a theme of their own; returns what is to be said at the form."""
    return attempt(
        session,
        lambda: themes.split(
            session, desk.dialogue, theme_id, version=version_in(form), contribution_ids=chosen,
            label=label, actor=desk.actor, now=now,
        ),
        AT_THE_FORM,
    )  # fmt: skip
