"""Somebody else changed a theme first: who, and a page on which one's own words still stand."""

from collections.abc import Callable
from uuid import UUID

from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk
from app.i18n import format_datetime, gettext
from app.queries.last_changes import last_change
from app.queries.themes import themes_in_use
from app.routes.facilitator.pages import said
from dialogue.errors import ChangedMeanwhile, Refusal

KINDS = ("theme.rename", "theme.split", "theme.merge", "theme.new", "theme.undo")


def or_told(
    session: Session,
    desk: AtDesk,
    refusal: Refusal,
    show: Callable[[str], Response],
    *theme_ids: UUID,
) -> Response:
    """Show the page again with what was refused, or what a colleague did to the themes meanwhile.

    Raises ChangedMeanwhile when one of the themes is in use no more: its page has no form.
    """
    if not isinstance(refusal, ChangedMeanwhile):
        return show(said(refusal))
    session.expire_all()  # what was read before a colleague's change is old
    if not set(theme_ids) <= {each.id for each in themes_in_use(session, desk.dialogue)}:
        raise refusal
    kept = gettext("Look at what is there now. Your words are still here: save again to keep them.")
    answer = show(f"{who_changed(session, desk, *theme_ids)} {kept}")
    answer.status_code = 409
    return answer


def who_changed(session: Session, desk: AtDesk, *theme_ids: UUID) -> str:
    """Say who changed one of these themes last, as far as the record tells."""
    found = [last_change(session, desk.dialogue, each, *KINDS) for each in theme_ids]
    changes = [each for each in found if each is not None and each.name]
    if not changes:
        return gettext(ChangedMeanwhile.message)
    latest = max(changes, key=lambda each: each.at)
    told = gettext("%(name)s changed this theme on %(at)s.")
    return told % {"name": latest.name, "at": format_datetime(latest.at)}
