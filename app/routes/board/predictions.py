"""A board member guesses how many residents support a proposal, before anybody knows."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.access import BoardTable
from app.deps import Now, SessionDep
from app.i18n import gettext
from app.routes.board.decisions import PAGE, new_form, proposal_page
from app.usecases.predictions import predict

router = APIRouter()


@router.post(f"{PAGE}/prediction")
def predict_support(
    request: Request,
    session: SessionDep,
    table: BoardTable,
    now: Now,
    predicted_percent: Annotated[str, Form()] = "",
) -> Response:
    """Store the guess, or say what is wrong with it."""
    percent = percent_in(predicted_percent)
    if percent is None:
        return proposal_page(
            request, session, table, now,
            form=new_form(session, table),
            guess=predicted_percent,
            guess_error=gettext("Give a whole number from 0 to 100."),
        )  # fmt: skip
    predict(
        session,
        table.dialogue,
        table.proposal,
        account_id=table.staff.account.id,
        predicted_percent=percent,
        now=now,
    )
    return RedirectResponse(f"/board/proposals/{table.proposal.id}", status_code=303)


def percent_in(typed: str) -> int | None:
    """Read a whole number from 0 to 100, with or without a percent sign."""
    digits = typed.strip().removesuffix("%").strip()
    whole = digits.isascii() and digits.isdecimal() and len(digits) <= 3
    return int(digits) if whole and int(digits) <= 100 else None
