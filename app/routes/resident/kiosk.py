"""A device in a public place: begin, consent, take part, and leave nothing for who comes next."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.access import PublicDialogue, VisitToken
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep, writes
from app.dialogue_words import say
from app.i18n import LANGUAGES, current_language, gettext, speaking
from app.queries.parts import rounds_of
from app.routes.resident.here import go
from app.routes.resident.open_entries import LimitedEntries
from app.routes.resident.participants import welcome
from app.security import (
    KIOSK_COOKIE,
    LANGUAGE_COOKIE,
    cookie_name,
    forget_cookie,
    visit_cookie,
)
from app.templating import render
from app.usecases import kiosks, participants
from dialogue.errors import KioskClosed
from dialogue.lifecycle import allowed_now
from dialogue.models import Dialogue, Kiosk, new_id

router = APIRouter()


@router.get("/kiosk")
@writes
def show_begin(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    dialogue: PublicDialogue,
    token: VisitToken,
    now: Now,
) -> Response:
    """Show the page on which everybody begins; the visit of who was here before ends."""
    kiosk = kiosk_here(request, session, settings, dialogue)
    participants.leave(session, token, key=settings.key())
    allowed = allowed_now(dialogue, rounds_of(session, dialogue), now)
    response = render(
        request, "kiosk/begin.html", dialogue=dialogue, place=kiosk.name, say=say,
        open_now=allowed.anything, languages=in_each_language(),
    )  # fmt: skip
    return without_visit(response, dialogue, settings)


@router.get("/kiosk/consent")
def show_consent(
    request: Request, session: SessionDep, settings: SettingsDep, dialogue: PublicDialogue
) -> Response:
    """Tell in plain words what happens with what somebody writes; nobody is in yet."""
    kiosk_here(request, session, settings, dialogue)
    return consent_page(request, session, dialogue)


@router.post("/kiosk/consent", dependencies=[LimitedEntries])
def give_consent(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    dialogue: PublicDialogue,
    now: Now,
    request_id: Annotated[UUID, Form()],
    agree: Annotated[str, Form()] = "",
    may_be_quoted: Annotated[str, Form()] = "",
) -> Response:
    """Let somebody in who agrees; without it the page asks again and nobody is in."""
    kiosk = kiosk_here(request, session, settings, dialogue)
    if not agree:
        return consent_page(request, session, dialogue, refused=True)
    arrival = kiosks.enter_at_kiosk(
        session, dialogue, kiosk, request_id=request_id, language=current_language(),
        may_be_quoted=bool(may_be_quoted), key=settings.key(), now=now,
    )  # fmt: skip
    return welcome(dialogue, arrival, settings)


@router.post("/kiosk/next")
def end_visit(
    session: SessionDep, settings: SettingsDep, dialogue: PublicDialogue, token: VisitToken
) -> Response:
    """End the visit, so that the next person is a stranger; also after the kiosk was closed."""
    participants.leave(session, token, key=settings.key())
    return without_visit(go(f"/d/{dialogue.slug}/kiosk"), dialogue, settings)


def kiosk_here(
    request: Request, session: SessionDep, settings: Settings, dialogue: Dialogue
) -> Kiosk:
    """Find the kiosk that this device is. Raises KioskClosed."""
    kept = request.cookies.get(cookie_name(KIOSK_COOKIE, secure=settings.secure_cookies), "")
    slug, _, token = kept.partition(".")
    if slug != dialogue.slug or not token:
        raise KioskClosed
    return kiosks.kiosk_at(session, dialogue, token, key=settings.key())


def consent_page(
    request: Request, session: SessionDep, dialogue: Dialogue, *, refused: bool = False
) -> Response:
    """Show the page of the consent."""
    return render(
        request, "kiosk/consent.html", status_code=422 if refused else 200, dialogue=dialogue,
        say=say, rounds=rounds_of(session, dialogue), refused=refused, quoted=False,
        request_id=new_id(),
    )  # fmt: skip


def in_each_language() -> list[dict[str, str]]:
    """Give the words on the button in every language that is offered."""
    found = []
    for code, language in LANGUAGES.items():
        with speaking(code):
            found.append({"code": code, "direction": language.direction, "name": language.name,
                          "begin": gettext("Begin")})  # fmt: skip
    return found


def without_visit(response: Response, dialogue: Dialogue, settings: Settings) -> Response:
    """Let the device forget who was here, and which language they read."""
    response.delete_cookie(LANGUAGE_COOKIE, path="/")
    forget_cookie(response, visit_cookie(dialogue.slug), secure=settings.secure_cookies)
    return response
