"""What the forms about themes send, and which refusals are shown beside them."""

from uuid import UUID

from starlette.datastructures import FormData

from app.routes.facilitator.pages import text_of
from dialogue.errors import (
    EmptyText,
    NotFound,
    NothingChosen,
    NoWords,
    TextTooLong,
    UnreadableText,
    WholeThemeChosen,
)

# These are shown on the page with what was filled in; others are about the theme itself.
AT_THE_FORM = (
    EmptyText, NoWords, TextTooLong, UnreadableText, NothingChosen, WholeThemeChosen,
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
