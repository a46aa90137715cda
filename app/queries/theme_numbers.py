"""In which theme each contribution is, as a number: what a deck is spread over."""

from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from dialogue.models import Dialogue, Placement, Theme


def theme_numbers(session: Session, dialogue: Dialogue) -> dict[UUID, int]:
    """Give the number of the theme of each placed contribution; the others are in no theme."""
    query = (
        select(Placement.contribution_id, Theme.number)
        .join(Theme, col(Theme.id) == Placement.theme_id)
        .where(Placement.dialogue_id == dialogue.id)
    )
    return dict(session.exec(query).all())


ANY_THEME = (
    select(Placement.theme_id)
    .where(
        col(Placement.dialogue_id) == bindparam("dialogue"), col(Placement.theme_id).is_not(None)
    )
    .limit(1)
)


def has_themes(session: Session, dialogue: Dialogue) -> bool:
    """Tell whether anything was placed in a theme yet."""
    return session.exec(ANY_THEME, params={"dialogue": dialogue.id}).first() is not None
