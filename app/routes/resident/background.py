"""Ask what somebody wants to tell about themselves; nothing of it is required."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from app.deps import SessionDep
from app.errors import spoken
from app.i18n import gettext
from app.routes.resident.here import Here, Place, go, onward, show
from app.usecases.background import background_of, save_background
from app.usecases.collectives import LONGEST_NAME, named_group, speak_for
from dialogue.errors import Refusal

router = APIRouter()

PREFIX = "background-"
MYSELF, GROUP = "myself", "group"


@router.get("/background")
def show_background(request: Request, session: SessionDep, here: Here) -> Response:
    """Show the questions, each with "I'd rather not say"."""
    if not here.consented:
        return onward(here)
    if not here.asks_about_people:
        return go(here.address("thanks"))
    known = background_of(session, here.participant)
    speaks_for = GROUP if here.participant.collective else MYSELF
    answers = known.answers if known else {}
    return show_questions(request, here, answers, speaks_for, named_group(here.participant))


async def sent_answers(request: Request) -> dict[str, str]:
    """Read the answers of a form whose fields follow from the dialogue."""
    form = await request.form()
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in form.items()
        if name.startswith(PREFIX)
    }


@router.post("/background")
def tell_background(
    request: Request,
    session: SessionDep,
    here: Here,
    answers: Annotated[dict[str, str], Depends(sent_answers)],
    speaks_for: Annotated[str, Form()] = MYSELF,
    group_name: Annotated[str, Form()] = "",
) -> Response:
    """Keep what somebody tells about themselves, and for whom they speak."""
    if here.dialogue.asks_collective:
        problem = name_problem(session, here, speaks_for, group_name)
        if problem:
            return show_questions(request, here, answers, speaks_for, group_name, problem)
    save_background(session, here.participant, answers)
    return go(here.address("thanks"))


def name_problem(session: SessionDep, here: Place, speaks_for: str, group_name: str) -> str:
    """Remember for whom somebody speaks, or say what is wrong with the name."""
    if speaks_for != GROUP and group_name.strip():
        return gettext('You filled in a group. Choose "I speak for a group", or empty this field.')
    try:
        speak_for(
            session, here.participant, group=speaks_for == GROUP, name=group_name,
            language=here.participant.language,
        )  # fmt: skip
    except Refusal as refusal:
        return f"{spoken(refusal)} {gettext(refusal.advice)}"
    return ""


def show_questions(
    request: Request,
    here: Place,
    answers: Mapping[str, str],
    speaks_for: str,
    group_name: str,
    problem: str = "",
) -> Response:
    """Show the questions with what was chosen before."""
    return show(
        request,
        "participant/background.html",
        here,
        status_code=422 if problem else 200,
        answers=answers,
        prefix=PREFIX,
        speaks_for=speaks_for,
        group_name=group_name,
        problem=problem,
        longest_name=LONGEST_NAME,
    )
