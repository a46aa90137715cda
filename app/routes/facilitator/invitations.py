"""Make invitation codes: shown once, as a page to print and as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.exporting.csv_files import csv_text
from app.figures import BeingMeasured, KeptFigures
from app.i18n import TIME_ZONE
from app.queries import parts
from app.queries.waves import Wave, codes_in, waves_of
from app.routes.facilitator.invitation_form import CodesWanted, group_words, read_wish
from app.routes.facilitator.measuring import always_new
from app.routes.facilitator.pages import PostedForm, show_at_desk
from app.routes.facilitator.uploads import as_file
from app.usecases import invitations
from app.usecases.background import possible_answers
from app.usecases.invitation_files import MOST_CODES
from dialogue.channels import CHANNELS
from dialogue.errors import TextTooLong
from dialogue.models import Chamber, Dialogue, DialogueState

router = APIRouter()


@dataclass(frozen=True)
class CodesMade:
    """Codes of one group, with the group in words and as the file gets it back."""

    codes: Sequence[str]
    words: str
    groups: str


@router.get("/facilitator/dialogues/{slug}/invitations")
def show_invitations(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show which codes were made and how many were used."""
    return show_form(request, session, desk, CodesWanted())


@router.post("/facilitator/dialogues/{slug}/invitations")
def create_invitations(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Make codes and show them; only hashes are kept, so this page can't be shown again."""
    wanted = read_wish(session, desk, form, now.astimezone(TIME_ZONE).date())
    if wanted.chamber is None or wanted.errors:
        return show_form(request, session, desk, wanted)
    codes = invitations.create_invitations(
        session, desk.dialogue, wanted.chamber, count=int(wanted.count), key=settings.key(),
        channel=wanted.channel, wave=int(wanted.wave), expires_on=wanted.last_day,
        groups=wanted.groups,
    )  # fmt: skip
    return show_codes(request, session, desk, wanted, [(wanted.groups, codes)])


def show_codes(
    request: Request,
    session: Session,
    desk: AtDesk,
    wanted: CodesWanted,
    made: Sequence[tuple[Mapping[str, str], Sequence[str]]],
) -> Response:
    """Show codes by group, to print or to keep as a file."""
    questions = desk.dialogue.background_questions
    return show_at_desk(
        request, session, desk, "invitation_codes.html",
        made=[
            CodesMade(codes, group_words(questions, groups), urlencode(sorted(groups.items())))
            for groups, codes in made
        ],
        count=sum(len(codes) for _, codes in made), chamber=wanted.chamber,
        channel=wanted.channel, wave=int(wanted.wave), expires_on=wanted.last_day,
        address=address_of(request, desk.dialogue),
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/invitations/file")
def download_codes(
    request: Request,
    desk: Desk,
    codes: Annotated[list[str], Form()],
    groups: Annotated[list[str], Form()],
    chamber: Annotated[str, Form()] = "",
    channel: Annotated[str, Form()] = "",
    wave: Annotated[str, Form()] = "",
    expires_on: Annotated[str, Form()] = "",
) -> Response:
    """Give the codes on the page back as a file; nothing is stored or looked up."""
    known = [possible_answers(desk.dialogue, dict(parse_qsl(each))) for each in groups]
    shown = [
        (code, group)
        for text, group in zip(codes, known, strict=False)
        for code in text.split()
        if code.replace("-", "").isalnum()
    ]
    if len(shown) > MOST_CODES:
        raise TextTooLong(length=len(shown), limit=MOST_CODES)
    keys = sorted({key for group in known for key in group})
    questions = {each["key"]: [each] for each in desk.dialogue.background_questions}
    address = address_of(request, desk.dialogue)
    header = ["code", "address", "chamber", "channel", "wave", "last_day", *keys]
    rows = [
        [code, address, chamber, channel, wave, expires_on]
        + [group_words(questions[key], group) for key in keys]
        for code, group in shown
    ]
    return as_file(csv_text([header, *rows]), f"codes-{desk.dialogue.slug}.csv")


def address_of(request: Request, dialogue: Dialogue) -> str:
    """Give the address that stands on a letter."""
    return f"{str(request.base_url).rstrip('/')}/d/{dialogue.slug}"


def show_form(request: Request, session: Session, desk: AtDesk, wanted: CodesWanted) -> Response:
    """Show what was made before and the form for more."""
    chambers = parts.chambers_of(session, desk.dialogue)
    questions = desk.dialogue.background_questions
    return show_at_desk(
        request,
        session,
        desk,
        "invitations.html",
        status_code=422 if wanted.errors else 200,
        wanted=wanted,
        chambers=chambers,
        channels=CHANNELS,
        questions=questions,
        waves=waves_made(request, session, desk, chambers),
        words_of=lambda groups: group_words(questions, groups),
        most=MOST_CODES,
        over=is_over(desk.dialogue),
    )


def waves_made(
    request: Request, session: Session, desk: AtDesk, chambers: Sequence[Chamber]
) -> Sequence[Wave]:
    """List the waves; of a very large dialogue as they were a moment ago, if no code came since."""
    kept: KeptFigures[Sequence[Wave]] = request.app.state.waves

    def count(own: Session, dialogue: Dialogue) -> Sequence[Wave]:
        return waves_of(own, dialogue, chambers)

    found = always_new(request, session, desk, kept, count, codes_in(session, desk.dialogue))
    return count(session, desk.dialogue) if isinstance(found, BeingMeasured) else found


def is_over(dialogue: Dialogue) -> bool:
    """Tell whether nobody can come in any more."""
    return dialogue.state in (DialogueState.CLOSED, DialogueState.ANSWERED)
