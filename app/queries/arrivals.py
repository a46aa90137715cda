"""What came in and waits for the machine: a vector, a place among the themes, a new search."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session, col

from app.queries.analyses import Codes, has_vector
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    DialogueState,
    Embedding,
    ModerationDecision,
    Placement,
    Round,
    RoundKind,
    RoundState,
    Theme,
    ThemeState,
)
from dialogue.moderation import ModerationAction

# The first rough search, and how much must be new for the next one.
ENOUGH_FOR_THEMES = 40
FEWEST_NEW = 20
SHARE_NEW = 0.25


@dataclass(frozen=True)
class RoundNow:
    """A round of a running dialogue in numbers; two that are equal need nothing in between.

    ``grouped`` is the most answers that a run looked at; ``busy`` and ``done`` count the runs.
    """

    round_id: UUID
    dialogue_id: UUID
    kind: RoundKind
    state: RoundState
    visible: int
    received: int
    themes: int
    grouped: int
    busy: int
    done: int

    @property
    def rough_run_due(self) -> bool:
        """Tell whether enough is new to look for themes while answers still come in."""
        if self.kind is not RoundKind.ASK or self.state is not RoundState.OPEN or self.busy:
            return False
        if not self.grouped:
            return self.visible >= ENOUGH_FOR_THEMES
        return self.visible - self.grouped >= max(FEWEST_NEW, SHARE_NEW * self.grouped)


@dataclass(frozen=True)
class Arrival:
    """A contribution that stands nowhere yet; ``beside`` is the theme of what it enriches."""

    id: UUID
    beside: UUID | None


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Contributions that stand nowhere yet, with their vectors, int8 (n, d)."""

    waiting: tuple[Arrival, ...]
    codes: Codes


def rounds_now(session: Session) -> list[RoundNow]:
    """Count what is in every round that began, of dialogues that run, in one query."""
    in_round = col(Contribution.round_id) == Round.id
    of_round = col(AnalysisRun.round_id) == Round.id
    unfinished = col(AnalysisRun.state).in_((AnalysisState.QUEUED, AnalysisState.RUNNING))
    query = (
        select(
            col(Round.id),
            col(Round.dialogue_id),
            col(Round.kind),
            col(Round.state),
            counted(in_round, col(Contribution.state) == ContributionState.VISIBLE),
            counted(in_round),
            counted(
                col(Theme.dialogue_id) == Round.dialogue_id, col(Theme.state) == ThemeState.ACTIVE
            ),
            select(func.coalesce(func.max(col(AnalysisRun.answers)), 0))
            .where(of_round)
            .scalar_subquery(),
            counted(of_round, unfinished),
            counted(of_round, col(AnalysisRun.state) == AnalysisState.DONE),
        )
        .join(Dialogue, col(Dialogue.id) == Round.dialogue_id)
        .where(
            col(Dialogue.state) == DialogueState.LAUNCHED, col(Round.state) != RoundState.PLANNED
        )
        .order_by(col(Round.dialogue_id), col(Round.position))
    )
    return [RoundNow(*row) for row in session.execute(query)]


def counted(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows of another table that belong to a round."""
    return select(func.count()).where(*conditions).correlate(Round).scalar_subquery()


def unread_versions(
    session: Session, dialogue_id: UUID, fingerprint: str, *, most: int
) -> dict[UUID, str]:
    """Read words that this model has not read: of open rounds, enrichments, what was released."""
    query = (
        with_current_words(dialogue_id, fingerprint)
        .add_columns(col(ContributionVersion.id), col(ContributionVersion.text))
        .join(Round, col(Round.id) == Contribution.round_id)
        .where(
            col(Embedding.version_id).is_(None),
            or_(
                col(Round.state) == RoundState.OPEN,
                col(Contribution.kind) == ContributionKind.ENRICHMENT,
                was_released(),
            ),
        )
    )
    return {row[0]: row[1] for row in session.execute(oldest_first(query, most))}


def unplaced(
    session: Session, dialogue_id: UUID, fingerprint: str, dimension: int, *, most: int
) -> Arrivals:
    """Read what stands nowhere yet, if it has a vector or enriches what is in a theme."""
    enriched = (
        select(col(Placement.theme_id))
        .where(col(Placement.contribution_id) == Contribution.enriches_id)
        .correlate(Contribution)
        .scalar_subquery()
    )
    query = (
        with_current_words(dialogue_id, fingerprint)
        .add_columns(
            col(Contribution.id),
            enriched,
            col(Embedding.vector),
        )
        .where(
            or_(col(Embedding.version_id).is_not(None), enriched.is_not(None)),
            ~exists().where(col(Placement.contribution_id) == Contribution.id),
        )
    )
    rows = session.execute(oldest_first(query, most)).all()
    nothing = bytes(dimension)
    codes = np.frombuffer(b"".join(row[2] or nothing for row in rows), dtype=np.int8)
    return Arrivals(
        tuple(Arrival(row[0], row[1]) for row in rows), codes.reshape(len(rows), dimension)
    )


def with_current_words(dialogue_id: UUID, fingerprint: str) -> Select[*tuple[()]]:
    """Begin a query of visible contributions, their words and, if there, their vector."""
    return (
        select()
        .select_from(Contribution)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .outerjoin(Embedding, has_vector(fingerprint))
        .where(
            col(Contribution.dialogue_id) == dialogue_id,
            col(Contribution.state) == ContributionState.VISIBLE,
        )
    )


def was_released() -> ColumnElement[bool]:
    """Match contributions that were held and then released."""
    return exists().where(
        col(ModerationDecision.contribution_id) == Contribution.id,
        col(ModerationDecision.action) == ModerationAction.RELEASE,
    )


def oldest_first(query: Select[*tuple[()]], most: int) -> Select[*tuple[()]]:
    """Take so many of what came in first."""
    return query.order_by(col(Contribution.created_at), col(Contribution.id)).limit(most)


def themes_in_use(session: Session, dialogue_id: UUID) -> Sequence[tuple[UUID, int]]:
    """List the themes that something can be placed in, with the version of each."""
    query = select(col(Theme.id), col(Theme.version)).where(
        col(Theme.dialogue_id) == dialogue_id, col(Theme.state) == ThemeState.ACTIVE
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(col(Theme.id)))]
