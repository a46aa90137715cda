"""Nothing is lost: what came in equals what was placed plus what was set aside, with the reason."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import Contribution, ContributionState, Dialogue, Placement


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
    query = (
        sql_select(
            col(Contribution.state),
            func.count(col(Contribution.id)),
            func.count(col(Placement.theme_id)),
        )
        .outerjoin(Placement, col(Placement.contribution_id) == Contribution.id)
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .group_by(col(Contribution.state))
    )
    counts = {state: (total, in_theme) for state, total, in_theme in session.execute(query)}
    visible, placed = counts.get(ContributionState.VISIBLE, (0, 0))
    return Accounting(
        placed=placed,
        not_in_theme=visible - placed,
        held=counts.get(ContributionState.HELD, (0, 0))[0],
        removed=counts.get(ContributionState.REMOVED, (0, 0))[0],
        withdrawn=counts.get(ContributionState.WITHDRAWN, (0, 0))[0],
        received=sum(total for total, _ in counts.values()),
    )
