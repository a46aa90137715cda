"""Where contributions stand: in a theme or in none, and what says the same shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.paging import Page, count_rows, load_page
from app.queries.progress import last_finished_run
from app.queries.themes import visible_words
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionVersion,
    Dialogue,
    PlacedBy,
    Placement,
    RepeatedAnswer,
    Theme,
)

OTHERS_SHOWN = 100


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
    ranked = ranked_placements(dialogue, theme, run.id if run else None).subquery()
    heads = sql_select(ranked).where(or_(ranked.c.alike.is_(None), ranked.c.place == 1))
    page = load_page(session, heads.order_by(*surest_first(ranked.c)), number=number)
    others = others_of(session, ranked, [row.alike for row in page.rows if row.alike is not None])
    rows = [placed(row, others.get(row.alike, ())) for row in page.rows]
    return Page(rows, page.total, page.number, page.size)


def ranked_placements(
    dialogue: Dialogue, theme: Theme | None, run_id: UUID | None
) -> Select[*tuple[Any, ...]]:
    """Select where contributions stand, and their rank among those that say the same."""
    in_theme = (col(Placement.contribution_id) == Contribution.id) & (
        col(Placement.theme_id).is_not(None)
    )
    repeated = (col(RepeatedAnswer.contribution_id) == Contribution.id) & (
        col(RepeatedAnswer.run_id) == run_id
    )
    order = (
        col(Placement.probability).desc(), col(Contribution.created_at), col(Contribution.id)
    )  # fmt: skip
    alike = col(RepeatedAnswer.number)
    return (
        visible_words(
            col(Contribution.id).label("id"),
            col(ContributionVersion.text).label("text"),
            col(ContributionVersion.id).label("version_id"),
            col(Contribution.language).label("language"),
            col(Contribution.kind).label("kind"),
            col(Contribution.created_at).label("created_at"),
            col(Placement.placed_by).label("placed_by"),
            col(Placement.probability).label("probability"),
            alike.label("alike"),
            func.row_number().over(partition_by=alike, order_by=order).label("place"),
            func.count().over(partition_by=alike).label("several"),
        )
        .outerjoin(Placement, in_theme)
        .outerjoin(RepeatedAnswer, repeated)
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .where(col(Placement.theme_id) == theme.id if theme else col(Placement.theme_id).is_(None))
    )


def surest_first(columns: Any) -> tuple[Any, ...]:  # noqa: ANN401  (the columns of a subquery)
    """Order by how sure the machine is, then by time."""
    return columns.probability.desc(), columns.created_at, columns.id


def others_of(session: Session, ranked: Subquery, groups: Sequence[int]) -> dict[int, list[Placed]]:
    """Load what says the same as the rows on a page, at most so many of each."""
    query = sql_select(ranked).where(
        ranked.c.alike.in_(groups), ranked.c.place > 1, ranked.c.place <= OTHERS_SHOWN + 1
    )
    found: dict[int, list[Placed]] = {}
    for row in session.execute(query.order_by(ranked.c.place)):
        found.setdefault(row.alike, []).append(placed(row, ()))
    return found


def placed(row: Any, others: Sequence[Placed]) -> Placed:  # noqa: ANN401  (a row of columns)
    """Make a placed contribution of a row."""
    return Placed(
        row.id, row.text, row.language, row.placed_by, row.probability,
        addition=row.kind is ContributionKind.ENRICHMENT, version_id=row.version_id,
        others=others, alike=row.several - 1 if row.alike is not None else 0,
    )  # fmt: skip


def count_placed(session: Session, dialogue: Dialogue, theme: Theme | None) -> int:
    """Count the visible contributions of a theme, or of those in none, each by itself."""
    return count_rows(session, ranked_placements(dialogue, theme, None))
