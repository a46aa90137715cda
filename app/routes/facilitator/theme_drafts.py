"""Ask a language model to draft the name of a theme, where that is switched on."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import Desk
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep
from app.queries import themes as theme_queries
from app.queries.theme_drafts import ANSWERS_SENT, ShownDraft, draft_of
from app.routes.facilitator.pages import desk_path, go
from app.usecases.theme_drafts import ask_for_draft
from dialogue.errors import NotFound
from dialogue.models import Theme

router = APIRouter()


@dataclass(frozen=True)
class DraftPanel:
    """What the page of a theme shows about drafting: where answers would go, and the last draft."""

    host: str
    model: str
    most: int
    draft: ShownDraft | None


def draft_panel(request: Request, session: Session, theme: Theme) -> DraftPanel | None:
    """Read what to show at a theme; nothing at all while drafting is off."""
    settings: Settings = request.app.state.settings
    if not settings.drafting:
        return None
    draft = draft_of(session, theme)
    return DraftPanel(settings.drafting_host, settings.drafting_model, ANSWERS_SENT, draft)


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/draft")
def ask_draft(
    session: SessionDep, desk: Desk, now: Now, settings: SettingsDep, theme_id: UUID
) -> Response:
    """Put the question in the worker's hands; the page of the theme shows what comes of it."""
    if not settings.drafting:
        raise NotFound
    theme = theme_queries.find_theme(session, desk.dialogue, theme_id)
    ask_for_draft(session, desk.dialogue, theme, actor=desk.actor, now=now)
    return go(desk_path(desk, "themes", theme_id) + "#draft")
