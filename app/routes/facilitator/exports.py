"""What may be exported: what is in it and why, asked for here and made in the background."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.i18n import current_language
from app.queries.asking import asks_still
from app.queries.documents import (
    EXPORT,
    FORMS,
    documents_of,
    published_documents,
    ready_document,
)
from app.routes.downloads import as_download
from app.routes.facilitator.pages import desk_path, go, show_at_desk
from app.usecases.documents import KEPT_FOR, ask_document
from dialogue.errors import NotFound

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/export")
def show_export(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Say what is in an export and what is not, and list what was made."""
    return show_page(request, session, desk, "export.html")


@router.get("/facilitator/dialogues/{slug}/export/files")
def list_exports(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how far the files are; htmx asks for this every few seconds."""
    return show_page(request, session, desk, "_exports.html")


@router.post("/facilitator/dialogues/{slug}/export")
def ask_export(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: Annotated[str, Form()] = ""
) -> Response:
    """Ask for a file; the same one that still waits is not made twice."""
    if form not in FORMS:
        raise NotFound
    if asks_still(session, desk.dialogue):
        return show_page(request, session, desk, "export.html", status_code=409)
    ask_document(
        session, desk.dialogue, kind=EXPORT, form=form, language=current_language(),
        account_id=desk.staff.account.id, now=now,
    )  # fmt: skip
    return go(desk_path(desk, "export"), "export-asked")


@router.get("/facilitator/dialogues/{slug}/export/{document_id}")
def give_export(session: SessionDep, desk: Desk, document_id: UUID) -> Response:
    """Hand out a file that is ready."""
    document, content = ready_document(session, desk.dialogue, document_id, (EXPORT,))
    return as_download(document, content, f"{desk.dialogue.slug}-open-data")


def show_page(
    request: Request, session: Session, desk: AtDesk, page: str, *, status_code: int = 200
) -> Response:
    """Show the page, or the part that follows the files."""
    files = documents_of(session, desk.dialogue, (EXPORT,))
    return show_at_desk(
        request, session, desk, page, status_code=status_code,
        too_early=asks_still(session, desk.dialogue), files=files,
        busy=any(each.busy for each in files), days=KEPT_FOR.days,
        public=published_documents(session, desk.dialogue),
    )  # fmt: skip
