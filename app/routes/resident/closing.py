"""Say how taking part was: one scale per page, offered after the last step and never forced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from app.deps import Now, SessionDep
from app.i18n import current_language, gettext
from app.queries.closing import OwnAnswers, asked_now, indicators_of, own_answers
from app.queries.closing_statements import statements
from app.routes.resident.here import Here, Place, go, onward, show
from app.usecases import closing_questions
from dialogue.closing_questions import Asked
from dialogue.models import Indicator, Moment, new_id

router = APIRouter()

PREFIX = "item-"
WHOLE_NUMBER = re.compile(r"-?\d{1,6}")
# No scale and no indicator reaches so far down: what is no number is off every scale.
NO_NUMBER = -10_000_000


class SentAnswers(BaseModel):
    """What a page of questions sends; its other fields follow from what is asked."""

    model_config = ConfigDict(extra="allow")

    request_id: UUID
    moment: Moment

    def chosen(self) -> dict[str, int]:
        """Read what was chosen, by the key of each question; left open is left out."""
        sent = {
            name.removeprefix(PREFIX): str(value).strip()
            for name, value in (self.model_extra or {}).items()
            if name.startswith(PREFIX)
        }
        return {key: whole_number(value) for key, value in sent.items() if value}


def whole_number(sent: str) -> int:
    """Read a whole number, written with a hyphen or a minus sign."""
    plain = sent.replace("−", "-")
    return int(plain) if WHOLE_NUMBER.fullmatch(plain) else NO_NUMBER


@router.get("/closing")
def show_closing(session: SessionDep, here: Here, now: Now) -> Response:
    """Go to the first page that this person did not answer."""
    offer = offer_to(session, here, now)
    if offer.moment is Moment.BEFORE:
        return go(here.address("my-answer"))
    return go(here.address((*offer.todo, *offer.done, "my-answer")[0]))


@router.get("/closing/{scale}")
def show_scale(request: Request, session: SessionDep, here: Here, now: Now, scale: str) -> Response:
    """Show the statements of a scale, each with seven points and "I'd rather not say"."""
    asked = asked_of(session, here, now)
    if scale not in asked.scales or asked.moment is None:
        return go(here.address("my-answer"))
    own = own_answers(session, here.participant)
    page = f"closing/{scale}"
    return show(
        request,
        "participant/closing.html",
        here,
        scale=scale,
        moment=asked.moment,
        statements=statements(scale, asked.moment, current_language(), own),
        asked_before=(asked.moment, scale) in own.scales,
        number=pages_of(asked).index(page) + 1,
        total=len(pages_of(asked)),
        request_id=new_id(),
        prefix=PREFIX,
        after=here.address(next_page(here, asked, page)),
    )


@router.post("/closing/{scale}")
def answer_scale(
    session: SessionDep, here: Here, now: Now, scale: str, sent: Annotated[SentAnswers, Form()]
) -> Response:
    """Keep the answers and go on to the next scale."""
    closing_questions.save_closing_answers(
        session,
        here.dialogue,
        here.participant,
        answer_id=sent.request_id,
        moment=sent.moment,
        scale=scale,
        answers=sent.chosen(),
        now=now,
    )
    return go(here.address(next_page(here, asked_of(session, here, now), f"closing/{scale}")))


@router.get("/indicators")
def show_indicators(request: Request, session: SessionDep, here: Here, now: Now) -> Response:
    """Show the questions that are asked on arrival and again at the end."""
    asked = asked_of(session, here, now)
    if not asked.indicators:
        return onward(here)
    return indicators_page(request, session, here, asked)


@router.post("/indicators")
def answer_indicators(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    sent: Annotated[SentAnswers, Form()],
) -> Response:
    """Keep the answers; a number that is not on the scale is asked for again."""
    asked = asked_of(session, here, now)
    chosen, known = sent.chosen(), indicators_of(session, here.dialogue)
    problems = problems_of(chosen, known)
    if problems and asked.indicators:
        return indicators_page(request, session, here, asked, sent=sent, problems=problems)
    closing_questions.save_indicator_answers(
        session,
        here.dialogue,
        here.participant,
        request_id=sent.request_id,
        moment=sent.moment,
        answers={each.id: chosen[str(each.id)] for each in known if str(each.id) in chosen},
        now=now,
    )
    if sent.moment is Moment.BEFORE:
        return onward(here)
    return go(here.address(next_page(here, asked, "indicators")))


def problems_of(chosen: dict[str, int], known: Sequence[Indicator]) -> dict[str, str]:
    """Say what is not on its scale, by field."""
    return {
        f"{PREFIX}{each.id}": gettext("Give a whole number from %(lowest)s to %(highest)s.")
        % {"lowest": each.lowest, "highest": each.highest}
        for each in known
        if not each.lowest <= chosen.get(str(each.id), each.lowest) <= each.highest
    }


def indicators_page(
    request: Request,
    session: Session,
    here: Place,
    asked: Asked,
    *,
    sent: SentAnswers | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    """Show the indicators; after a refusal with what was sent and what is wrong."""
    own = own_answers(session, here.participant).indicators
    typed = (sent.model_extra if sent else None) or {}
    pages = pages_of(asked)
    return show(
        request,
        "participant/indicators.html",
        here,
        status_code=422 if problems else 200,
        moment=asked.moment,
        questions=[
            (each, typed.get(f"{PREFIX}{each.id}") if sent else answer and answer.value)
            for each in indicators_of(session, here.dialogue)
            for answer in [own.get((asked.moment or Moment.BEFORE, each.id))]
        ],
        number=pages.index("indicators") + 1,
        total=len(pages),
        request_id=new_id(),
        prefix=PREFIX,
        errors=problems or {},
        after=here.address(next_page(here, asked, "indicators")),
    )


@router.post("/erase-closing")
def erase_closing(session: SessionDep, here: Here, now: Now) -> Response:
    """Erase what this person answered about taking part."""
    closing_questions.erase_own_answers(session, here.participant, now=now)
    return go(here.address("my-answer?erased=yes"))


@dataclass(frozen=True)
class Offer:
    """The pages with questions for somebody at this moment: those to do and those done."""

    moment: Moment | None
    todo: tuple[str, ...]
    done: tuple[str, ...]


def offer_to(session: Session, here: Place, now: Now) -> Offer:
    """Say which questions about taking part this person may answer now."""
    asked = asked_of(session, here, now)
    if not asked.anything:
        return Offer(asked.moment, (), ())
    answered = pages_answered(own_answers(session, here.participant), asked.moment)
    pages = pages_of(asked)
    return Offer(
        asked.moment,
        todo=tuple(each for each in pages if each not in answered),
        done=tuple(each for each in pages if each in answered),
    )


def asked_of(session: Session, here: Place, now: Now) -> Asked:
    """Say what may be asked of this person now."""
    return asked_now(session, here.dialogue, here.rounds, here.participant, now=now)


def pages_of(asked: Asked) -> list[str]:
    """List the pages with questions, in their order."""
    return [f"closing/{scale}" for scale in asked.scales] + ["indicators"] * asked.indicators


def pages_answered(own: OwnAnswers, moment: Moment | None) -> set[str]:
    """Tell which pages somebody sent at this moment."""
    sent = {f"closing/{scale}" for when, scale in own.scales if when is moment}
    return sent | {"indicators" for when, _ in own.indicators if when is moment}


def next_page(here: Place, asked: Asked, page: str) -> str:
    """Name the page after this one: the next scale, or where somebody came from."""
    later = pages_of(asked)
    later = later[later.index(page) + 1 :] if page in later else []
    if asked.moment is Moment.BEFORE:
        return here.next_page()
    return later[0] if later else "my-answer" if asked.moment is Moment.AFTER_ANSWER else "thanks"
