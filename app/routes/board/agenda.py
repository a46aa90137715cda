"""What the board has to answer, and what it answered."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.access import AnyBoardMember
from app.deps import Now, SessionDep
from app.i18n import current_language
from app.queries import decisions as queries
from app.templating import render
from dialogue.models import Role

router = APIRouter()

LAST_PAGE = 10_000


@router.get("/board")
def show_agenda(
    request: Request,
    session: SessionDep,
    staff: AnyBoardMember,
    now: Now,
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
) -> Response:
    """Show the proposals of the regions in which this account is on the board."""
    agenda = queries.agenda(
        session,
        staff.regions[Role.BOARD],
        language=current_language(),
        today=queries.day_of(now),
        page=page,
    )
    return render(
        request,
        "board/agenda.html",
        agenda=agenda,
        page=page,
        pages=max(1, -(-agenda.answered_in_all // queries.PER_PAGE)),
        who=staff.account.name,
    )
