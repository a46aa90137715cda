"""In which theme each contribution is, as a number: what a deck is spread over."""

from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from dialogue.models import Dialogue, Placement

# Tables rather than objects: a large deck reads a hundred thousand rows.
PLACEMENT, THEME = (SQLModel.metadata.tables[name] for name in ("placement", "theme"))


def theme_numbers(session: Session, dialogue: Dialogue) -> dict[UUID, int]:
    """Give the number of the theme of each placed contribution; the others are in no theme."""
    query = (
        sql_select(PLACEMENT.c.contribution_id, THEME.c.number)
        .join_from(PLACEMENT, THEME, THEME.c.id == PLACEMENT.c.theme_id)
        .where(PLACEMENT.c.dialogue_id == dialogue.id)
    )
    session.flush()
    return dict(session.execute(query).all())


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
