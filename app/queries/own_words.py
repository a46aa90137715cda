"""The texts of a dialogue in a language: what stands there, what is drafted, what was asked for."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from app.queries.closing import indicators_of
from app.queries.parts import chambers_of, prompts_of, rounds_of
from dialogue.models import Dialogue, DialogueState, RoundKind
from dialogue.own_words import ASKED, LANGUAGES, QuestionText, RowText, aside, suggested, texts_of


@dataclass(frozen=True)
class Line:
    """A text on the page of a language: its Dutch, its words, and words that nobody saved yet.

    ``source``: "drafts" of a machine, "former" from before the Dutch changed, or empty.
    """

    place: str
    kind: str
    field: str
    number: int
    limit: int
    dutch: str
    words: str
    suggestion: str
    source: str


@dataclass(frozen=True)
class Progress:
    """How many texts have words in a language."""

    language: str
    done: int
    total: int


@dataclass(frozen=True)
class Wish:
    """What was asked of the service for a language: still waiting, or why it failed."""

    waits: bool
    problem: str


def all_texts(session: Session, dialogue: Dialogue) -> list[RowText | QuestionText]:
    """List every text of a dialogue that residents read."""
    asking = [each for each in rounds_of(session, dialogue) if each.kind is RoundKind.ASK]
    prompts = [prompt for each in asking for prompt in prompts_of(session, each)]
    return texts_of(
        dialogue, prompts, chambers_of(session, dialogue), indicators_of(session, dialogue)
    )


def lines_of(session: Session, dialogue: Dialogue, language: str) -> list[Line]:
    """List the texts as the page of a language shows them."""
    return [
        Line(
            each.place, each.kind, each.field, each.number, each.limit, each.dutch,
            each.read(language), *suggested(dialogue, language, each.dutch),
        )
        for each in all_texts(session, dialogue)
    ]  # fmt: skip


def progress_in(session: Session, dialogue: Dialogue) -> list[Progress]:
    """Count per language what has words."""
    texts = all_texts(session, dialogue)
    return [
        Progress(language, sum(bool(each.read(language)) for each in texts), len(texts))
        for language in LANGUAGES
    ]


def mark_of(lines: Sequence[Line]) -> str:
    """Give a mark that changes when a text or its words do."""
    told = json.dumps([[each.place, each.dutch, each.words] for each in lines])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def wish_of(dialogue: Dialogue, language: str) -> Wish:
    """Tell what became of the last wish for drafts."""
    asked = aside(dialogue, ASKED, language)
    return Wish(bool(asked.get("at")), asked.get("problem", ""))


def wishes(session: Session) -> list[tuple[UUID, str]]:
    """List the dialogues and languages for which drafts were asked."""
    query = select(Dialogue).where(
        Dialogue.state != DialogueState.ANSWERED,
        cast(col(Dialogue.words), String).contains(f'"{ASKED}-'),
    )
    return [
        (each.id, language)
        for each in session.exec(query.order_by(col(Dialogue.created_at))).all()
        for language in LANGUAGES
        if wish_of(each, language).waits
    ]


def without_words(session: Session, dialogue: Dialogue, language: str) -> list[str]:
    """List the Dutch of texts without words or a suggestion in a language, each once."""
    lines = lines_of(session, dialogue, language)
    return list(
        dict.fromkeys(each.dutch for each in lines if not each.words and not each.suggestion)
    )
