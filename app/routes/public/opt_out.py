"""No more messages: a page without login, reached from every e-mail."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.access import Anybody
from app.deps import SessionDep, SettingsDep
from app.dialogue_words import say
from app.templating import render
from app.usecases.opt_out import stop_messages, who_stops
from dialogue.models import Dialogue, Recipient, RecipientState

router = APIRouter(dependencies=[Anybody])


def linked(session: SessionDep, settings: SettingsDep, token: str) -> tuple[Recipient, Dialogue]:
    """Find whose link this is."""
    return who_stops(session, token, key=settings.key())


Linked = Annotated[tuple[Recipient, Dialogue], Depends(linked)]


@router.get("/stop/{token}")
def show_stop(request: Request, found: Linked) -> Response:
    """Ask whether somebody wants no more messages; only opening a link stops nothing."""
    recipient, dialogue = found
    stopped = recipient.state is RecipientState.STOPPED
    return render(request, "mailing/stop.html", dialogue=dialogue, stopped=stopped, say=say)


@router.post("/stop/{token}")
def stop(session: SessionDep, found: Linked, token: str) -> Response:
    """Send nothing more and forget the address; a mailbox may post here by itself (RFC 8058)."""
    stop_messages(session, found[0])
    return RedirectResponse(f"/stop/{token}", status_code=303)
