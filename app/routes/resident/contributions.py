"""Answer the questions of an ask round, one per page."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.deps import Now, SessionDep
from app.errors import spoken
from app.i18n import current_language
from app.queries.parts import prompts_of, round_of_kind
from app.queries.receipts import own_contributions
from app.routes.resident.here import Here, Place, go, onward, show
from app.routes.resident.second_look import look_again
from app.usecases import contributions, scale_answers
from app.usecases.background import tells_about_themselves
from app.written_language import written_language
from dialogue.errors import (
    EmptyText,
    NotFound,
    NoWords,
    Refusal,
    TextTooLong,
    TooManyAnswers,
    UnreadableText,
)
from dialogue.models import ContributionState, Prompt, RoundKind, new_id
from dialogue.who_acts import who_acts

router = APIRouter()

WORDING = (EmptyText, TextTooLong, NoWords, UnreadableText, TooManyAnswers)


class AnswerForm(BaseModel):
    """What the page of a question sends."""

    contribution_id: UUID
    text: str = ""
    scale: str = ""
    then: str = "next"
    who_acts: str = ""
    visit: str = ""
    checked: str = ""


@router.get("/answer/{number}")
def show_question(
    request: Request, session: SessionDep, here: Here, number: int, saved: bool = False
) -> Response:
    """Show a question with room for an answer."""
    if here.allowed.ask is None or not here.consented:
        return onward(here)
    prompts = prompts_of(session, here.allowed.ask)
    return question_page(request, session, here, prompts, number, saved=saved)


@router.post("/answer/{number}")
def submit_answer(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    number: int,
    sent: Annotated[AnswerForm, Form()],
) -> Response:
    """Store an answer and go to the next question, or back to this one for another answer."""
    here.require_same(sent.visit)
    prompts = prompts_of(session, round_of_kind(session, here.dialogue, RoundKind.ASK))
    if look := look_again(sent.text, checked=sent.checked):
        return question_page(request, session, here, prompts, number, sent=sent, look=look)
    refusal = store_answer(session, here, prompt_at(prompts, number), sent, now)
    if refusal is not None:
        return question_page(request, session, here, prompts, number, sent=sent, refusal=refusal)
    if sent.then == "again":
        return go(here.address(f"answer/{number}?saved=yes"))
    if number < len(prompts):
        return go(here.address(f"answer/{number + 1}?saved=yes"))
    asked = here.asks_about_people and not tells_about_themselves(session, here.participant)
    return go(here.address("background" if asked else "thanks"))


def store_answer(
    session: Session, here: Place, prompt: Prompt, sent: AnswerForm, now: Now
) -> Refusal | None:
    """Store what was said, or return what is wrong with the words."""
    if sent.scale:
        value = int(sent.scale) if sent.scale.isdecimal() and len(sent.scale) < 4 else -1
        scale_answers.answer_scale(
            session, here.dialogue, here.participant, prompt, value=value, now=now
        )
    if not sent.text.strip() and (sent.scale or said_before(session, here, prompt)):
        return None
    try:
        contributions.submit_answer(
            session,
            here.dialogue,
            here.participant,
            prompt,
            contribution_id=sent.contribution_id,
            text=sent.text,
            language=written_language(sent.text[:2000], otherwise=current_language()),
            who_acts=who_acts(sent.who_acts),
            now=now,
        )
    except WORDING as refusal:
        return refusal
    return None


def said_before(session: Session, here: Place, prompt: Prompt) -> bool:
    """Tell whether this person answered the question already."""
    mine = own_contributions(session, here.participant, prompt)
    return any(each.state is not ContributionState.WITHDRAWN for each, _, _ in mine)


def question_page(
    request: Request,
    session: Session,
    here: Place,
    prompts: Sequence[Prompt],
    number: int,
    *,
    sent: AnswerForm | None = None,
    refusal: Refusal | None = None,
    look: Sequence[str] = (),
    saved: bool = False,
) -> Response:
    """Show a question; after a refusal with the words that were sent and what is wrong."""
    prompt = prompt_at(prompts, number)
    scale = scale_answers.latest_scale_answer(session, here.participant, prompt)
    mine = own_contributions(session, here.participant, prompt)
    return show(
        request,
        "contribution/answer.html",
        here,
        status_code=422 if refusal or look else 200,
        prompt=prompt,
        number=number,
        total=len(prompts),
        mine=[(each, text) for each, text, _ in mine if each.state != ContributionState.WITHDRAWN],
        text=sent.text if sent else "",
        scale=sent.scale if sent else scale.value if scale else None,
        contribution_id=sent.contribution_id if sent else new_id(),
        error=spoken(refusal) if refusal else None,
        look=look,
        then=sent.then if sent else "next",
        who_acts=sent.who_acts if sent else "",
        saved=saved,
    )


def prompt_at(prompts: Sequence[Prompt], number: int) -> Prompt:
    """Give the question with this number (1 is the first). Raises NotFound."""
    if not 1 <= number <= len(prompts):
        raise NotFound
    return prompts[number - 1]
