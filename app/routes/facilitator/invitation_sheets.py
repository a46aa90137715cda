"""Codes on paper: to cut out, as letters without an address, and a poster for the open link."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.config import Settings
from app.deps import SessionDep, SettingsDep
from app.i18n import format_date, speaking
from app.printing.letters import Letter, Sheet, entrance, letters_pdf, poster_pdf, slips_pdf
from app.queries import parts
from app.queries.audiences import INVITATION
from app.routes.facilitator.invitation_form import day_of
from app.routes.facilitator.mailings_defaults import default_texts
from app.routes.facilitator.pdf_answers import pdf_answer
from app.sending.composing import paragraphs_of
from dialogue.errors import NotFound, TooManyToPrint
from dialogue.mailing_words import CODE, LAST_DAY, LINK, NAME
from dialogue.models import Dialogue, RoundKind

router = APIRouter()

PAGE = "/facilitator/dialogues/{slug}/invitations"
# Who asks waits for it: a letter takes a tenth of a second.
MOST_SLIPS, MOST_LETTERS = 1_000, 250
LANGUAGE = "nl"
# What stands in place of a name and of a last day that we don't know.
SOMEBODY = "bewoner"
WITHOUT_LAST_DAY = ", tot en met {last_day}"

Codes = Annotated[list[str], Form()]


@router.post(PAGE + "/slips")
def print_slips(
    request: Request, desk: Desk, settings: SettingsDep, codes: Codes,
    expires_on: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Put the codes of the page on sheets, eight on each; nothing is stored or looked up."""
    shown = codes_in(codes, MOST_SLIPS)
    sheet, last_day = sheet_of(request, desk.dialogue, settings), day_in_words(expires_on)
    return pdf_answer(
        lambda: slips_pdf(shown, sheet, language=LANGUAGE, last_day=last_day),
        f"codes-{desk.dialogue.slug}.pdf",
    )


@router.post(PAGE + "/letters")
def print_letters(
    request: Request, desk: Desk, settings: SettingsDep, codes: Codes,
    expires_on: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Write a letter for each code of the page, without an address."""
    shown = codes_in(codes, MOST_LETTERS)
    sheet = sheet_of(request, desk.dialogue, settings)
    letters = [letter_with(code, desk.dialogue, sheet, expires_on) for code in shown]
    return pdf_answer(
        lambda: letters_pdf(letters, sheet, language=LANGUAGE), f"letters-{desk.dialogue.slug}.pdf"
    )


@router.get(PAGE + "/poster.pdf")
def print_poster(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep
) -> Response:
    """Make a poster that leads to the open link. Raises NotFound when that is closed."""
    if not desk.dialogue.open_link:
        raise NotFound
    sheet, question = sheet_of(request, desk.dialogue, settings), first_question(session, desk)
    return pdf_answer(
        lambda: poster_pdf(sheet, question=question, language=LANGUAGE),
        f"poster-{desk.dialogue.slug}.pdf",
    )


def first_question(session: Session, desk: AtDesk) -> str:
    """Give the question to read from a distance."""
    for each in parts.rounds_of(session, desk.dialogue):
        prompts = parts.prompts_of(session, each) if each.kind is RoundKind.ASK else ()
        if prompts:
            return prompts[0].text_nl
    return ""


def codes_in(sent: list[str], most: int) -> list[str]:
    """Read the codes that the page sent back. Raises TooManyToPrint."""
    shown = [
        code
        for text in sent
        for code in text.split()
        if code.replace("-", "").isalnum() and len(code) < 30
    ]
    if not shown:
        raise NotFound
    if len(shown) > most:
        raise TooManyToPrint(most=most)
    return shown


def sheet_of(request: Request, dialogue: Dialogue, settings: Settings) -> Sheet:
    """Say what stands on every page; the address of the settings, else of this page."""
    site = settings.public_url or str(request.base_url)
    return Sheet(dialogue.title_nl, f"{site.rstrip('/')}/d/{dialogue.slug}", dialogue.owner)


def letter_with(code: str, dialogue: Dialogue, sheet: Sheet, expires_on: str) -> Letter:
    """Write a letter that holds nothing of anybody but a code."""
    words, last_day = default_texts(dialogue, INVITATION)[LANGUAGE], day_in_words(expires_on)
    text = words["text"] if last_day else words["text"].replace(WITHOUT_LAST_DAY, "")
    values = {NAME: SOMEBODY, LINK: sheet.short_address, CODE: code, LAST_DAY: last_day}
    return Letter(
        lines=(), title=words["subject"], paragraphs=paragraphs_of(text, values), code=code,
        language=LANGUAGE, qr=entrance(sheet.address, code),
    )  # fmt: skip


def day_in_words(text: str) -> str:
    """Write the last day in Dutch; empty when there is none."""
    day = day_of(text)
    with speaking(LANGUAGE):
        return format_date(day) if day else ""
