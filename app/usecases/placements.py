"""Where contributions stand: in which theme, and where they stood before a change."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, delete, func, insert, literal, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dialogue.errors import ChangedMeanwhile, NothingChosen
from dialogue.models import (
    Contribution,
    ContributionState,
    PlacedBy,
    Placement,
    PlacementBefore,
    ThemeChange,
)


def place(
    session: Session,
    change: ThemeChange,
    contribution_ids: Sequence[UUID],
    *,
    from_id: UUID | None,
    to_id: UUID | None,
) -> None:
    """Put contributions in a theme by hand, if they still stand where they were seen."""
    chosen = set(contribution_ids)
    if not chosen:
        raise NothingChosen
    require_visible(session, change.dialogue_id, chosen)
    query = select(Placement).where(col(Placement.contribution_id).in_(chosen))
    known = {each.contribution_id: each for each in session.exec(query).all()}
    if any((known[each].theme_id if each in known else None) != from_id for each in chosen):
        raise ChangedMeanwhile
    for contribution_id in chosen:
        placement = known.get(contribution_id)
        session.add(before(change, contribution_id, placement))
        session.add(placed_by_hand(change, contribution_id, placement, to_id))


def require_visible(session: Session, dialogue_id: UUID, chosen: set[UUID]) -> None:
    """Refuse what is not in this dialogue, or was held or removed meanwhile."""
    query = select(func.count()).where(
        col(Contribution.id).in_(chosen),
        Contribution.dialogue_id == dialogue_id,
        Contribution.state == ContributionState.VISIBLE,
    )
    if session.exec(query).one() != len(chosen):
        raise ChangedMeanwhile


def before(
    change: ThemeChange, contribution_id: UUID, placement: Placement | None
) -> PlacementBefore:
    """Write down where a contribution stands, or that it stands nowhere yet."""
    return PlacementBefore(
        change_id=change.id,
        contribution_id=contribution_id,
        theme_id=placement.theme_id if placement else None,
        placed_by=placement.placed_by if placement else None,
        probability=placement.probability if placement else 0.0,
    )


def placed_by_hand(
    change: ThemeChange, contribution_id: UUID, placement: Placement | None, to_id: UUID | None
) -> Placement:
    """Make or change the placement of a contribution; a person is sure of it."""
    placement = placement or Placement(
        contribution_id=contribution_id,
        dialogue_id=change.dialogue_id,
        placed_by=PlacedBy.PERSON,
        placed_at=change.made_at,
    )
    placement.theme_id, placement.probability = to_id, 1.0
    placement.placed_by, placement.placed_at = PlacedBy.PERSON, change.made_at
    return placement


def remember_placements(session: Session, change: ThemeChange, theme_ids: list[UUID]) -> None:
    """Write down everything that stands in these themes, in one statement."""
    columns = ("change_id", "contribution_id", "theme_id", "placed_by", "probability")
    standing = sql_select(
        literal(change.id),
        col(Placement.contribution_id),
        col(Placement.theme_id),
        col(Placement.placed_by),
        col(Placement.probability),
    ).where(col(Placement.theme_id).in_(theme_ids))
    session.exec(insert(PlacementBefore).from_select(columns, standing))


def restore_placements(session: Session, change: ThemeChange) -> None:
    """Put every contribution back where it stood before a change, in a few statements.

    What came into a theme after it was made by the change goes to "in no theme", never away.
    """
    made = [UUID(each) for each in change.made_ids]
    session.exec(update(Placement).where(col(Placement.theme_id).in_(made)).values(theme_id=None))
    of_change = col(PlacementBefore.change_id) == change.id
    stood = select(PlacementBefore.contribution_id).where(of_change)
    nowhere = stood.where(col(PlacementBefore.placed_by).is_(None))
    somewhere = stood.where(col(PlacementBefore.placed_by).is_not(None))
    session.exec(delete(Placement).where(col(Placement.contribution_id).in_(nowhere)))
    columns = ("theme_id", "placed_by", "probability")
    session.exec(
        update(Placement)
        .where(col(Placement.contribution_id).in_(somewhere))
        .values({name: former(name, of_change) for name in columns})
    )


def former(name: str, of_change: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Read one column of how the placement was before a change."""
    query = sql_select(col(getattr(PlacementBefore, name))).where(
        of_change, col(PlacementBefore.contribution_id) == Placement.contribution_id
    )
    return query.correlate(Placement).scalar_subquery()
