"""Print sheets for a table: each is one person, with the questions or with their own cards."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import current_language, gettext
from app.queries import parts
from app.queries.sheet_pages import cards_on, round_to_print
from app.queries.sheets import sheets_of
from app.routes.facilitator.invitation_form import chamber_of, is_between
from app.routes.facilitator.invitations import address_of
from app.routes.facilitator.pages import PostedForm, attempt, said, show_at_desk, text_of
from app.usecases import paper
from app.usecases.paper_tables import MOST_ROWS
from dialogue.codes import show_code
from dialogue.errors import NothingChosen
from dialogue.models import Chamber, Round, RoundKind, new_id

router = APIRouter()

LANGUAGES = ("nl", "en")
# For one question there is room on a page, for more a little each.
WRITING_LINES = {1: 11, 2: 7}
FEWEST_LINES, ADDITION_LINES = 5, 1
_PART = re.compile(r"([0-9]{1,5})(?:\s*-\s*([0-9]{1,5}))?(?:\s*-?\s*[A-Za-z])?", re.ASCII)


@dataclass(frozen=True)
class SheetsWanted:
    """What is filled in to print sheets, and what is wrong with it by field."""

    chamber: Chamber | None = None
    count: str = ""
    again: str = ""
    language: str = "nl"
    errors: Mapping[str, str] = field(default_factory=dict)


@router.get("/facilitator/dialogues/{slug}/paper")
def show_paper(
    request: Request, session: SessionDep, desk: Desk, now: Now, stored: str = ""
) -> Response:
    """Show the sheets there are, and the form to print more."""
    chosen = round_to_print(session, desk.dialogue, now)
    wanted = SheetsWanted(language=current_language(), again=used_before(session, desk, chosen))
    count = int(stored) if is_between(stored, 1, MOST_ROWS) else 0
    return show_form(request, session, desk, chosen, wanted, stored=count)


@router.post("/facilitator/dialogues/{slug}/paper")
def print_sheets(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Make the sheets and show them, a person on each, ready for the printer."""
    chosen = round_to_print(session, desk.dialogue, now)
    wanted = read_wish(session, desk, form)
    if chosen is None or wanted.chamber is None or wanted.errors:
        return show_form(request, session, desk, chosen, wanted)
    sheets: list[paper.Sheet] = []
    chamber, key = wanted.chamber, settings.key()
    refusal = attempt(
        session,
        lambda: sheets.extend(
            paper.print_sheets(
                session, desk.dialogue, chamber, chosen, print_id=id_of(form, "print_id"),
                count=int(wanted.count or 0), again=numbers_in(wanted.again) or (),
                language=wanted.language, key=key, now=now, actor=desk.actor,
            )
        ),
    )  # fmt: skip
    if refusal is not None:
        errors = {"again": said(refusal)}
        return show_form(
            request, session, desk, chosen, SheetsWanted(**{**vars(wanted), "errors": errors})
        )
    return show_sheets(request, session, desk, chosen, wanted, sheets)


def show_sheets(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round,
    wanted: SheetsWanted,
    sheets: Sequence[paper.Sheet],
) -> Response:
    """Show sheets in the language that was chosen for them."""
    request.state.language = wanted.language
    prompts = parts.prompts_of(session, chosen) if chosen.kind is RoundKind.ASK else ()
    return show_at_desk(
        request, session, desk, "paper_sheets.html", chosen=chosen,
        sheets=[(each, cards_on(session, each.hand)) for each in sheets],
        prompts=prompts, writing_lines=WRITING_LINES.get(len(prompts), FEWEST_LINES),
        address=address_of(request, desk.dialogue), addition_lines=ADDITION_LINES,
        show_code=show_code,
    )  # fmt: skip


def show_form(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round | None,
    wanted: SheetsWanted,
    *,
    stored: int = 0,
) -> Response:
    """Show which sheets there are and the form for more."""
    return show_at_desk(
        request, session, desk, "paper.html", status_code=422 if wanted.errors else 200,
        wanted=wanted, chosen=chosen, stored=stored, print_id=new_id(), most=paper.MOST_SHEETS,
        chambers=parts.chambers_of(session, desk.dialogue), languages=LANGUAGES,
        sheets=sheets_of(session, desk.dialogue, chosen) if chosen else (),
    )  # fmt: skip


def read_wish(session: Session, desk: AtDesk, form: FormData) -> SheetsWanted:
    """Read what is filled in, and say what is wrong with it."""
    language = text_of(form, "language")
    wanted = SheetsWanted(
        chamber=chamber_of(session, desk, text_of(form, "chamber_id")),
        count=text_of(form, "count"),
        again=text_of(form, "again"),
        language=language if language in LANGUAGES else LANGUAGES[0],
    )
    return SheetsWanted(**{**vars(wanted), "errors": problems(wanted)})


def problems(wanted: SheetsWanted) -> dict[str, str]:
    """Say by field what is wrong with a wish for sheets."""
    bounds = {"low": 1, "high": paper.MOST_SHEETS}
    numbers = numbers_in(wanted.again)
    found: dict[str, str] = {}
    if wanted.chamber is None:
        found["chamber_id"] = gettext("Choose for whom the sheets are.")
    if wanted.count and not is_between(wanted.count, 0, paper.MOST_SHEETS):
        found["count"] = gettext("Choose a number from %(low)s to %(high)s.") % bounds
    if numbers is None or len(numbers) > paper.MOST_SHEETS:
        found["again"] = gettext("Write numbers of sheets, such as 1-10, 12. At most %(high)s.") % (
            bounds
        )
    if not found and not numbers and int(wanted.count or 0) == 0:
        found["count"] = gettext(NothingChosen.message)
    return found


def numbers_in(text: str) -> list[int] | None:
    """Read numbers of sheets, such as ``1-10, 12``; None when something else stands there."""
    numbers: set[int] = set()
    for part in filter(None, (each.strip() for each in re.split("[,;\n]", text))):
        found = _PART.fullmatch(part)
        if found is None or len(numbers) > paper.MOST_SHEETS:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if last - first > paper.MOST_SHEETS:
            return None
        numbers.update(range(first, last + 1))
    return sorted(numbers)


def used_before(session: Session, desk: AtDesk, chosen: Round | None) -> str:
    """Name the sheets on which people answered, for whom cards may be printed now."""
    if chosen is None or chosen.kind is not RoundKind.WEIGH:
        return ""
    rounds = parts.rounds_of(session, desk.dialogue)
    earlier = [each for each in rounds if each.position < chosen.position]
    numbers = {
        sheet.number
        for each in earlier
        for sheet in sheets_of(session, desk.dialogue, each)
        if sheet.entered
    }
    printed = {sheet.number for sheet in sheets_of(session, desk.dialogue, chosen)}
    return ", ".join(map(str, sorted(numbers - printed)[: paper.MOST_SHEETS]))


def id_of(form: FormData, name: str) -> UUID:
    """Read an identifier that our page made; a form without one gets a new one."""
    try:
        return UUID(text_of(form, name))
    except ValueError:
        return new_id()
