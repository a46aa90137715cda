"""A second look inside one theme: which parts would there be, if it were split?

Computed when it is asked for and stored nowhere; nothing changes until a person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Select
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.analyses import has_vector
from app.queries.hearts import present_fingerprint
from app.queries.paging import count_rows
from app.queries.themes import Example, visible_words
from clustering import Clustering, ClusterSettings, cluster
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    Embedding,
    Participant,
    Placement,
    Theme,
)

# More than this can't be grouped while somebody waits.
MOST_ANSWERS = 1_500
SMALLEST_PART = 3


@dataclass(frozen=True)
class Part:
    """Answers of a theme that belong together, with a title by the machine."""

    title: str
    keywords: Sequence[str]
    stability: float | None
    contribution_ids: Sequence[UUID]
    examples: Sequence[Example]

    @property
    def size(self) -> int:
        """How many answers it holds."""
        return len(self.contribution_ids)


@dataclass(frozen=True)
class Inside:
    """The parts of a theme; ``rest`` answers are in none of them, ``unread`` have no vector."""

    total: int
    parts: Sequence[Part] = ()
    unread: int = 0

    @property
    def too_many(self) -> bool:
        """Tell whether there are more answers than can be grouped now."""
        return self.total > MOST_ANSWERS

    @property
    def rest(self) -> int:
        """How many answers are in no part."""
        return self.total - sum(part.size for part in self.parts)


def look_inside(session: Session, dialogue: Dialogue, theme: Theme) -> Inside:
    """Group the visible answers of a theme once more, more finely; the same way every time."""
    query = answers_of(theme, present_fingerprint(session, dialogue) or "")
    total = count_rows(session, query)
    if total > MOST_ANSWERS:
        return Inside(total)
    rows = session.execute(query).all()
    found = group_closely(rows, seed=dialogue.seed)
    parts = [part_of(rows, found, number) for number in range(len(found.clusters))]
    return Inside(
        total=len(rows),
        parts=[part for part in parts if part.size < len(rows)],
        unread=sum(row.vector is None for row in rows),
    )


def answers_of(theme: Theme, fingerprint: str) -> Select[*tuple[Any, ...]]:
    """Select the visible answers of a theme with their words and their vectors."""
    return (
        visible_words(
            col(Contribution.id).label("id"),
            col(ContributionVersion.text).label("text"),
            col(Contribution.language).label("language"),
            col(Participant.may_be_quoted).label("may_be_quoted"),
            col(Embedding.vector).label("vector"),
        )
        .join(Placement, col(Placement.contribution_id) == Contribution.id)
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .outerjoin(Embedding, has_vector(fingerprint))
        .where(col(Placement.theme_id) == theme.id)
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )


def group_closely(rows: Sequence[Any], *, seed: int) -> Clustering:
    """Look for smaller groups than among all answers; without loading a model."""
    width = max((len(row.vector) for row in rows if row.vector is not None), default=1)
    vectors = b"".join(row.vector or bytes(width) for row in rows)
    codes = np.frombuffer(vectors, dtype=np.int8).reshape(len(rows), width)
    size = max(SMALLEST_PART, round(len(rows) ** 0.5 / 2))
    settings = ClusterSettings(seed=seed, min_cluster_size=size, min_samples=2)
    return cluster(
        codes,
        settings,
        texts=[row.text for row in rows],
        quotable=[row.may_be_quoted for row in rows],
    )


def part_of(rows: Sequence[Any], found: Clustering, number: int) -> Part:
    """Describe one part by its title and the answers nearest its heart."""
    made = found.clusters[number]
    return Part(
        title=made.title,
        keywords=made.keywords,
        stability=made.stability,
        contribution_ids=[rows[row].id for row in found.members(number)],
        examples=[
            Example(rows[row].id, rows[row].text, rows[row].language) for row in made.exemplars
        ],
    )


def examples_among(
    session: Session, theme: Theme, contribution_ids: Sequence[UUID], *, limit: int = 3
) -> list[Example]:
    """Load the words of the first of these answers, as far as they are in the theme."""
    query = (
        visible_words(col(Contribution.id), ContributionVersion.text, Contribution.language)
        .join(Placement, col(Placement.contribution_id) == Contribution.id)
        .where(col(Placement.theme_id) == theme.id, col(Contribution.id).in_(contribution_ids))
        .order_by(col(Contribution.created_at), col(Contribution.id))
        .limit(limit)
    )
    return [Example(*row) for row in session.execute(sql_select(*query.subquery().c))]
