"""Answers in languages that the embedding model was not trained on: they are grouped less well."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from clustering.embedding import known_languages
from dialogue.models import Contribution, ContributionState, Dialogue


@dataclass(frozen=True)
class LanguageCount:
    """How many visible contributions were written in a language (its ISO 639 code)."""

    code: str
    count: int


def languages_outside(session: Session, dialogue: Dialogue, embedder: str) -> list[LanguageCount]:
    """Count visible contributions per language that the model doesn't know, the most first.

    ``embedder`` is the setting of that name. Empty for a model of which only its maker knows what
    it was trained on. The model itself isn't loaded.
    """
    known = known_languages(embedder or None)
    if known is None:
        return []
    query = (
        sql_select(col(Contribution.language), func.count())
        .where(
            col(Contribution.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
            col(Contribution.language).not_in([*known, ""]),
        )
        .group_by(col(Contribution.language))
    )
    counts = [LanguageCount(code, count) for code, count in session.execute(query)]
    return sorted(counts, key=lambda each: (-each.count, each.code))
