"""The list of dialogues, and the first page of one: what is asked and what is promised."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import Anybody, MaybeVisiting, PublicDialogue
from app.deps import Now, SessionDep
from app.dialogue_words import say
from app.errors import spoken, status_of
from app.i18n import gettext
from app.queries.parts import chambers_of, prompts_of, rounds_of
from app.queries.promise_changes import promise_changes
from app.queries.public_dialogues import in_public, launched_dialogues
from app.queries.round_changes import round_changes
from app.templating import render
from dialogue.errors import Refusal
from dialogue.models import Dialogue, Participant, RoundKind, new_id

router = APIRouter()


@router.get("/", dependencies=[Anybody])
def list_dialogues(request: Request, session: SessionDep, now: Now) -> Response:
    """List the dialogues, those in which something is open first."""
    listed = launched_dialogues(session, now=now)
    return render(request, "dialogue/list.html", listed=listed, say=say)


@router.get("/d/{slug}")
def show_dialogue(
    request: Request,
    session: SessionDep,
    dialogue: PublicDialogue,
    participant: MaybeVisiting,
    now: Now,
) -> Response:
    """Show what is asked, what is promised, where we are, and the way in."""
    return dialogue_page(request, session, dialogue, participant, now)


def dialogue_page(
    request: Request,
    session: Session,
    dialogue: Dialogue,
    participant: Participant | None,
    now: datetime,
    *,
    refusal: Refusal | None = None,
    code: str = "",
) -> Response:
    """Show the first page of a dialogue, after a refusal with what was typed and what is wrong."""
    rounds = rounds_of(session, dialogue)
    asked = [each for each in rounds if each.kind is RoundKind.ASK]
    return render(
        request,
        "dialogue/show.html",
        status_code=status_of(refusal) if refusal else 200,
        dialogue=dialogue,
        public=in_public(dialogue, rounds, now=now),
        prompts=[prompt for each in asked for prompt in prompts_of(session, each)],
        chambers=chambers_of(session, dialogue),
        changes=promise_changes(session, dialogue),
        moved=round_changes(session, dialogue),
        participant=participant,
        request_id=new_id(),
        error=spoken(refusal) if refusal else None,
        advice=gettext(refusal.advice) if refusal else None,
        code=code,
        say=say,
    )
