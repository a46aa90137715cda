"""Store what another request may be storing at the very same moment."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel


def stored_once(session: Session, row: SQLModel) -> bool:
    """Store a row, or say no when its key is taken; the transaction goes on either way."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
