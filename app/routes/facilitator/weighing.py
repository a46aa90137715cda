"""How the answers were weighed: support with bands, chambers, minorities, opinion groups."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.figures import BeingMeasured, KeptFigures
from app.queries import confirming, parts
from app.queries import weighing_pages as pages
from app.queries.proposals import list_proposals
from app.queries.round_stability import RULE as STOP_RULE
from app.queries.round_stability import compare_rounds
from app.queries.weighing import Weighing, weigh
from app.queries.weighing_shown import chambers_shown, tensions_shown, themes_shown
from app.routes.facilitator.measuring import figures_of, show_being_measured
from app.routes.facilitator.pages import show_at_desk
from dialogue.models import RoundKind, RoundState
from dialogue.not_enough import NotEnoughData

router = APIRouter()

ADDRESS = "/facilitator/dialogues/{slug}/weighing"
LAST_PAGE = 100_000


@router.get(ADDRESS)
def show_weighing(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show the support of the themes, the chambers side by side, and the minority panel."""
    weighing = weighing_of(request, session, desk, now)
    if not isinstance(weighing, Weighing):
        return show_without(request, session, desk, weighing)
    chambers = chambers_shown(session, desk.dialogue, weighing)
    themes = themes_shown(weighing, chambers.chambers)
    key_of = dict(
        zip(weighing.chambers.found.chambers.tolist(), weighing.chambers.keys, strict=True)
    )
    return show_at_desk(
        request, session, desk, "weighing.html",
        weighing=weighing,
        open_now=still_open(session, desk),
        chambers=chambers,
        themes=themes,
        tensions=tensions_shown(weighing, themes),
        chamber_of=key_of,
        chamber_names={each.key: each for each in chambers.chambers},
        names=pages.theme_names(session, desk.dialogue),
        outside=pages.outside_themes(weighing),
        compared=compare_rounds(session, desk.dialogue),
        stop_rule=STOP_RULE,
        letter=pages.letter,
    )  # fmt: skip


@router.get(ADDRESS + "/contributions")
def show_contributions(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
) -> Response:
    """Show the support of the answers, a page at a time, in bands."""
    weighing = weighing_of(request, session, desk, now)
    if not isinstance(weighing, Weighing):
        return show_without(request, session, desk, weighing)
    return show_at_desk(
        request, session, desk, "weighing_contributions.html",
        reach=weighing.reach,
        open_now=still_open(session, desk),
        listed=pages.weighed_contributions(session, weighing, number=page),
    )  # fmt: skip


@router.get(ADDRESS + "/opinion")
def show_opinion(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show the map of opinions and what is agreed on, in our view and in that of Polis."""
    weighing = weighing_of(request, session, desk, now)
    if not isinstance(weighing, Weighing):
        return show_without(request, session, desk, weighing)
    return show_at_desk(
        request, session, desk, "weighing_opinion.html",
        open_now=still_open(session, desk),
        opinion=pages.opinion_shown(session, weighing),
    )  # fmt: skip


@router.get(ADDRESS + "/finalists")
def show_finalists(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show which themes the rule picks, which proposals came otherwise, and what came of them."""
    weighing = weighing_of(request, session, desk, now)
    if isinstance(weighing, BeingMeasured):
        return show_being_measured(request, session, desk)
    picked = confirming.finalists(weighing) if isinstance(weighing, Weighing) else []
    return show_at_desk(
        request, session, desk, "weighing_finalists.html",
        open_now=still_open(session, desk),
        rule=confirming.RULE,
        picked=picked,
        picked_themes={each.theme for each in picked},
        names=pages.theme_names(session, desk.dialogue),
        proposals=list_proposals(session, desk.dialogue),
        confirmed=confirming.confirmed(session, desk.dialogue),
    )  # fmt: skip


def weighing_of(
    request: Request, session: Session, desk: AtDesk, now: datetime
) -> Weighing | NotEnoughData | BeingMeasured:
    """Give the figures of the last minute, or why there are none."""
    kept: KeptFigures[Weighing | NotEnoughData] = request.app.state.weighings
    return figures_of(request, session, desk, kept, now, weigh)


def show_without(
    request: Request, session: Session, desk: AtDesk, missing: NotEnoughData | BeingMeasured
) -> Response:
    """Say that nobody rated an answer yet, or that the figures are on their way."""
    if isinstance(missing, BeingMeasured):
        return show_being_measured(request, session, desk)
    return show_at_desk(request, session, desk, "weighing_nothing.html")


def still_open(session: Session, desk: AtDesk) -> bool:
    """Tell whether people are weighing now, so that the figures still change."""
    return any(
        each.kind is RoundKind.WEIGH and each.state is RoundState.OPEN
        for each in parts.rounds_of(session, desk.dialogue)
    )
