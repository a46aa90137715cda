"""What happened with my answer: behind a receipt code, without an account."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import Anybody
from app.deps import Now, SessionDep, SettingsDep
from app.errors import spoken, status_of
from app.i18n import current_language, gettext
from app.queries.closing import indicators_of, own_answers
from app.queries.closing_statements import told_by
from app.queries.own_data import own_data
from app.queries.public_dialogues import in_public
from app.queries.receipts import own_contribution, stories
from app.rate_limit import LimitedAttempts
from app.routes.resident.closing import offer_to
from app.routes.resident.here import Here, Place, go, show
from app.routes.resident.participants import welcome
from app.templating import render
from app.usecases import contributions, objections, participants
from dialogue.errors import (
    CodeMistyped,
    CodeUnknown,
    EmptyText,
    NoWords,
    Refusal,
    TextTooLong,
    UnreadableText,
)

entrance = APIRouter()
router = APIRouter()


@entrance.get("/receipt", dependencies=[Anybody])
def ask_receipt(request: Request) -> Response:
    """Ask for a receipt code."""
    return receipt_page(request)


@entrance.post("/receipt", dependencies=[Anybody, LimitedAttempts])
def return_with_receipt(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    code: Annotated[str, Form()] = "",
) -> Response:
    """Let somebody back in with a receipt code, whichever dialogue it is of."""
    key = settings.key()
    try:
        dialogue = participants.dialogue_of_receipt(session, receipt_code=code, key=key)
        arrival = participants.return_with_receipt(
            session, dialogue, receipt_code=code, key=key, now=now
        )
    except (CodeMistyped, CodeUnknown) as refusal:
        return receipt_page(request, code=code, refusal=refusal)
    return welcome(dialogue, arrival, settings, page="my-answer")


def receipt_page(request: Request, *, code: str = "", refusal: Refusal | None = None) -> Response:
    """Show the form, after a refusal with what was typed and what is wrong."""
    return render(
        request,
        "receipt/enter.html",
        status_code=status_of(refusal) if refusal else 200,
        code=code,
        error=spoken(refusal) if refusal else None,
        advice=gettext(refusal.advice) if refusal else None,
    )


@router.get("/my-answer")
def show_receipt(
    request: Request, session: SessionDep, here: Here, now: Now, erased: bool = False
) -> Response:
    """Show what happened with each contribution of this person, and what else they told."""
    return own_page(request, session, here, now, erased=erased)


def own_page(
    request: Request,
    session: Session,
    here: Place,
    now: datetime,
    *,
    erased: bool = False,
    objecting: UUID | None = None,
    words: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """Show the page about somebody's answers, after a refused objection with its words."""
    own = own_answers(session, here.participant)
    return show(
        request,
        "receipt/show.html",
        here,
        stories=stories(session, here.participant, here.allowed),
        public=in_public(here.dialogue, here.rounds, now=now),
        next_page=here.next_page(),
        offer=offer_to(session, here, now),
        told=told_by(own, indicators_of(session, here.dialogue), current_language()),
        erased=erased,
        status_code=422 if refusal else 200,
        objecting=objecting,
        objection=words,
        objection_error=f"{spoken(refusal)} {gettext(refusal.advice)}" if refusal else "",
    )


@router.get("/my-answer/everything.json")
def download_own_data(session: SessionDep, here: Here) -> Response:
    """Give somebody everything that is kept of them, as a file."""
    everything = own_data(session, here.dialogue, here.participant, current_language())
    return Response(
        json.dumps(everything, ensure_ascii=False, indent=2),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{here.dialogue.slug}.json"',
            "Cache-Control": "no-store",
        },
    )


@router.post("/my-answer/{contribution_id}/withdraw")
def withdraw(session: SessionDep, here: Here, now: Now, contribution_id: UUID) -> Response:
    """Take a contribution back."""
    contribution = own_contribution(session, here.participant, contribution_id)
    contributions.withdraw(session, contribution, now=now)
    return go(here.address("my-answer"))


@router.post("/my-answer/{contribution_id}/object")
def object_to_removal(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    contribution_id: UUID,
    text: Annotated[str, Form()] = "",
) -> Response:
    """Say once why an answer should not have been taken away."""
    contribution = own_contribution(session, here.participant, contribution_id)
    try:
        objections.make_appeal(session, contribution, text=text, now=now)
    except (EmptyText, NoWords, TextTooLong, UnreadableText) as refusal:
        return own_page(
            request, session, here, now, objecting=contribution_id, words=text, refusal=refusal
        )
    answer = go(here.address("my-answer"))
    answer.headers["location"] += f"#answer-{contribution_id}"
    return answer
