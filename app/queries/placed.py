"""Where contributions stand: in a theme or in none, and what says the same shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.accounting import account_for
from app.queries.paging import ROWS_ON_A_PAGE, Page
from app.queries.progress import last_finished_run
from app.queries.themes import visible_words
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    PlacedBy,
    Placement,
    RepeatedAnswer,
    Theme,
)

OTHERS_SHOWN = 100
SUREST_FIRST = (
    col(Placement.probability).desc(),
    col(Contribution.created_at),
    col(Contribution.id),
)


@dataclass(frozen=True)
class Placed:
    """A contribution where it stands; ``probability`` is the machine's.

    ``alike`` more say the same; ``others`` are these, or the first of them when they are many.
    """

    id: UUID
    text: str
    language: str
    placed_by: PlacedBy | None
    probability: float | None
    version_id: UUID
    addition: bool = False
    others: Sequence["Placed"] = ()
    alike: int = 0


def placed_in(
    session: Session, dialogue: Dialogue, theme: Theme | None, *, number: int
) -> Page[Placed]:
    """List the visible contributions of a theme, the surest first; None lists those in no theme.

    What says the same is one row, with the others beneath it; the page counts such rows.
    """
    run = last_finished_run(session, dialogue)
    ranked = ranked_among_alike(dialogue, theme, run.id if run else None)
    beneath = sql_select(ranked.c.contribution_id).where(ranked.c.place > 1)
    heads = placements(dialogue, theme).where(col(Contribution.id).not_in(beneath))
    number = max(1, number)
    found = session.execute(
        heads.order_by(*SUREST_FIRST).limit(ROWS_ON_A_PAGE).offset((number - 1) * ROWS_ON_A_PAGE)
    ).all()
    alike = others_of(session, placements(dialogue, theme), ranked, [row.id for row in found])
    hidden = session.scalar(sql_select(func.count()).select_from(beneath.subquery())) or 0
    rows = [placed(row, *alike.get(row.id, ())) for row in found]
    return Page(rows, count_placed(session, dialogue, theme) - hidden, number)


def others_of(
    session: Session, standing: Select[*tuple[Any, ...]], ranked: Subquery, heads: Sequence[UUID]
) -> dict[UUID, tuple[int, list[Placed]]]:
    """Load how many say the same as these, and the first of them."""
    leaders = sql_select(ranked).where(ranked.c.contribution_id.in_(heads), ranked.c.several > 1)
    leading = {row.alike: row for row in session.execute(leaders)}
    if not leading:
        return {}
    query = (
        standing.add_columns(ranked.c.alike)
        .join(ranked, ranked.c.contribution_id == Contribution.id)
        .where(ranked.c.alike.in_(leading), ranked.c.place.between(2, OTHERS_SHOWN + 1))
        .order_by(ranked.c.place)
    )
    others: dict[int, list[Placed]] = {}
    for row in session.execute(query):
        others.setdefault(row.alike, []).append(placed(row))
    return {
        row.contribution_id: (row.several - 1, others.get(alike, []))
        for alike, row in leading.items()
    }


def count_placed(session: Session, dialogue: Dialogue, theme: Theme | None) -> int:
    """Count the visible contributions of a theme, or of those in none, each by itself."""
    if theme is None:
        return account_for(session, dialogue).not_in_theme
    query = (
        sql_select(func.count())
        .select_from(Placement)
        .join(Contribution, col(Contribution.id) == Placement.contribution_id)
        .where(
            col(Placement.theme_id) == theme.id,
            col(Contribution.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
        )
    )
    return session.scalar(query) or 0


def in_theme() -> ColumnElement[bool]:
    """Match the placement of a contribution that is in a theme."""
    return (col(Placement.contribution_id) == Contribution.id) & (
        col(Placement.theme_id).is_not(None)
    )


def stands_in(theme: Theme | None) -> ColumnElement[bool]:
    """Match what is in a theme, or in none; after an outer join on `in_theme`."""
    return col(Placement.theme_id) == theme.id if theme else col(Placement.theme_id).is_(None)


def ranked_among_alike(dialogue: Dialogue, theme: Theme | None, run_id: UUID | None) -> Subquery:
    """Rank the contributions that stand here among those here that say the same."""
    alike = col(RepeatedAnswer.number)
    return (
        sql_select(
            col(Contribution.id).label("contribution_id"),
            alike.label("alike"),
            func.row_number().over(partition_by=alike, order_by=SUREST_FIRST).label("place"),
            func.count().over(partition_by=alike).label("several"),
        )
        .join(RepeatedAnswer, col(RepeatedAnswer.contribution_id) == Contribution.id)
        .join(Placement, in_theme(), isouter=theme is None)
        .where(
            col(RepeatedAnswer.run_id) == run_id,
            col(Contribution.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
            stands_in(theme),
        )
        .subquery()
    )


def placements(dialogue: Dialogue, theme: Theme | None) -> Select[*tuple[Any, ...]]:
    """Select the visible contributions that stand here, with their words."""
    return (
        visible_words(
            col(Contribution.id).label("id"),
            col(ContributionVersion.text).label("text"),
            col(ContributionVersion.id).label("version_id"),
            col(Contribution.language).label("language"),
            col(Contribution.kind).label("kind"),
            col(Placement.placed_by).label("placed_by"),
            col(Placement.probability).label("probability"),
        )
        .join(Placement, in_theme(), isouter=theme is None)
        .where(col(Contribution.dialogue_id) == dialogue.id, stands_in(theme))
    )


def placed(row: Any, alike: int = 0, others: Sequence[Placed] = ()) -> Placed:  # noqa: ANN401  (a row of columns)
    """Make a placed contribution of a row."""
    return Placed(
        row.id,
        row.text,
        row.language,
        row.placed_by,
        row.probability,
        addition=row.kind is ContributionKind.ENRICHMENT,
        version_id=row.version_id,
        others=others,
        alike=alike,
    )
