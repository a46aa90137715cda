"""The dialogue's own texts in more languages, one language at a time beside the Dutch."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import LANGUAGES as KNOWN
from app.queries.own_words import lines_of, mark_of, progress_in, wish_of
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    said,
    show_at_desk,
    text_of,
)
from app.usecases.own_words import (
    WordsRefused,
    ask_for_drafts,
    require_language,
    save_words,
)
from dialogue.errors import ChangedMeanwhile, NotFound, Refusal
from dialogue.models import DialogueState
from dialogue.own_words import LANGUAGES

router = APIRouter()

PREFIX = "words-"
PAGE = "/facilitator/dialogues/{slug}/languages"


@router.get(PAGE)
def show_languages(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    language: Annotated[str, Query()] = "",
) -> Response:
    """Show every text in Dutch beside its words in one language."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    return show_page(request, session, desk, settings, chosen)


@router.post(PAGE)
def save_language(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Keep the words that were filled in, or say at the field what is wrong."""
    language = text_of(form, "language")
    require_language(language)
    wanted = {
        name.removeprefix(PREFIX): text_of(form, name) for name in form if name.startswith(PREFIX)
    }
    refusal = attempt(
        session,
        lambda: save_words(
            session, desk.dialogue, language, wanted,
            seen=text_of(form, "seen"), actor=desk.actor, now=now,
        ),
        (WordsRefused, ChangedMeanwhile),
    )  # fmt: skip
    if refusal is None:
        return go(desk_path(desk, "languages"), "words-saved", language=language)
    return show_page(request, session, desk, settings, language, wanted=wanted, refusal=refusal)


@router.post(PAGE + "/drafts")
def ask_drafts(
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    language: Annotated[str, Form()] = "",
) -> Response:
    """Put the empty texts in the worker's hands; the page shows what comes of it."""
    if not settings.translation:
        raise NotFound
    ask_for_drafts(session, desk.dialogue, language, now=now)
    return go(desk_path(desk, "languages"), "words-asked", language=language)


def show_page(
    request: Request,
    session: Session,
    desk: AtDesk,
    settings: SettingsDep,
    language: str,
    *,
    wanted: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the page of a language, after a refusal with what was filled in."""
    lines = lines_of(session, desk.dialogue, language)
    problems = refusal.problems if isinstance(refusal, WordsRefused) else {}
    return show_at_desk(
        request,
        session,
        desk,
        "languages.html",
        status_code=422 if refusal else 200,
        chosen=language,
        direction_of_words=KNOWN[language].direction,
        lines=lines,
        typed=wanted or {},
        seen=mark_of(lines),
        progress=progress_in(session, desk.dialogue),
        draft=desk.dialogue.state is DialogueState.DRAFT,
        wish=wish_of(desk.dialogue, language),
        service=settings.translation_name if settings.translation else "",
        host=settings.translation_host,
        refused=said(refusal) if refusal else "",
        errors={f"{PREFIX}{place}": said(each) for place, each in problems.items()},
        prefix=PREFIX,
    )
