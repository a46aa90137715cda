"""How many took part so far, per chamber and round: "at least" so many, in whole tens.

Who stopped between two steps is a group as well, so that no small one follows by subtracting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.participation_figures import read_participation
from app.queries.participation_parts import FunnelRow
from dialogue.models import (
    Chamber,
    Dialogue,
    Invitation,
    Round,
    RoundState,
)


@dataclass(frozen=True)
class RoundTurnout:
    """At least how many started and finished a round; None is a number that is not shown."""

    round: Round
    begun: bool
    started: int | None
    finished: int | None


@dataclass(frozen=True)
class ChamberTurnout:
    """A chamber's row: codes made (known to who made them), came in, and each round."""

    chamber: Chamber
    invited: int
    came_in: int | None
    rounds: tuple[RoundTurnout, ...]


def turnout(
    session: Session, dialogue: Dialogue, rounds: Sequence[Round], chambers: Sequence[Chamber]
) -> list[ChamberTurnout]:
    """Say who came in, started and finished: the figures that were measured last, never a count.

    Counting here as well could undo what was hidden there. Codes that were made are no secret to
    who made them.
    """
    measured = read_participation(session, dialogue)
    rows = {row.key: row for row in measured.figures.funnel.chambers} if measured else {}
    invited = count_by_chamber(session, codes_made(dialogue))
    return [
        ChamberTurnout(
            chamber=chamber,
            invited=invited.get(chamber.id, 0),
            came_in=rows[chamber.key].came_in if chamber.key in rows else None,
            rounds=tuple(round_turnout(each, rows.get(chamber.key)) for each in rounds),
        )
        for chamber in chambers
    ]


def round_turnout(each: Round, row: FunnelRow | None) -> RoundTurnout:
    """Take one round out of a chamber's row; a round that just opened may not be in it yet."""
    step = next((step for step in row.steps if step.round == each.position), None) if row else None
    begun = each.state is not RoundState.PLANNED
    return RoundTurnout(
        each, begun, step.started if step else None, step.finished if step else None
    )


def count_by_chamber(session: Session, query: Select[UUID, int]) -> dict[UUID, int]:
    """Read counts per chamber."""
    return {row[0]: row[1] for row in session.execute(query)}


def codes_made(dialogue: Dialogue) -> Select[UUID, int]:
    """Count the invitations per chamber."""
    return (
        sql_select(col(Invitation.chamber_id), func.count())
        .where(col(Invitation.dialogue_id) == dialogue.id)
        .group_by(col(Invitation.chamber_id))
    )
