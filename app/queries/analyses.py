"""What an analysis reads: the visible answers of a round, their words and their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, and_
from sqlmodel import Session, col, select

from app.i18n import gettext_later
from dialogue.models import (
    AnalysisRun,
    Contribution,
    ContributionState,
    ContributionVersion,
    Embedding,
    Participant,
    Round,
    RoundState,
)

Codes = npt.NDArray[np.int8]

# Why a run stored nothing: what it looked at had changed before it was ready.
OVERTAKEN = gettext_later("A newer search took its place.")


@dataclass(frozen=True, eq=False)
class Material:
    """What is grouped, in the order (created_at, id): ids, words, int8 vectors (n, d), by whom.

    ``quotable`` says whose own sentences may stand in a title.
    """

    contribution_ids: tuple[UUID, ...]
    participant_ids: tuple[UUID, ...]
    texts: tuple[str, ...]
    quotable: tuple[bool, ...]
    codes: Codes


def current_words(round_id: UUID, *columns: Any) -> Select[Any]:  # noqa: ANN401  (columns of any type)
    """Select columns of the visible contributions of a round and of their current words."""
    query: Select[Any] = (
        select(*columns)
        .select_from(Contribution)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .where(Contribution.round_id == round_id, Contribution.state == ContributionState.VISIBLE)
    )
    return query


def has_vector(fingerprint: str) -> ColumnElement[bool]:
    """Match the vector that this model made of a version."""
    return and_(
        col(Embedding.version_id) == ContributionVersion.id,
        col(Embedding.fingerprint) == fingerprint,
    )


def versions_without_vector(session: Session, round_id: UUID, fingerprint: str) -> list[UUID]:
    """List the versions of a round that this model has not embedded yet."""
    query = (
        current_words(round_id, ContributionVersion.id)
        .outerjoin(Embedding, has_vector(fingerprint))
        .where(col(Embedding.version_id).is_(None))
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )
    return list(session.scalars(query))


def words_of(session: Session, version_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Read the words of these versions."""
    query = select(ContributionVersion.id, ContributionVersion.text)
    chosen = query.where(col(ContributionVersion.id).in_(version_ids))
    return dict(session.exec(chosen).all())


def read_material(session: Session, round_id: UUID, fingerprint: str, dimension: int) -> Material:
    """Read everything that is to be grouped; what has no vector yet gets a row of zeros.

    A row of zeros is in no cluster, so an answer that was released a moment ago is not lost.
    """
    query = (
        current_words(
            round_id,
            Contribution.id,
            Contribution.participant_id,
            ContributionVersion.text,
            Participant.may_be_quoted,
            Embedding.vector,
        )
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .outerjoin(Embedding, has_vector(fingerprint))
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )
    rows = session.execute(query).all()
    nothing = bytes(dimension)
    vectors = b"".join(nothing if row.vector is None else row.vector for row in rows)
    return Material(
        contribution_ids=tuple(row.id for row in rows),
        participant_ids=tuple(row.participant_id for row in rows),
        texts=tuple(row.text for row in rows),
        quotable=tuple(row.may_be_quoted for row in rows),
        codes=np.frombuffer(vectors, dtype=np.int8).reshape(len(rows), dimension),
    )


def latest_run(session: Session, round_id: UUID) -> AnalysisRun | None:
    """Find the analysis of a round that was asked for last; a rough one gives way to the others."""
    query = select(AnalysisRun).where(AnalysisRun.round_id == round_id)
    return session.exec(query.order_by(*newest_first())).first()


def newest_first() -> tuple[Any, ...]:
    """Order runs by when they were asked for; of two asked for at once, the rough one is older."""
    return col(AnalysisRun.created_at).desc(), col(AnalysisRun.rough), col(AnalysisRun.id)


def overtaken(session: Session, run: AnalysisRun) -> bool:
    """Tell whether a rough run is of no use any more: its round is over, or a newer one waits."""
    if not run.rough:
        return False
    latest = latest_run(session, run.round_id)
    state = session.exec(select(Round.state).where(Round.id == run.round_id)).one()
    return state is not RoundState.OPEN or (latest is not None and latest.id != run.id)
