"""Weigh the proposals of a confirm round, one per page, and guess what others say."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.deps import Now, SessionDep
from app.i18n import gettext
from app.queries.ballots import Ballot, find_ballot, first_to_weigh, proposals_to_weigh
from app.queries.parts import round_of_kind
from app.routes.resident.here import Here, Place, go, onward, show
from app.routes.resident.ratings import CANNOT_SAY, value_of
from app.usecases import confirmations
from dialogue.models import RoundKind, new_id

router = APIRouter()


class ProposalForm(BaseModel):
    """What the page of a proposal sends."""

    confirmation_id: UUID
    score: str = ""
    predicted_percent: str = ""
    visit: str = ""

    def percent(self) -> int | None:
        """Read the guess; none when it was left open, -1 when it is no percentage."""
        guess = self.predicted_percent.strip().removesuffix("%").strip()
        if not guess:
            return None
        return int(guess) if guess.isdecimal() and int(guess[:4]) <= 100 else -1

    def problems(self) -> dict[str, str]:
        """Say what is missing or wrong, by field."""
        found = {}
        if not self.score:
            found["score"] = gettext("Choose what you think, or choose that you can't say.")
        if self.percent() == -1:
            found["predicted_percent"] = gettext("Give a whole number from 0 to 100.")
        return found


@router.get("/proposals")
def show_proposals(request: Request, session: SessionDep, here: Here) -> Response:
    """Go to the first proposal that this person did not weigh."""
    confirming = here.allowed.confirm
    if confirming is None or not here.consented:
        return onward(here)
    if not proposals_to_weigh(session, here.dialogue):
        return show(request, "confirmation/none.html", here)
    number = first_to_weigh(session, here.dialogue, here.participant, confirming)
    return go(here.address(f"proposals/{number or 1}"))


@router.get("/proposals/{number}")
def show_proposal(request: Request, session: SessionDep, here: Here, number: int) -> Response:
    """Show a proposal to weigh."""
    confirming = here.allowed.confirm
    if confirming is None or not here.consented:
        return onward(here)
    ballot = find_ballot(session, here.dialogue, here.participant, confirming, number)
    return proposal_page(request, here, ballot)


@router.post("/proposals/{number}")
def confirm_proposal(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    number: int,
    sent: Annotated[ProposalForm, Form()],
) -> Response:
    """Store what somebody thinks of a proposal and go to the next one."""
    here.require_same(sent.visit)
    confirming = round_of_kind(session, here.dialogue, RoundKind.CONFIRM)
    ballot = find_ballot(session, here.dialogue, here.participant, confirming, number)
    if sent.problems():
        return proposal_page(request, here, ballot, sent=sent)
    confirmations.confirm(
        session,
        here.dialogue,
        here.participant,
        confirming,
        ballot.proposal,
        confirmation_id=sent.confirmation_id,
        value=value_of(sent.score),
        predicted_percent=sent.percent(),
        now=now,
    )
    return go(here.address("thanks" if number == ballot.total else f"proposals/{number + 1}"))


def proposal_page(
    request: Request, here: Place, ballot: Ballot, *, sent: ProposalForm | None = None
) -> Response:
    """Show a proposal; after a refusal with what was sent and what is wrong."""
    said = ballot.said
    score = said and (CANNOT_SAY if said.value is None else said.value)
    percent = said.predicted_percent if said else None
    return show(
        request,
        "confirmation/show.html",
        here,
        status_code=422 if sent else 200,
        ballot=ballot,
        scale=next(each.scale for each in here.rounds if each.kind is RoundKind.CONFIRM),
        score=(sent.score if sent else score),
        percent=sent.predicted_percent if sent else percent,
        confirmation_id=new_id(),
        errors=sent.problems() if sent else {},
    )
