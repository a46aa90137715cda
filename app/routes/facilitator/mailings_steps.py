"""One mailing: how far it is, pause, go on, stop, and the letters to print."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep, writes
from app.i18n import TIME_ZONE
from app.queries.mailings import listed, mailing_in, problems_of, progress_of
from app.routes.facilitator.pages import desk_path, go, show_at_desk
from app.templating import render
from app.usecases.letter_documents import ask_again, files_of, open_letters
from app.usecases.mailings import change_mailing
from dialogue.errors import NotFound
from dialogue.models import AddressList, DocumentState, Mailing, MailingState

router = APIRouter()

PAGE = "/facilitator/dialogues/{slug}/mailings/{mailing_id}"
BUSY = (MailingState.READY, MailingState.SENDING)
DONE = {"pause": "mailing-paused", "resume": "mailing-resumed", "stop": "mailing-stopped"}


def mailing_at(session: Session, desk: AtDesk, mailing_id: UUID) -> Mailing:
    """Load a mailing of this dialogue. Raises NotFound."""
    found = mailing_in(session, desk.dialogue, mailing_id)
    if found is None:
        raise NotFound
    return found


@router.get(PAGE)
def show_mailing(
    request: Request, session: SessionDep, desk: Desk, now: Now, mailing_id: UUID
) -> Response:
    """Show how far a mailing is, what went wrong and what can be done."""
    mailing = mailing_at(session, desk, mailing_id)
    addresses = session.get(AddressList, mailing.list_id)
    return show_at_desk(
        request, session, desk, "mailings_one.html", progress=progress_of(session, mailing),
        files=files_of(session, mailing), problems=problems_of(session, mailing), now=now,
        busy=mailing.state in BUSY, people=listed(session, addresses) if addresses else None,
    )  # fmt: skip


@router.get(PAGE + "/progress")
def show_progress(
    request: Request, session: SessionDep, desk: Desk, now: Now, mailing_id: UUID
) -> Response:
    """Show how far a mailing is; when it is over, the page is loaded anew."""
    mailing = mailing_at(session, desk, mailing_id)
    busy = mailing.state in BUSY
    ready = any(each.state is DocumentState.READY for each in files_of(session, mailing))
    if not busy and "hx-request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})
    return render(
        request, "facilitator/_mailings_progress.html", progress=progress_of(session, mailing),
        busy=busy, ready=ready, now=now, here=desk_path(desk), varies_by_htmx=True,
    )  # fmt: skip


@router.post(PAGE + "/{change}")
def change(session: SessionDep, desk: Desk, now: Now, mailing_id: UUID, change: str) -> Response:
    """Pause, go on or stop."""
    mailing = mailing_at(session, desk, mailing_id)
    change_mailing(session, desk.dialogue, mailing, change, actor=desk.actor, now=now)
    return go(desk_path(desk, "mailings", mailing_id), DONE[change])


@router.get(PAGE + "/letters/{document_id}")
@writes
def download_letters(
    session: SessionDep, desk: Desk, settings: SettingsDep, now: Now, mailing_id: UUID,
    document_id: UUID,
) -> Response:  # fmt: skip
    """Give a file of letters to print; a week later it is erased."""
    mailing = mailing_at(session, desk, mailing_id)
    parts = [each.id for each in files_of(session, mailing)]
    if document_id not in parts:
        raise NotFound
    content = open_letters(session, desk.dialogue, document_id, key=settings.key(), now=now)
    day = now.astimezone(TIME_ZONE).date().isoformat()
    name = f"letters-{desk.dialogue.slug}-{parts.index(document_id) + 1}-{day}.pdf"
    return Response(
        content, media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@router.post(PAGE + "/letters/{document_id}/again")
def make_letters_again(
    session: SessionDep, desk: Desk, now: Now, mailing_id: UUID, document_id: UUID
) -> Response:
    """Try once more to make a file that failed."""
    ask_again(session, desk.dialogue, document_id, now=now)
    return go(desk_path(desk, "mailings", mailing_id))
