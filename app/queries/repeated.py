"""What more than one person said: groups of the last run, counted as people, nothing hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, distinct, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.paging import Page, load_page
from app.queries.progress import last_finished_run
from app.queries.themes import Example, visible_words
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    RepeatedAnswer,
)

# From here on a facilitator is told that it may be a campaign; a share says something only when
# it's more than a handful of answers.
CAMPAIGN_ANSWERS = 10
CAMPAIGN_SHARE = 0.05
FEWEST_FOR_A_SHARE = 5


@dataclass(frozen=True)
class RepeatedGroup:
    """Answers that say the same, by how many different people, and the words of the first."""

    number: int
    likeness: str
    answers: int
    people: int
    share: float
    example: Example | None

    @property
    def may_be_campaign(self) -> bool:
        """Tell whether it is so much that somebody may have organised it."""
        large = self.answers >= FEWEST_FOR_A_SHARE and self.share >= CAMPAIGN_SHARE
        return self.answers >= CAMPAIGN_ANSWERS or large


def repeated_groups(session: Session, dialogue: Dialogue, *, number: int) -> Page[RepeatedGroup]:
    """List what was said more than once, by most people first; only visible answers count."""
    run = last_finished_run(session, dialogue)
    if run is None:
        return Page([], 0, 1)
    page = load_page(session, counted_groups(run.id), number=number)
    words = first_words(session, run.id, [row.number for row in page.rows])
    visible = count_visible(session, dialogue)
    groups = [
        RepeatedGroup(
            row.number, row.likeness, row.answers, row.people,
            row.answers / max(visible, 1), words.get(row.number),
        )
        for row in page.rows
    ]  # fmt: skip
    return Page(groups, page.total, page.number, page.size)


def counted_groups(run_id: UUID) -> Select[*tuple[Any, ...]]:
    """Count per group the visible answers and the different people; one answer is no group."""
    answers, people = func.count(), func.count(distinct(col(Contribution.participant_id)))
    return (
        sql_select(
            col(RepeatedAnswer.number),
            func.min(RepeatedAnswer.likeness).label("likeness"),
            answers.label("answers"),
            people.label("people"),
        )
        .join(Contribution, col(Contribution.id) == RepeatedAnswer.contribution_id)
        .where(
            col(RepeatedAnswer.run_id) == run_id,
            col(Contribution.state) == ContributionState.VISIBLE,
        )
        .group_by(col(RepeatedAnswer.number))
        .having(answers > 1)
        .order_by(people.desc(), answers.desc(), col(RepeatedAnswer.number))
    )


def first_words(session: Session, run_id: UUID, numbers: Sequence[int]) -> dict[int, Example]:
    """Load the words of the first answer that may be seen of each group."""
    place = func.row_number().over(
        partition_by=col(RepeatedAnswer.number),
        order_by=(col(Contribution.created_at), col(Contribution.id)),
    )
    ranked = (
        visible_words(
            col(RepeatedAnswer.number).label("number"),
            col(Contribution.id).label("id"),
            col(ContributionVersion.text).label("text"),
            col(Contribution.language).label("language"),
            place.label("place"),
        )
        .join(RepeatedAnswer, col(RepeatedAnswer.contribution_id) == Contribution.id)
        .where(col(RepeatedAnswer.run_id) == run_id, col(RepeatedAnswer.number).in_(numbers))
        .subquery()
    )
    rows = session.execute(sql_select(ranked).where(ranked.c.place == 1))
    return {row.number: Example(row.id, row.text, row.language) for row in rows}


def count_visible(session: Session, dialogue: Dialogue) -> int:
    """Count all contributions that may be seen."""
    query = select(func.count()).where(
        Contribution.dialogue_id == dialogue.id,
        col(Contribution.state) == ContributionState.VISIBLE,
    )
    return session.exec(query).one()
