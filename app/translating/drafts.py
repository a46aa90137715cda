"""Drafts of a dialogue's own texts in another language, for a person to read and save."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Engine

from app.db import reading, transaction
from app.queries.own_words import wishes, without_words
from app.queries.translations import LETTERS_AT_ONCE, TEXTS_AT_ONCE
from app.translating.problems import TranslationFailed
from app.translating.services import Translator
from app.usecases.own_words import store_drafts
from dialogue.models import Dialogue

DUTCH = "nl"


def draft_words(engine: Engine, translator: Translator) -> None:
    """Do every draft that a facilitator asked for; what goes wrong is said on their page."""
    with reading(engine) as session:
        waiting = wishes(session)
    for dialogue_id, language in waiting:
        draft_language(engine, translator, dialogue_id, language)


def draft_language(
    engine: Engine, translator: Translator, dialogue_id: UUID, language: str
) -> None:
    """Draft what is empty in one language, outside any transaction, and store what came of it."""
    with reading(engine) as session:
        dutch = without_words(session, session.get_one(Dialogue, dialogue_id), language)
    drafts, problem = dict[str, str](), ""
    try:
        for piece in pieces_of(dutch):
            made = translator.translate(piece, DUTCH, language)
            drafts.update(zip(piece, made, strict=True))
    except TranslationFailed as failure:
        problem = str(failure.problem)
    with transaction(engine) as session:
        dialogue = session.get_one(Dialogue, dialogue_id)
        store_drafts(session, dialogue, language, drafts, problem=problem)


def pieces_of(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cut texts into pieces that can be sent at once."""
    piece = list[str]()
    for text in texts:
        full = len(piece) >= TEXTS_AT_ONCE or sum(map(len, piece)) + len(text) > LETTERS_AT_ONCE
        if piece and full:
            yield piece
            piece = []
        piece.append(text)
    if piece:
        yield piece
