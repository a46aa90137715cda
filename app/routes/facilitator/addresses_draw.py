"""Draw by lot who of a list is invited, and show how it was done."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.exporting.csv_files import csv_text
from app.i18n import current_language, gettext
from app.queries import addresses as shown
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    said,
    show_at_desk,
    text_of,
)
from app.routes.facilitator.uploads import as_file
from app.usecases import addresses, addresses_draw
from app.usecases.populations import population_of
from dialogue.errors import ChangedMeanwhile, DrawQuestionsUnknown, DrawTooLarge, Refusal
from dialogue.group_names import words_of_option, words_of_question
from dialogue.models import AddressList, Draw
from participation.disclosure import MINIMUM_CELL

router = APIRouter()

SEED_BITS = 31
# In every log, so that it can be done again without us.
HOW = (
    "The lot holds the rows of the file that were brought in and not drawn before (the header is "
    "row 1). The ticket of a row is SHA-256 of the text 'seed:row'. Rows are divided into strata "
    "by their groups; within a stratum the lowest tickets are drawn, as many as 'drawn' says. "
    "'wanted' is size times share, the share being that of the list or of the population; seats "
    "are made whole by systematic sampling over the strata, sorted by name, from a start that is "
    "SHA-256 of 'seed:start' divided by 2**256. drawn_hash is SHA-256 over the drawn rows in "
    "order, each followed by a newline. Numbers of small groups are left out (null); the list "
    "tells them. The program is participation/drawing.py of Samenspraak."
)


@dataclass(frozen=True)
class DrawWanted:
    """What is filled in on the form for a draw, and what is wrong with it by field."""

    size: str = ""
    by: tuple[str, ...] = ("", "")
    as_population: bool = False
    errors: Mapping[str, str] | None = None

    @property
    def questions(self) -> list[str]:
        """The questions that were chosen."""
        return [key for key in self.by if key]


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/draw")
def show_form(request: Request, session: SessionDep, desk: Desk, list_id: UUID) -> Response:
    """Show the form for a draw, and the draws there were."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    return show_draw_form(request, session, desk, stored, DrawWanted())


@router.post("/facilitator/dialogues/{slug}/addresses/{list_id}/draw")
def draw_people(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm, list_id: UUID
) -> Response:
    """Draw by lot; the seed is made here, at the moment of the draw.

    The form says how many draws it showed: sent twice it is one draw. Raises ChangedMeanwhile.
    """
    stored = addresses.list_of(session, desk.dialogue, list_id, to_change=True)
    earlier = len(addresses_draw.draws_of(session, stored))
    if text_of(form, "seen") not in ("", str(earlier)):
        raise ChangedMeanwhile
    wanted = DrawWanted(
        text_of(form, "size"),
        (text_of(form, "first"), text_of(form, "second")),
        text_of(form, "as") == "population",
    )
    made: list[Draw] = []
    refusal = attempt(
        session,
        lambda: made.append(
            addresses_draw.draw_people(
                session, desk.dialogue, stored, size=whole_number(wanted.size),
                by=wanted.questions, as_population=wanted.as_population,
                seed=secrets.randbits(SEED_BITS), actor=desk.actor, now=now,
            )
        ),
        (DrawTooLarge, DrawQuestionsUnknown),
    )  # fmt: skip
    if refusal is not None:
        return show_draw_form(request, session, desk, stored, with_error(wanted, refusal))
    return go(desk_path(desk, "addresses", list_id, "draws", made[0].id), "addresses-drawn")


def whole_number(text: str) -> int:
    """Read a number of people; what is none is 0, which no draw has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def with_error(wanted: DrawWanted, refusal: Refusal) -> DrawWanted:
    """Put a refusal at its field."""
    field = "size" if isinstance(refusal, DrawTooLarge) else "first"
    return DrawWanted(wanted.size, wanted.by, wanted.as_population, {field: said(refusal)})


def show_draw_form(
    request: Request, session: Session, desk: AtDesk, stored: AddressList, wanted: DrawWanted
) -> Response:
    """Show the form for a draw."""
    population = population_of(session, desk.dialogue)
    language = current_language()
    return show_at_desk(
        request, session, desk, "addresses_draw.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if wanted.errors else HTTPStatus.OK,
        stored=stored, wanted=wanted, errors=wanted.errors or {},
        left=shown.left_to_draw(session, stored), earlier=addresses_draw.draws_of(session, stored),
        questions=[(each["key"], words_of_question(each, language))
                   for each in desk.dialogue.background_questions
                   if each["key"] in stored.counts.get("groups", {})],
        population=[words_of_question(each, language)
                    for each in desk.dialogue.background_questions
                    if population and each["key"] in population.margins],
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/draws/{draw_id}")
def show_draw(
    request: Request, session: SessionDep, desk: Desk, list_id: UUID, draw_id: UUID
) -> Response:
    """Show how a draw was done."""
    stored, draw = load_draw(session, desk, list_id, draw_id)
    return show_at_desk(
        request, session, desk, "addresses_drawn.html", stored=stored, draw=draw,
        left=shown.left_to_draw(session, stored), by=questions_in_words(desk, draw),
        strata=[(groups_in_words(desk, draw, each), each) for each in shown.shown_strata(draw)],
        fewest=MINIMUM_CELL,
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/draws/{draw_id}/log.json")
def download_log(session: SessionDep, desk: Desk, list_id: UUID, draw_id: UUID) -> Response:
    """Give all that is needed to do a draw again with the list; no address, no row."""
    _, draw = load_draw(session, desk, list_id, draw_id)
    log = {
        "how": HOW, "dialogue": desk.dialogue.slug, "list": str(list_id), "draw": str(draw.id),
        "drawn_at": draw.drawn_at.isoformat(), "seed": draw.seed, "size": draw.size,
        "listed": draw.listed, "by": draw.by,
        "in_proportion_to": "population" if draw.as_population else "list",
        "strata": shown.shown_strata(draw),
        "list_hash": draw.list_hash, "drawn_hash": draw.drawn_hash,
    }  # fmt: skip
    return Response(
        json.dumps(log, indent=2, ensure_ascii=False),
        media_type="application/json",
        headers={"Content-Disposition": f"attachment; filename=draw-{desk.dialogue.slug}.json"},
    )


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/draws/{draw_id}/strata.csv")
def download_strata(session: SessionDep, desk: Desk, list_id: UUID, draw_id: UUID) -> Response:
    """Give how a draw was divided, as a file for a spreadsheet."""
    _, draw = load_draw(session, desk, list_id, draw_id)
    rows = [
        [*each["groups"], each["listed"], each["wanted"], each["drawn"]]
        for each in shown.shown_strata(draw)
    ]
    text = csv_text(
        [[*draw.by, "listed", "wanted", "drawn"], *rows],
        delimiter=";" if current_language() == "nl" else ",",
    )
    return as_file(text, f"draw-{desk.dialogue.slug}.csv")


def load_draw(
    session: Session, desk: AtDesk, list_id: UUID, draw_id: UUID
) -> tuple[AddressList, Draw]:
    """Load a draw with its list."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    return stored, addresses_draw.draw_of(session, stored, draw_id)


def questions_in_words(desk: AtDesk, draw: Draw) -> str:
    """Name what a draw was divided by."""
    asked = {each["key"]: each for each in desk.dialogue.background_questions}
    names = (words_of_question(asked[key], current_language()) for key in draw.by if key in asked)
    return " · ".join(names)


def groups_in_words(desk: AtDesk, draw: Draw, stratum: Mapping[str, Any]) -> str:
    """Name the groups of a stratum."""
    asked = {each["key"]: each for each in desk.dialogue.background_questions}
    words = [
        option_in_words(asked.get(key, {}), group)
        for key, group in zip(draw.by, stratum["groups"], strict=True)
    ]
    return " · ".join(words) or gettext("Everybody")


def option_in_words(question: Mapping[str, Any], group: str) -> str:
    """Name a group; empty is not known."""
    options: Sequence[Mapping[str, Any]] = question.get("options", ())
    found = next((each for each in options if each["key"] == group), None)
    return words_of_option(found, current_language()) if found else group or gettext("Not known")
