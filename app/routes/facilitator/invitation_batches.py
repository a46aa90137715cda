"""Codes for several groups at once: a file is looked at first, then all codes are made or none."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.exporting.csv_files import csv_text
from app.i18n import TIME_ZONE, current_language
from app.queries import parts
from app.routes.facilitator.invitation_form import CodesWanted, group_words, read_wish
from app.routes.facilitator.invitations import is_over, show_codes
from app.routes.facilitator.pages import PostedForm, show_at_desk, text_of
from app.routes.facilitator.uploads import as_file, told
from app.usecases import invitations
from app.usecases.invitation_files import LARGEST_FILE, MOST_CODES, BatchFile, read_batches
from dialogue.channels import CHANNELS
from dialogue.group_names import words_of_option

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/invitations/batches")
def show_batches(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the form for a file."""
    return show_form(request, session, desk, CodesWanted(), BatchFile())


@router.get("/facilitator/dialogues/{slug}/invitations/batches.csv")
def download_template(desk: Desk) -> Response:
    """Give a file with a column for every question, and a line for each group of the first."""
    questions, language = desk.dialogue.background_questions, current_language()
    first = questions[0]["options"] if questions else []
    rows = [[words_of_option(each, language), *[""] * len(questions)] for each in first]
    header = [*(each["key"] for each in questions), "count"]
    text = csv_text([header, *rows], delimiter=";" if language == "nl" else ",")
    return as_file(text, f"groups-{desk.dialogue.slug}.csv")


@router.post("/facilitator/dialogues/{slug}/invitations/batches/check")
def check_batches(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    form: PostedForm,
    file: Annotated[UploadFile, File()],
) -> Response:
    """Show which codes a file asks for, before any is made, or what is wrong with it."""
    wanted = read_wish(session, desk, form, now.astimezone(TIME_ZONE).date(), counted=False)
    data = file.file.read(LARGEST_FILE + 1)
    read = read_batches(data, desk.dialogue.background_questions, language=current_language())
    if wanted.errors or read.problems:
        return show_form(request, session, desk, wanted, read)
    return show_at_desk(
        request, session, desk, "invitation_batches_preview.html", wanted=wanted, read=read,
        data=data.decode("utf-8-sig"), words_of=lambda groups: words_of(desk, groups),
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/invitations/batches")
def create_batches(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Make the codes that were looked at, and show them once."""
    wanted = read_wish(session, desk, form, now.astimezone(TIME_ZONE).date(), counted=False)
    questions = desk.dialogue.background_questions
    read = read_batches(text_of(form, "data"), questions, language=current_language())
    if wanted.chamber is None or wanted.errors or read.problems:
        return show_form(request, session, desk, wanted, read)
    codes = invitations.create_batches(
        session, desk.dialogue, wanted.chamber, read.batches, key=settings.key(),
        channel=wanted.channel, wave=int(wanted.wave), expires_on=wanted.last_day,
    )  # fmt: skip
    groups = [batch.groups for batch in read.batches]
    return show_codes(request, session, desk, wanted, list(zip(groups, codes, strict=True)))


def show_form(
    request: Request, session: Session, desk: AtDesk, wanted: CodesWanted, read: BatchFile
) -> Response:
    """Show the form with what is wrong with the file and with the fields beside it."""
    errors = [*(("file", told(each)) for each in read.problems), *wanted.errors.items()]
    return show_at_desk(
        request, session, desk, "invitation_batches.html", status_code=422 if errors else 200,
        wanted=wanted, errors=errors, chambers=parts.chambers_of(session, desk.dialogue),
        channels=CHANNELS, questions=desk.dialogue.background_questions, most=MOST_CODES,
        over=is_over(desk.dialogue),
    )  # fmt: skip


def words_of(desk: AtDesk, groups: Mapping[str, str]) -> str:
    """Say groups in words."""
    return group_words(desk.dialogue.background_questions, groups)
