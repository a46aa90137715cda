"""Lists of addresses: send a file, see how far it is, what is wrong with it, how many are on it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.exporting.csv_files import csv_text
from app.i18n import current_language, gettext
from app.queries import addresses as shown
from app.queries import parts
from app.routes.facilitator.pages import attempt, desk_path, go, said, show_at_desk
from app.routes.facilitator.uploads import as_file
from app.templating import render
from app.usecases import addresses, addresses_draw
from app.usecases.addresses import SealedFile
from app.usecases.addresses_checking import MOST_LISTED
from app.usecases.addresses_file import FIELDS, GROUP, LARGEST_FILE, MOST_ROWS, letter_of
from app.usecases.addresses_problems import Told, field_in_words, told_problems
from dialogue.errors import ChamberMissing, ListNameMissing, ListRefused, Refusal
from dialogue.group_names import words_of_option, words_of_question
from dialogue.models import AddressList, Chamber, ListState
from dialogue.models.columns import in_language

router = APIRouter()

BUSY = (ListState.CHECKING, ListState.IMPORTING)
PROBLEMS_ON_PAGE = 20


def look_at_file(
    settings: SettingsDep, file: Annotated[UploadFile, File()]
) -> SealedFile | ListRefused:
    """Read and seal what was sent; ``app.body_limit`` says how large it may be, and from whom."""
    return addresses.look_at_file(file.file.read(LARGEST_FILE + 1), key=settings.key())


Looked = Annotated[SealedFile | ListRefused, Depends(look_at_file)]


@router.get("/facilitator/dialogues/{slug}/addresses")
def show_lists(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the lists of the dialogue and the form for another."""
    return show_form(request, session, desk)


@router.post("/facilitator/dialogues/{slug}/addresses")
def upload_list(
    request: Request,
    looked: Looked,  # before the session: nobody waits for us while a file is read
    session: SessionDep,
    desk: Desk,
    now: Now,
    name: Annotated[str, Form()] = "",
) -> Response:
    """Keep a file, sealed."""
    made: list[AddressList] = []

    def keep() -> None:
        made.append(
            addresses.upload_list(
                session, desk.dialogue, name=name, looked=looked, actor=desk.actor, now=now
            )
        )  # fmt: skip

    refusal = attempt(session, keep)
    if refusal is not None:
        return show_form(request, session, desk, name=name, refusal=refusal)
    return go(desk_path(desk, "addresses", made[0].id))


def show_form(
    request: Request,
    session: Session,
    desk: AtDesk,
    *,
    name: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """Show the lists and the form, with what is wrong at its field."""
    field = "name" if isinstance(refusal, ListNameMissing) else "file"
    return show_at_desk(
        request, session, desk, "addresses.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
        lists=shown.lists_of(session, desk.dialogue), list_name=name,
        errors={field: said(refusal)} if refusal else {},
        over=desk.dialogue.state in addresses.OVER, most=MOST_ROWS,
        most_megabytes=LARGEST_FILE // 1_000_000, longest_name=addresses.LONGEST_NAME,
        asks=[words_of_question(each, current_language())
              for each in desk.dialogue.background_questions],
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}")
def show_list(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, list_id: UUID
) -> Response:
    """Show a list: its columns to choose, how far it is, or how many are on it."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    if stored.state is ListState.UPLOADED:
        return show_columns(request, session, desk, stored, key=settings.key())
    return show_state(request, session, desk, stored)


def show_state(
    request: Request,
    session: Session,
    desk: AtDesk,
    stored: AddressList,
    *,
    status_code: int = HTTPStatus.OK,
    **more: Any,  # noqa: ANN401  (what a template shows)
) -> Response:
    """Show how far a list is, with what can be done now."""
    problems = told(desk, stored)
    return show_at_desk(
        request, session, desk, "addresses_list.html", status_code=status_code,
        stored=stored, busy=stored.state in BUSY, chamber=chamber_words(session, stored),
        problems=problems[:PROBLEMS_ON_PAGE], listed=len(problems), most_listed=MOST_LISTED,
        counts=counts_in_words(desk, stored),
        draws=addresses_draw.draws_of(session, stored),
        left=shown.left_to_draw(session, stored),
        erasing=stored.state not in (*BUSY, ListState.CHECKED, ListState.IMPORTED)
        and shown.left_to_erase(session, stored.id),
        over=desk.dialogue.state in addresses.OVER,
        **more,
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/progress")
def show_progress(request: Request, session: SessionDep, desk: Desk, list_id: UUID) -> Response:
    """Show how far the reading is; when it is done, the page is loaded anew."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    if stored.state not in BUSY and "hx-request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})
    return render(
        request, "facilitator/_addresses_progress.html", stored=stored,
        busy=stored.state in BUSY, here=desk_path(desk), varies_by_htmx=True,
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/addresses/{list_id}/problems.csv")
def download_problems(session: SessionDep, desk: Desk, list_id: UUID) -> Response:
    """Give what is wrong as a file: rows, columns and reasons, no address."""
    stored = addresses.list_of(session, desk.dialogue, list_id)
    header = [gettext(each) for each in ("Row", "Column", "Field", "What is wrong", "What to do")]
    rows = [
        [each.row or "", each.column, each.field, each.said, each.advised]
        for each in told(desk, stored)
    ]
    text = csv_text([header, *rows], delimiter=";" if current_language() == "nl" else ",")
    return as_file(text, f"problems-{desk.dialogue.slug}.csv")


def show_columns(
    request: Request,
    session: Session,
    desk: AtDesk,
    stored: AddressList,
    *,
    key: bytes,
    refusal: Refusal | None = None,
) -> Response:
    """Show the first rows and which column is what; what was chosen is kept."""
    first = addresses.first_rows_of(stored, key=key)
    questions = desk.dialogue.background_questions
    columns = [
        (place, f"{letter_of(place)}: {title}" if title else letter_of(place))
        for place, title in enumerate(first.header)
    ]
    chambers = parts.chambers_of(session, desk.dialogue)
    return show_at_desk(
        request, session, desk, "addresses_columns.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
        stored=stored, columns=columns, rows=first.rows,
        fields=[(field, field_in_words(field, questions)) for field in FIELDS],
        questions=[(f"{GROUP}{each['key']}", words_of_question(each, current_language()))
                   for each in questions],
        chambers=[(str(each.id), in_language(each, "name", current_language()))
                  for each in chambers],
        guessed=any(each["kind"] == addresses.GUESSED_LETTERS for each in stored.problems),
        errors={field_of(refusal, stored): said(refusal)} if refusal else {},
    )  # fmt: skip


def field_of(refusal: Refusal, stored: AddressList) -> str:
    """Say at which field of the form for columns a refusal stands."""
    if isinstance(refusal, ChamberMissing):
        return "chamber_id"
    twice = refusal.params.get("column")
    fields = (name for name, place in stored.columns.items() if letter_of(place) == twice)
    return f"column-{next(fields, 'email')}"


def told(desk: AtDesk, stored: AddressList) -> list[Told]:
    """Put what is wrong with a list in words."""
    return told_problems(stored.problems, desk.dialogue.background_questions)


def chamber_words(session: Session, stored: AddressList) -> str:
    """Name the chamber that a list is for."""
    chamber = session.get(Chamber, stored.chamber_id) if stored.chamber_id else None
    return in_language(chamber, "name", current_language()) if chamber else ""


def counts_in_words(desk: AtDesk, stored: AddressList) -> Mapping[str, Any]:
    """Say how many are on a list, with questions and groups in words."""
    questions, language = desk.dialogue.background_questions, current_language()
    counts = shown.counts_of(stored, questions)
    asked = {each["key"]: each for each in questions}
    groups = [
        (
            words_of_question(asked[each.question], language),
            [
                (words_of_option(option, language), each.groups[option["key"]])
                for option in asked[each.question]["options"]
                if option["key"] in each.groups
            ],
            each.unknown,
        )
        for each in counts.groups
    ]
    return {
        "people": counts.people, "email": counts.email, "sms": counts.sms,
        "letter": counts.letter, "groups": groups,
    }  # fmt: skip
