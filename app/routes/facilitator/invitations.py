"""Make invitation codes: shown once, as a page to print and as a file."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import TIME_ZONE, gettext
from app.queries import parts
from app.queries.turnout import waves_of
from app.routes.facilitator.pages import show_at_desk
from app.usecases import invitations
from dialogue.errors import TextTooLong
from dialogue.models import Chamber, DialogueState

router = APIRouter()

MOST_CODES = 1000
CHANNELS = ("letter", "email", "text_message", "handed_out", "other")
# A spreadsheet runs a cell that begins like this as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class CodesWanted:
    """What is filled in on the form, and what is wrong with it by field."""

    count: str
    chamber: Chamber | None
    channel: str
    wave: str
    expires_on: str
    errors: dict[str, str]


@router.get("/facilitator/dialogues/{slug}/invitations")
def show_invitations(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show which codes were made and how many were used."""
    empty = CodesWanted("", None, "letter", "1", "", {})
    return show_form(request, session, desk, empty)


@router.post("/facilitator/dialogues/{slug}/invitations")
def create_invitations(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    count: Annotated[str, Form()] = "",
    chamber_id: Annotated[str, Form()] = "",
    channel: Annotated[str, Form()] = "letter",
    wave: Annotated[str, Form()] = "1",
    expires_on: Annotated[str, Form()] = "",
) -> Response:
    """Make codes and show them; only hashes are kept, so this page can't be shown again."""
    chamber = chamber_of(session, desk, chamber_id)
    today = now.astimezone(TIME_ZONE).date()
    errors = problems(desk, chamber, count, channel, wave, expires_on, today)
    if chamber is None or errors:
        wanted = CodesWanted(count, chamber, channel, wave, expires_on, errors)
        return show_form(request, session, desk, wanted)
    codes = invitations.create_invitations(
        session, desk.dialogue, chamber, count=int(count), key=settings.key(),
        channel=channel, wave=int(wave), expires_on=day_of(expires_on),
    )  # fmt: skip
    return show_at_desk(
        request, session, desk, "invitation_codes.html", codes=codes, chamber=chamber,
        channel=channel, wave=int(wave), expires_on=day_of(expires_on),
        address=f"{str(request.base_url).rstrip('/')}/d/{desk.dialogue.slug}",
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/invitations/file")
def download_codes(
    request: Request,
    desk: Desk,
    codes: Annotated[str, Form()] = "",
    chamber: Annotated[str, Form()] = "",
    channel: Annotated[str, Form()] = "",
    wave: Annotated[str, Form()] = "",
    expires_on: Annotated[str, Form()] = "",
) -> Response:
    """Give the codes on the page back as a file; nothing is stored or looked up."""
    address = f"{str(request.base_url).rstrip('/')}/d/{desk.dialogue.slug}"
    shown = [code for code in codes.split() if code.replace("-", "").isalnum()]
    if len(shown) > MOST_CODES:
        raise TextTooLong(length=len(codes), limit=20 * MOST_CODES)
    rows = [[code, address, chamber, channel, wave, expires_on] for code in shown]
    return Response(
        csv_of([["code", "address", "chamber", "channel", "wave", "last_day"], *rows]),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="codes-{desk.dialogue.slug}.csv"',
        },
    )


def csv_of(rows: list[list[str]]) -> str:
    """Write rows that a spreadsheet shows as they are, with a mark for its encoding."""
    file = io.StringIO()
    file.write("\ufeff")
    csv.writer(file).writerows([safe_cell(cell) for cell in row] for row in rows)
    return file.getvalue()


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def chamber_of(session: Session, desk: AtDesk, chamber_id: str) -> Chamber | None:
    """Find a chamber of this dialogue."""
    chambers = parts.chambers_of(session, desk.dialogue)
    return next((each for each in chambers if str(each.id) == chamber_id), None)


def problems(
    desk: AtDesk,
    chamber: Chamber | None,
    count: str,
    channel: str,
    wave: str,
    expires_on: str,
    today: date,
) -> dict[str, str]:
    """Say by field what is wrong with a wish for codes."""
    last_day = day_of(expires_on)
    too_many = gettext("Choose a number from %(low)s to %(high)s.")
    found = {
        "chamber_id": "" if chamber else gettext("Choose for whom the codes are."),
        "count": "" if is_between(count, 1, MOST_CODES) else too_many % {"low": 1, "high": 1000},
        "wave": "" if is_between(wave, 1, 99) else too_many % {"low": 1, "high": 99},
        "channel": "" if channel in CHANNELS else gettext("Choose how the codes are sent."),
        "expires_on": gettext("Choose a day from today on.")
        if expires_on and (last_day is None or last_day < today)
        else "",
    }
    return {name: text for name, text in found.items() if text}


def is_between(text: str, low: int, high: int) -> bool:
    """Tell whether this is a whole number between bounds."""
    plain = text.strip()
    return plain.isascii() and plain.isdigit() and len(plain) < 6 and low <= int(plain) <= high


def day_of(text: str) -> date | None:
    """Read a day; what is none is None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def show_form(request: Request, session: Session, desk: AtDesk, wanted: CodesWanted) -> Response:
    """Show what was made before and the form for more."""
    chambers = parts.chambers_of(session, desk.dialogue)
    return show_at_desk(
        request,
        session,
        desk,
        "invitations.html",
        status_code=422 if wanted.errors else 200,
        wanted=wanted,
        chambers=chambers,
        channels=CHANNELS,
        waves=waves_of(session, desk.dialogue, chambers),
        most=MOST_CODES,
        over=desk.dialogue.state in (DialogueState.CLOSED, DialogueState.ANSWERED),
    )
