"""Who has to act, theme by theme, as the authors of its answers see it; never fewer than ten."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from dialogue.models import Contribution, ContributionState, Dialogue, Placement
from dialogue.who_acts import WhoActs
from participation.disclosure import MINIMUM_CELL, Suppressed, suppress_counts


@dataclass(frozen=True)
class Acting:
    """How many people chose each possibility, rounded to five; none where that is not told."""

    themselves: int | None
    together: int | None
    system: int | None

    @property
    def anything(self) -> bool:
        """Tell whether there is a figure to show at all."""
        return (self.themselves, self.together, self.system) != (None, None, None)


NOTHING_TOLD = Acting(None, None, None)


def acting_in_themes(session: Session, dialogue: Dialogue) -> dict[UUID, Acting]:
    """Count people per theme by what they said last about who has to act, made safe."""
    said = said_last(session, dialogue)
    chosen: dict[UUID, Counter[str]] = defaultdict(Counter)
    for (theme_id, _), choice in said.items():
        chosen[theme_id][choice] += 1
    return {theme_id: made_safe(counts) for theme_id, counts in chosen.items()}


def said_last(session: Session, dialogue: Dialogue) -> dict[tuple[UUID, UUID], str]:
    """Give the last choice of each person in each theme: one voice each, however many answers."""
    query = (
        select(Placement.theme_id, Contribution.participant_id, Contribution.who_acts)
        .join(Contribution, col(Contribution.id) == Placement.contribution_id)
        .where(
            col(Placement.dialogue_id) == dialogue.id,
            col(Placement.theme_id).is_not(None),
            col(Contribution.state) == ContributionState.VISIBLE,
            col(Contribution.who_acts) != "",
        )
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )
    return {(theme, person): said for theme, person, said in session.exec(query) if theme}


def made_safe(counts: Counter[str]) -> Acting:
    """Hide a choice of fewer than ten people, and what could be worked out from the others.

    Hides and rounds as ``participation.disclosure`` does everywhere.
    """
    cells = [counts[each] for each in (WhoActs.SELF, WhoActs.TOGETHER, WhoActs.SYSTEM)]
    if max(cells) < MINIMUM_CELL:
        return NOTHING_TOLD
    shown = suppress_counts(cells, keep_totals=False).rounded().cells
    themselves, together, system = (None if isinstance(n, Suppressed) else int(n) for n in shown)
    return Acting(themselves, together, system)
