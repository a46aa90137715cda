"""Come in, consent, get a receipt, go out."""

import io
from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.access import MaybeVisiting, PublicDialogue, VisitToken
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import current_language
from app.queries.cards import progress_of
from app.queries.public_dialogues import in_public
from app.queries.receipts import own_contributions
from app.rate_limit import LimitedAttempts
from app.routes.public.dialogues import dialogue_page
from app.routes.resident.closing import offer_to
from app.routes.resident.here import Here, Place, go, onward, show
from app.routes.resident.open_entries import LimitedEntries
from app.security import forget_cookie, set_cookie, visit_cookie
from app.usecases import participants
from app.usecases.background import tells_about_themselves
from dialogue.codes import show_code
from dialogue.errors import CodeExpired, CodeMistyped, CodeUnknown, CodeUsed, NotFound
from dialogue.models import Chamber, ContributionState, Dialogue, Moment

router = APIRouter()


@router.post("/enter-code", dependencies=[LimitedAttempts])
def redeem_code(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    dialogue: PublicDialogue,
    now: Now,
    request_id: Annotated[UUID, Form()],
    code: Annotated[str, Form()] = "",
) -> Response:
    """Let somebody in with the code from a letter."""
    try:
        arrival = participants.redeem_code(
            session,
            dialogue,
            code=code,
            request_id=request_id,
            language=current_language(),
            key=settings.key(),
            now=now,
        )
    except (CodeMistyped, CodeUnknown, CodeUsed, CodeExpired) as refusal:
        return dialogue_page(request, session, dialogue, None, now, refusal=refusal, code=code)
    return welcome(dialogue, arrival, settings)


@router.post("/enter", dependencies=[LimitedEntries])
def enter_openly(
    session: SessionDep,
    settings: SettingsDep,
    dialogue: PublicDialogue,
    participant: MaybeVisiting,
    now: Now,
    request_id: Annotated[UUID, Form()],
    chamber_id: Annotated[UUID, Form()],
) -> Response:
    """Let somebody in by the open link; who is in already goes on."""
    if participant is not None:
        return go(f"/d/{dialogue.slug}/go-on")
    chamber = session.get(Chamber, chamber_id)
    if chamber is None:
        raise NotFound
    arrival = participants.enter_openly(
        session,
        dialogue,
        chamber,
        request_id=request_id,
        language=current_language(),
        key=settings.key(),
        now=now,
    )
    return welcome(dialogue, arrival, settings)


def welcome(
    dialogue: Dialogue, arrival: participants.Arrival, settings: Settings, page: str = "go-on"
) -> Response:
    """Give the browser the token of the visit and send it on."""
    response = RedirectResponse(f"/d/{dialogue.slug}/{page}", status_code=303)
    set_cookie(
        response,
        visit_cookie(dialogue.slug),
        arrival.visit_token,
        secure=settings.secure_cookies,
        days=participants.VISIT_LASTS.days,
    )
    return response


@router.get("/go-on")
def go_on(here: Here) -> Response:
    """Send somebody to the page that they had best see now."""
    return onward(here)


@router.get("/consent")
def show_consent(request: Request, here: Here) -> Response:
    """Tell in plain words what happens with what somebody writes."""
    return show(request, "participant/consent.html", here, rounds=here.rounds, refused=False)


@router.post("/consent")
def give_consent(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    agree: Annotated[str, Form()] = "",
    may_be_quoted: Annotated[str, Form()] = "",
) -> Response:
    """Record the consent, and go on; without it the page asks again."""
    if not agree:
        page = "participant/consent.html"
        return show(request, page, here, rounds=here.rounds, refused=True, status_code=422)
    participants.give_consent(session, here.participant, may_be_quoted=bool(may_be_quoted), now=now)
    return go(here.address("indicators")) if before_the_start(session, here, now) else onward(here)


def before_the_start(session: Session, here: Place, now: Now) -> bool:
    """Tell whether this person is asked something before they begin."""
    offer = offer_to(session, here, now)
    return here.allowed.anything and offer.moment is Moment.BEFORE and bool(offer.todo)


@router.get("/thanks")
def show_thanks(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    here: Here,
    now: Now,
    token: VisitToken,
) -> Response:
    """Thank, give the receipt code, and say what happens next."""
    weighing = here.allowed.weigh
    mine = own_contributions(session, here.participant)
    return show(
        request,
        "participant/thanks.html",
        here,
        public=in_public(here.dialogue, here.rounds, now=now),
        receipt_code=own_receipt(here, token, settings),
        held=sum(each.state is ContributionState.HELD for each, _, _ in mine),
        progress=progress_of(session, here.participant, weighing) if weighing else None,
        asks_about_people=here.asks_about_people,
        tells_background=tells_about_themselves(session, here.participant),
        offer=offer_to(session, here, now),
    )


@router.get("/receipt.svg")
def draw_receipt(
    request: Request, settings: SettingsDep, here: Here, token: VisitToken
) -> Response:
    """Draw the receipt code as a QR code that opens the page on which to use it."""
    code = own_receipt(here, token, settings)
    if code is None:
        raise NotFound
    # Behind the #, so that the code is in no address that a server or a proxy writes down.
    drawing = io.BytesIO()
    made = segno.make(f"{request.base_url}receipt#{code}", error="m", micro=False)
    made.save(drawing, kind="svg", scale=6, border=2, light="#fff", xmldecl=False)
    return Response(drawing.getvalue(), media_type="image/svg+xml")


def own_receipt(here: Place, token: str, settings: Settings) -> str | None:
    """Give the receipt code of a first visit; who came back with one has it already."""
    code = participants.receipt_of(token, key=settings.key())
    hashed = participants.receipt_hash(code, here.dialogue, key=settings.key())
    return show_code(code) if hashed == here.participant.receipt_hash else None


@router.post("/leave")
def leave(
    session: SessionDep, settings: SettingsDep, dialogue: PublicDialogue, token: VisitToken
) -> Response:
    """End the visit on this device; leaving twice is no mistake."""
    participants.leave(session, token, key=settings.key())
    response = go(f"/d/{dialogue.slug}")
    forget_cookie(response, visit_cookie(dialogue.slug), secure=settings.secure_cookies)
    return response
