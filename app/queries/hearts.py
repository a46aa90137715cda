"""Where the themes in use lie among the vectors, from a sample that stays small.

Identifiers of contributions are random, so the first of a theme by identifier are a random sample
of it. A sample is one query, however many themes and contributions there are.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlmodel import Session, col

from app.queries.analyses import Codes, has_vector
from app.queries.progress import last_finished_run
from clustering.hearts import find_hearts
from clustering.result import Hearts
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Embedding,
    Placement,
    Theme,
    ThemeState,
)

READ_FOR_HEARTS = 2_000
DRAWN = 1_000
FEWEST_OF_A_THEME = 5


@dataclass(frozen=True, eq=False)
class ThemeHearts:
    """The themes in use that hold something, by their number, and where each of them lies."""

    theme_ids: tuple[UUID, ...]
    hearts: Hearts


@dataclass(frozen=True, eq=False)
class Sample:
    """Some placed contributions with their theme and vector, int8 (n, d); ``total`` is of how many.

    In the order of the themes' numbers.
    """

    contribution_ids: tuple[UUID, ...]
    theme_ids: tuple[UUID, ...]
    codes: Codes
    total: int


def present_fingerprint(session: Session, dialogue: Dialogue) -> str | None:
    """Name the model of a dialogue's vectors, so that a page loads none: that of the last run.

    Before the first run it is the model of the newest contribution that was read; None when no
    contribution was.
    """
    run = last_finished_run(session, dialogue)
    if run is not None and run.versions.get("embedder"):
        return str(run.versions["embedder"])
    newest = (
        select(col(Embedding.fingerprint))
        .join(ContributionVersion, col(ContributionVersion.id) == Embedding.version_id)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .order_by(col(Contribution.created_at).desc(), col(Contribution.id))
    )
    return session.scalars(newest.limit(1)).first()


def theme_hearts(
    session: Session, dialogue: Dialogue, fingerprint: str, dimension: int
) -> ThemeHearts:
    """Find the hearts of the themes in use, from about as many contributions of each.

    A theme without a vector of this model is left out. Raises InvalidVectors when the stored
    vectors are of another dimension.
    """
    ranked = placed_by_theme(dialogue)
    alike = or_(
        ranked.c.place <= FEWEST_OF_A_THEME, ranked.c.place * ranked.c.themes <= READ_FOR_HEARTS
    )
    rows = session.execute(with_vectors(ranked, alike, fingerprint, ranked.c.probability)).all()
    codes = as_codes([row.vector for row in rows], dimension)
    worded = np.flatnonzero(codes.any(axis=1))
    read = [rows[int(place)] for place in worded]
    theme_ids = tuple(dict.fromkeys(row.theme_id for row in read))
    places = {each: place for place, each in enumerate(theme_ids)}
    labels = np.array([places[row.theme_id] for row in read], dtype=np.int32)
    firmness = np.array([row.probability for row in read], dtype=np.float64)
    return ThemeHearts(theme_ids, find_hearts(codes[worded], labels, firmness))


def sampled_vectors(
    session: Session, dialogue: Dialogue, fingerprint: str, *, most: int = DRAWN
) -> Sample:
    """Read at most so many placed contributions: of each theme its share, a few at the least."""
    ranked = placed_by_theme(dialogue)
    to_share = most - FEWEST_OF_A_THEME * ranked.c.themes
    chosen = or_(
        ranked.c.total <= most,
        ranked.c.place <= FEWEST_OF_A_THEME,
        ranked.c.place * ranked.c.total <= to_share * ranked.c.size,
    )
    rows = session.execute(
        with_vectors(ranked, chosen, fingerprint, ranked.c.contribution_id, ranked.c.total)
    ).all()
    return Sample(
        contribution_ids=tuple(row.contribution_id for row in rows[:most]),
        theme_ids=tuple(row.theme_id for row in rows[:most]),
        codes=as_codes([row.vector for row in rows[:most]]),
        total=rows[0].total if rows else 0,
    )


def placed_by_theme(dialogue: Dialogue) -> Subquery:
    """Rank the visible contributions in each theme in use, by their random identifiers."""
    theme, contribution = col(Placement.theme_id), col(Placement.contribution_id)
    in_use = (
        select(func.count())
        .where(col(Theme.dialogue_id) == dialogue.id, col(Theme.state) == ThemeState.ACTIVE)
        .scalar_subquery()
    )
    query = (
        select(
            contribution,
            theme,
            col(Placement.probability),
            col(Theme.number),
            col(Contribution.current_version),
            in_use.label("themes"),
            func.count().over().label("total"),
            func.count().over(partition_by=theme).label("size"),
            func.row_number().over(partition_by=theme, order_by=contribution).label("place"),
        )
        .join(Contribution, col(Contribution.id) == Placement.contribution_id)
        .join(Theme, col(Theme.id) == Placement.theme_id)
        .where(
            col(Placement.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
            col(Theme.state) == ThemeState.ACTIVE,
        )
    )
    return query.subquery()


def with_vectors(
    ranked: Subquery,
    chosen: ColumnElement[bool],
    fingerprint: str,
    *columns: ColumnElement[Any],
) -> Select[Any]:
    """Add the vectors, to the chosen rows only; in the order of the themes' numbers."""
    query: Select[Any] = (
        select(ranked.c.theme_id, col(Embedding.vector), *columns)
        .select_from(ranked)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == ranked.c.contribution_id,
                col(ContributionVersion.number) == ranked.c.current_version,
            ),
        )
        .join(Embedding, has_vector(fingerprint))
        .where(chosen)
        .order_by(ranked.c.number, ranked.c.place)
    )
    return query


def as_codes(vectors: list[bytes], dimension: int | None = None) -> Codes:
    """Put stored vectors under each other, int8 (n, d)."""
    width = dimension or (len(vectors[0]) if vectors else 0)
    return np.frombuffer(b"".join(vectors), dtype=np.int8).reshape(len(vectors), width)
