"""The words of a few contributions, for a list that knows their identifiers."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import Contribution, ContributionState, ContributionVersion, Dialogue


@dataclass(frozen=True)
class Words:
    """What somebody wrote, and in which language."""

    id: UUID
    text: str
    language: str


def words_by_id(session: Session, dialogue: Dialogue, ids: Collection[UUID]) -> dict[UUID, Words]:
    """Read the present words of those contributions of a dialogue that may be read."""
    current = and_(
        col(ContributionVersion.contribution_id) == Contribution.id,
        col(ContributionVersion.number) == Contribution.current_version,
    )
    query = (
        sql_select(col(Contribution.id), col(ContributionVersion.text), col(Contribution.language))
        .join(ContributionVersion, current)
        .where(
            col(Contribution.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
            col(Contribution.id).in_(ids),
        )
    )
    return {row.id: Words(row.id, row.text, row.language) for row in session.execute(query)}
