"""Nothing is lost: what came in equals what was placed plus what was set aside, with the reason."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, String, case, cast, func, literal, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import Contribution, ContributionState, Dialogue, Placement, Theme

NOT_VISIBLE = [each for each in ContributionState if each is not ContributionState.VISIBLE]
IN_A_THEME = "in a theme"


@dataclass(frozen=True)
class Accounting:
    """Where every contribution of a dialogue went; not in a theme also means not yet."""

    placed: int = 0
    not_in_theme: int = 0
    held: int = 0
    removed: int = 0
    withdrawn: int = 0
    received: int = 0

    def __post_init__(self) -> None:
        parts = self.placed + self.not_in_theme + self.held + self.removed + self.withdrawn
        if parts != self.received:
            raise AssertionError(
                f"{self.received} contributions came in, {parts} are accounted for"
            )


def account_for(session: Session, dialogue: Dialogue) -> Accounting:
    """Count every contribution of a dialogue once, in one query."""
    each_state = (
        sql_select(cast(col(Contribution.state), String).label("state"), func.count().label("n"))
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .group_by(col(Contribution.state))
    )
    in_theme = placed_per_theme(dialogue).subquery()
    somewhere = case((in_theme.c.theme_id.is_(None), 0), else_=in_theme.c.n)
    placed = sql_select(literal(IN_A_THEME), func.coalesce(func.sum(somewhere), 0))
    rows = session.execute(union_all(each_state, placed))
    counts = {str(state): int(count) for state, count in rows}
    in_a_theme, visible = counts.pop(IN_A_THEME), counts.get(ContributionState.VISIBLE, 0)
    return Accounting(
        placed=in_a_theme,
        not_in_theme=visible - in_a_theme,
        held=counts.get(ContributionState.HELD, 0),
        removed=counts.get(ContributionState.REMOVED, 0),
        withdrawn=counts.get(ContributionState.WITHDRAWN, 0),
        received=sum(counts.values()),
    )


def sizes_of(session: Session, dialogue: Dialogue) -> Counter[UUID]:
    """Count the visible contributions in each theme."""
    parts = placed_per_theme(dialogue).subquery()
    query = sql_select(parts.c.theme_id, func.sum(parts.c.n)).group_by(parts.c.theme_id)
    found = session.execute(query)
    return Counter({theme: int(count) for theme, count in found if theme and count})


def placed_per_theme(dialogue: Dialogue) -> CompoundSelect[UUID, int]:
    """Count what is placed per theme, and again, below zero, what of it nobody may see.

    Both are read from an index: to look up each placed contribution costs ten times as much. What
    nobody may see and stands in no theme is counted under none.
    """
    placed = (
        sql_select(func.count())
        .where(col(Placement.theme_id) == col(Theme.id))
        .correlate(Theme)
        .scalar_subquery()
    )
    everything: Select[UUID, int] = sql_select(
        col(Theme.id).label("theme_id"), placed.label("n")
    ).where(col(Theme.dialogue_id) == dialogue.id)
    # An outer join, so that a database begins with the few that nobody may see.
    out_of_sight = (
        sql_select(col(Placement.theme_id), -func.count())
        .select_from(Contribution)
        .outerjoin(Placement, col(Placement.contribution_id) == Contribution.id)
        .where(
            col(Contribution.dialogue_id) == dialogue.id, col(Contribution.state).in_(NOT_VISIBLE)
        )
        .group_by(col(Placement.theme_id))
    )
    return union_all(everything, out_of_sight)
