"""A page of a list: some rows, and how many there are in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func
from sqlmodel import Session, select

Row = TypeVar("Row")

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, counted from 1; a page after the last has no rows."""

    rows: Sequence[Row]
    total: int
    number: int
    size: int = ROWS_ON_A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))


def count_rows(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """Count the rows of a query in the database."""
    inner = query.order_by(None).subquery()
    return session.exec(select(func.count()).select_from(inner)).one()


def load_page(
    session: Session, query: Select[*tuple[Any, ...]], *, number: int, size: int = ROWS_ON_A_PAGE
) -> Page[Any]:
    """Load one page of a query and the number of rows in all."""
    number = max(1, number)
    rows = session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, count_rows(session, query), number, size)
