"""In which theme each contribution is, as a number: what a deck is spread over."""

from uuid import UUID

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
