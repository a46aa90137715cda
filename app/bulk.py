"""Insert many rows in one transaction, some thousands at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

ROWS_AT_ONCE = 5_000

Thing = TypeVar("Thing")


def in_batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Give the things in lists of this size; the last one may be shorter."""
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows whose keys are the columns of the table; a row that is there already stays."""
    statement = insert_unless_there(session, table)
    for batch in in_batches(rows, ROWS_AT_ONCE):
        session.execute(statement, batch)


def insert_unless_there(session: Session, table: type[SQLModel]) -> Insert:
    """Both databases know this statement, each in its own dialect."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
