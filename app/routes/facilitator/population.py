"""Who lives there: a file with reference figures is checked, looked at and then stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.exporting.csv_files import csv_text
from app.i18n import current_language, gettext
from app.routes.facilitator.pages import attempt, desk_path, go, said, show_at_desk
from app.routes.facilitator.uploads import as_file, told
from app.usecases import populations
from app.usecases.population_files import LARGEST_FILE, PopulationFile
from dialogue.errors import NotFound, Refusal
from dialogue.group_names import words_of_option, words_of_question
from dialogue.models import Account, Population
from participation import Population as Counts

router = APIRouter()


@dataclass(frozen=True)
class Group:
    """A group in words, with how many people of the population are in it."""

    words: str
    people: int
    share: float


@dataclass(frozen=True)
class Dimension:
    """A question in words, with its groups."""

    words: str
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True)
class Revision:
    """One of the files that were stored."""

    number: int
    source: str
    people: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Upload:
    """What was filled in on the form, and what is wrong with it by field."""

    source: str = ""
    errors: tuple[tuple[str, str], ...] = ()


@router.get("/facilitator/dialogues/{slug}/population")
def show_population(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show who lives there, the files it came from, and the form for another file."""
    return show_form(request, session, desk, Upload())


@router.get("/facilitator/dialogues/{slug}/population/template.csv")
def download_template(session: SessionDep, desk: Desk) -> Response:
    """Give a file with a line for every group of this dialogue, to fill in the numbers."""
    known = populations.population_of(session, desk.dialogue)
    rows = template_rows(desk.dialogue.background_questions, known, current_language())
    # A Dutch spreadsheet puts columns between semicolons.
    text = csv_text(rows, delimiter=";" if current_language() == "nl" else ",")
    return as_file(text, f"population-{desk.dialogue.slug}.csv")


@router.get("/facilitator/dialogues/{slug}/population/{revision}.csv")
def download_population(session: SessionDep, desk: Desk, revision: int) -> Response:
    """Give one of the files back as it was stored."""
    stored = populations.populations_of(session, desk.dialogue)
    found = next((each for each in stored if each.revision == revision), None)
    if found is None:
        raise NotFound
    return as_file("\ufeff" + found.file, f"population-{desk.dialogue.slug}-{revision}.csv")


@router.post("/facilitator/dialogues/{slug}/population/check")
def check_population(
    request: Request,
    session: SessionDep,
    desk: Desk,
    file: Annotated[UploadFile, File()],
    source: Annotated[str, Form()] = "",
) -> Response:
    """Show what is in a file before anything of it is stored, or what is wrong with it."""
    data = file.file.read(LARGEST_FILE + 1)
    return show_preview(request, session, desk, data, source)


@router.post("/facilitator/dialogues/{slug}/population")
def store_population(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    data: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
    seen_revision: Annotated[int, Form()] = 0,
) -> Response:
    """Store the figures that were looked at."""
    refusal = attempt(
        session,
        lambda: populations.store_population(
            session, desk.dialogue, data=data, source=source, actor=desk.actor, now=now,
            seen_revision=seen_revision,
        ),
    )  # fmt: skip
    if refusal is None:
        return go(desk_path(desk, "population"), "population-stored")
    return show_form(request, session, desk, Upload(source, (("", said(refusal)),)))


def show_preview(
    request: Request, session: Session, desk: AtDesk, data: bytes, source: str
) -> Response:
    """Show the figures of a file with their totals, or the form with what is wrong."""
    try:
        read = populations.check_population(
            desk.dialogue, data=data, source=source, language=current_language()
        )
    except Refusal as refusal:
        return show_form(request, session, desk, Upload(source, (("source", said(refusal)),)))
    if read.population is None:
        problems = tuple(("file", told(each)) for each in read.problems)
        return show_form(request, session, desk, Upload(source, problems))
    return show_at_desk(
        request, session, desk, "population_preview.html", data=read.text, source=source.strip(),
        dimensions=in_words(read.population, desk.dialogue.background_questions),
        unnamed=unnamed_in_words(read), combinations=len(read.population.joint),
        replaced=populations.latest_population(session, desk.dialogue),
    )  # fmt: skip


def show_form(request: Request, session: Session, desk: AtDesk, upload: Upload) -> Response:
    """Show what is stored, and the form."""
    known = populations.population_of(session, desk.dialogue)
    questions = desk.dialogue.background_questions
    return show_at_desk(
        request, session, desk, "population.html", status_code=422 if upload.errors else 200,
        upload=upload, asks=bool(questions), history=history_of(session, desk),
        dimensions=in_words(known, questions) if known else (),
        limit=populations.LONGEST_SOURCE,
    )  # fmt: skip


def in_words(population: Counts, questions: Sequence[Mapping[str, Any]]) -> tuple[Dimension, ...]:
    """Put a population in the words of the questions, in their order."""
    asked = (each for each in questions if each["key"] in population.margins)
    return tuple(dimension_in_words(each, population.margins[each["key"]]) for each in asked)


def dimension_in_words(question: Mapping[str, Any], counts: Mapping[str, int]) -> Dimension:
    """Put the groups of a question in words, with their shares."""
    language, total = current_language(), sum(counts.values())
    groups = (
        Group(words_of_option(each, language), counts[each["key"]], counts[each["key"]] / total)
        for each in question["options"]
        if each["key"] in counts
    )
    return Dimension(words_of_question(question, language), tuple(groups), total)


def unnamed_in_words(read: PopulationFile) -> list[tuple[str, list[str]]]:
    """Put in words what the dialogue asks and the file has no number for."""
    language = current_language()
    return [
        (words_of_question(question, language), [words_of_option(each, language) for each in rest])
        for question, rest in read.unnamed
    ]


def history_of(session: Session, desk: AtDesk) -> list[Revision]:
    """List the files that were stored, the latest first."""
    stored = populations.populations_of(session, desk.dialogue)
    return [revision_of(session, each) for each in stored]


def revision_of(session: Session, stored: Population) -> Revision:
    """Give a line of the history."""
    account = session.get(Account, stored.account_id) if stored.account_id else None
    size = populations.read_stored(stored).size
    by = account.name if account else ""
    return Revision(stored.revision, stored.source, size, by, stored.uploaded_at)


def template_rows(
    questions: Sequence[Mapping[str, Any]], known: Counts | None, language: str
) -> list[list[object]]:
    """Give a line for every group, with the number that is known and the words for people."""
    words: tuple[object, object] = (gettext("question"), gettext("group in words"))
    return [["dimension", "group", "count", *words]] + [
        [
            each["key"], option["key"],
            known.margins.get(each["key"], {}).get(option["key"], "") if known else "",
            words_of_question(each, language), words_of_option(option, language),
        ]
        for each in questions
        for option in each["options"]
    ]  # fmt: skip
