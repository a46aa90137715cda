"""The map of the themes, that grows while answers come in, and what was said more than once."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import SessionDep
from app.figures import BeingMeasured, KeptFigures
from app.queries import progress, repeated, theme_map
from app.queries.accounting import account_for
from app.queries.arrivals import ENOUGH_FOR_THEMES
from app.queries.theme_map import DrawnThemes
from app.queries.themes import FEW_ANSWERS
from app.routes.facilitator.measuring import always_new, show_being_measured
from app.routes.facilitator.pages import show_at_desk
from app.routes.facilitator.theme_pages import last_change_of

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/themes/map")
def show_map(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the themes as circles, with an equal table."""
    drawn = drawing(request, session, desk)
    if isinstance(drawn, BeingMeasured):
        return show_being_measured(request, session, desk)
    return show_drawing(request, session, desk, "theme_map.html", drawn)


@router.get("/facilitator/dialogues/{slug}/themes/map/drawing")
def show_map_again(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the map as it is now; htmx asks for this every few seconds while answers come in."""
    drawn = drawing(request, session, desk)
    if isinstance(drawn, BeingMeasured):
        return Response(status_code=HTTPStatus.NO_CONTENT)  # what is shown stays
    return show_drawing(request, session, desk, "_theme_map.html", drawn)


@router.get("/facilitator/dialogues/{slug}/repeated")
def list_repeated(request: Request, session: SessionDep, desk: Desk, page: int = 1) -> Response:
    """Show what more than one person said, by most people first."""
    return show_at_desk(
        request,
        session,
        desk,
        "repeated.html",
        run=progress.last_finished_run(session, desk.dialogue),
        listed=repeated.repeated_groups(session, desk.dialogue, number=page),
    )


def drawing(request: Request, session: Session, desk: AtDesk) -> DrawnThemes | BeingMeasured:
    """Draw the themes as they are now; of a very large dialogue as they were a moment ago."""
    kept: KeptFigures[DrawnThemes] = request.app.state.maps
    change = last_change_of(session, desk)
    return always_new(request, session, desk, kept, theme_map.draw_themes, change)


def show_drawing(
    request: Request, session: Session, desk: AtDesk, page: str, drawn: DrawnThemes
) -> Response:
    """Draw the themes and tell how far the machine is."""
    return show_at_desk(
        request,
        session,
        desk,
        page,
        themes=drawn,
        look=theme_map.last_look(session, desk.dialogue),
        enough=ENOUGH_FOR_THEMES,
        few_answers=FEW_ANSWERS,
        answers=account_for(session, desk.dialogue),
        busy=progress.still_busy(progress.latest_run(session, desk.dialogue)),
        side=theme_map.SIDE,
    )
