"""Open a device in a public place as a kiosk, give it a link, and close it."""

from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import Anybody, AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.queries.kiosks import kiosks_of
from app.queries.parts import chambers_of
from app.routes.facilitator.pages import attempt, desk_path, go, said, show_at_desk
from app.security import KIOSK_COOKIE, STAFF_COOKIE, forget_cookie, set_cookie, visit_cookie
from app.templating import render
from app.usecases import kiosks
from dialogue.errors import EmptyText, NotFound, NoWords, Refusal, TextTooLong, UnreadableText
from dialogue.models import Dialogue, DialogueState, Kiosk

router = APIRouter()

WORDING = (EmptyText, NoWords, TextTooLong, UnreadableText)
# A device stays a kiosk until somebody closes it, a year at most.
DEVICE_DAYS = 365


@router.get("/facilitator/dialogues/{slug}/kiosks")
def show_kiosks(request: Request, session: SessionDep, desk: Desk) -> Response:
    """List the kiosks, with a form for a new one."""
    return show_page(request, session, desk)


@router.post("/facilitator/dialogues/{slug}/kiosks")
def open_kiosk(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    desk: Desk,
    now: Now,
    name: Annotated[str, Form()] = "",
    chamber_id: Annotated[str, Form()] = "",
) -> Response:
    """Open a kiosk and show its link, once."""
    made: list[tuple[Kiosk, str]] = []
    refusal = attempt(
        session,
        lambda: made.append(
            kiosks.open_kiosk(
                session, desk.dialogue, name=name, chamber_id=id_of(chamber_id),
                key=settings.key(), actor=desk.actor, now=now,
            )
        ),
        beside_form=WORDING,
    )  # fmt: skip
    if refusal is not None:
        return show_page(request, session, desk, name=name, chamber_id=chamber_id, refusal=refusal)
    return show_link(request, session, settings.public_url, desk, *made[0])


@router.post("/facilitator/dialogues/{slug}/kiosks/{kiosk_id}/link")
def renew_link(
    request: Request, session: SessionDep, settings: SettingsDep, desk: Desk, now: Now,
    kiosk_id: UUID,
) -> Response:  # fmt: skip
    """Show a new link, for another device or one that forgot."""
    kiosk, token = kiosks.renew_link(
        session, desk.dialogue, kiosk_id, key=settings.key(), actor=desk.actor, now=now
    )
    return show_link(request, session, settings.public_url, desk, kiosk, token)


@router.post("/facilitator/dialogues/{slug}/kiosks/{kiosk_id}/close")
def close_kiosk(session: SessionDep, desk: Desk, now: Now, kiosk_id: UUID) -> Response:
    """Close a kiosk at once."""
    kiosks.close_kiosk(session, desk.dialogue, kiosk_id, actor=desk.actor, now=now)
    return go(desk_path(desk, "kiosks"), "kiosk-closed")


@router.get("/kiosk/{token}", dependencies=[Anybody])
def confirm_device(
    request: Request, session: SessionDep, settings: SettingsDep, token: str
) -> Response:
    """Ask whether this is the device; a link that is only looked at is not used up."""
    kiosk = kiosks.link_leads_to(session, token, key=settings.key())
    dialogue = session.get_one(Dialogue, kiosk.dialogue_id)
    return render(request, "kiosk/device.html", kiosk=kiosk, dialogue=dialogue, token=token)


@router.post("/kiosk/{token}", dependencies=[Anybody])
def take_device(
    request: Request, session: SessionDep, settings: SettingsDep, token: str
) -> Response:
    """Make this device the kiosk; whoever was logged in or took part on it no longer is."""
    dialogue, kept = kiosks.take_device(session, token, key=settings.key())
    secure = settings.secure_cookies
    response = go(f"/d/{dialogue.slug}/kiosk")
    set_cookie(response, KIOSK_COOKIE, f"{dialogue.slug}.{kept}", secure=secure, days=DEVICE_DAYS)
    for name in request.cookies:
        plain = name.removeprefix("__Host-")
        if plain.startswith((STAFF_COOKIE, visit_cookie(""))):
            forget_cookie(response, plain, secure=secure)
    return response


def show_page(
    request: Request,
    session: Session,
    desk: AtDesk,
    *,
    name: str = "",
    chamber_id: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """Show the list and the form, after a refusal with what was filled in."""
    chambers = chambers_of(session, desk.dialogue)
    return show_at_desk(
        request, session, desk, "kiosks.html", status_code=422 if refusal else 200,
        listed=kiosks_of(session, desk.dialogue), chambers=chambers, typed=name,
        chamber_id=chamber_id or str(chambers[0].id), name_limit=kiosks.LONGEST_NAME,
        errors={"name": said(refusal)} if refusal else {},
        running=desk.dialogue.state is DialogueState.LAUNCHED,
    )  # fmt: skip


def show_link(
    request: Request, session: Session, public_url: str, desk: AtDesk, kiosk: Kiosk, token: str
) -> Response:
    """Show the link and its QR code; it is stored nowhere and can't be shown again."""
    base = (public_url or str(request.base_url)).rstrip("/")
    address = f"{base}/kiosk/{token}"
    picture = segno.make(address, error="m", micro=False)
    return show_at_desk(
        request, session, desk, "kiosk_link.html", kiosk=kiosk, address=address,
        picture=picture.svg_data_uri(scale=6, border=2, light="#fff"),
    )  # fmt: skip


def id_of(text: str) -> UUID:
    """Read an identifier from a form. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError as unreadable:
        raise NotFound from unreadable
