"""The planner: what so many people and cards will be able to tell."""

from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.access import Desk
from app.deps import SessionDep
from app.i18n import gettext
from app.queries.planned import PlannedRoom, planned_room
from app.routes.facilitator.pages import show_at_desk
from dialogue.advice import Plan, make_plan
from dialogue.planning import AMONG_FINALISTS, Room

router = APIRouter()

# So many hands are dealt for the page; it takes a second or two.
HANDS_FOR_A_PAGE = 4_000
BOUNDS = {
    "people": (1, 100_000),
    "return_percent": (1, 100),
    "hand": (1, 100),
    "answers": (1, 20_000),
    "themes": (1, 500),
}


@dataclass
class Wanted:
    """What was filled in, what is wrong with it by field, and the room when nothing is."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Read a whole number between its bounds, or note at its field that it is none."""
        low, high = BOUNDS[name]
        raw = self.values[name].strip()
        if raw.isascii() and raw.isdigit() and len(raw) < 7 and low <= int(raw) <= high:
            return int(raw)
        problem = gettext("Choose a number from %(low)s to %(high)s.")
        self.errors[name] = problem % {"low": low, "high": high}
        return low

    def room(self) -> Room:
        """Read the whole form."""
        number = {name: self.number(name) for name in BOUNDS}
        return Room(
            people=number["people"],
            return_rate=number["return_percent"] / 100,
            hand=number["hand"],
            answers=number["answers"],
            themes=number["themes"],
        )


@router.get("/facilitator/dialogues/{slug}/plan")
def show_plan(
    request: Request,
    session: SessionDep,
    desk: Desk,
    people: Annotated[str, Query()] = "",
    return_percent: Annotated[str, Query()] = "",
    hand: Annotated[str, Query()] = "",
    answers: Annotated[str, Query()] = "",
    themes: Annotated[str, Query()] = "",
) -> Response:
    """Plan a weigh round, to begin with by the numbers of the dialogue; nothing is stored."""
    asked = [people, return_percent, hand, answers, themes]
    numbers = planned_room(session, desk.dialogue)
    wanted = Wanted(dict(zip(BOUNDS, asked, strict=True)) if any(asked) else beginning(numbers))
    room = wanted.room()
    plan = None if wanted.errors else planned(room, desk.dialogue.seed)
    return show_at_desk(
        request, session, desk, "plan.html", status_code=422 if wanted.errors else 200,
        wanted=wanted, bounds=BOUNDS, plan=plan, known=known_figures(plan),
        among=AMONG_FINALISTS, numbers=numbers,
    )  # fmt: skip


@lru_cache(maxsize=200)
def planned(room: Room, seed: int) -> Plan:
    """Deal for a room; the same numbers give the same plan, which is read again and again."""
    return make_plan(room, seed=seed, hands=HANDS_FOR_A_PAGE)


def beginning(numbers: PlannedRoom) -> dict[str, str]:
    """Fill the form with the dialogue's numbers, as far as the page can plan them."""
    chosen = {
        "people": numbers.people,
        "return_percent": numbers.return_percent,
        "hand": numbers.hand,
        "answers": numbers.answers,
        "themes": numbers.themes,
    }
    return {
        name: str(min(max(value, BOUNDS[name][0]), BOUNDS[name][1]))
        for name, value in chosen.items()
    }


def known_figures(plan: Plan | None) -> dict[str, float]:
    """Give the figures of an outlook of which something is known."""
    figures = vars(plan.outlook) if plan else {}
    return {name: value for name, value in figures.items() if isfinite(value)}
