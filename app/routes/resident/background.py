"""Ask what somebody wants to tell about themselves; nothing of it is required."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.deps import SessionDep
from app.routes.resident.here import Here, go, onward, show
from app.usecases.background import background_of, save_background

router = APIRouter()

PREFIX = "background-"


@router.get("/background")
def show_background(request: Request, session: SessionDep, here: Here) -> Response:
    """Show the questions, each with "I'd rather not say"."""
    if not here.consented:
        return onward(here)
    if not here.dialogue.background_questions:
        return go(here.address("thanks"))
    known = background_of(session, here.participant)
    return show(
        request,
        "participant/background.html",
        here,
        answers=known.answers if known else {},
        prefix=PREFIX,
    )


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
    session: SessionDep, here: Here, answers: Annotated[dict[str, str], Depends(sent_answers)]
) -> Response:
    """Keep what somebody tells about themselves."""
    save_background(session, here.participant, answers)
    return go(here.address("thanks"))
