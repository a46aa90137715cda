"""One database of each kind that test after test borrows, empty each time.

A new database, a new engine, every statement compiled again and every connection made again cost
more processor time than most tests do.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Engine, event

from app.db import make_engine

TABLES = """SELECT relnamespace::regnamespace::text, relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text
        NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY 1, 2"""
OTHERS_AWAY = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)"""


@dataclass
class KeptEngine:
    """The product's engine on a database, kept from test to test, and who is connected by it."""

    address: str
    ours: set[int] = field(default_factory=set)

    @cached_property
    def engine(self) -> Engine:
        made = make_engine(self.address)
        if made.dialect.name == "postgresql":
            event.listen(made, "connect", self.remember)
        return made

    def remember(self, connection: psycopg.Connection, _record: object) -> None:
        self.ours.add(connection.info.backend_pid)

    def known(self) -> list[int]:
        """The connections that may stay; none may when a test did not give one back."""
        if self.engine.pool.checkedout():
            self.forget()
        return sorted(self.ours)

    def forget(self) -> None:
        self.engine.dispose()
        self.ours.clear()


class Kept:
    """The engine of each address that tests borrow; what a test hangs on its copy goes with it."""

    def __init__(self) -> None:
        self.engines: dict[str, KeptEngine] = {}

    def of(self, address: str) -> KeptEngine:
        return self.engines.setdefault(address, KeptEngine(address))

    def borrow(self, address: str) -> Engine:
        return self.of(address).engine.execution_options()

    def close(self) -> None:
        for each in self.engines.values():
            each.forget()


def lend_sqlite(kept: Kept, file: Path, pattern: Path) -> Iterator[str]:
    """Give the address of a file that is a new copy of the pattern for every test."""
    for each in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + each).unlink(missing_ok=True)
    shutil.copy(pattern, file)
    address = f"sqlite:///{file}"
    yield address
    kept.of(address).forget()


@dataclass
class PostgresTests:
    """The database for tests on a server: emptied after each, made anew when its shape changed."""

    kept: Kept
    address_of: Callable[[str], str]
    psql: Callable[[str], object]
    name: str = ""
    inside: psycopg.Connection | None = None

    @cached_property
    def usual(self) -> list[tuple[str, str]]:
        with connected(self.address_of("migrated")) as pattern:
            return pattern.execute(TABLES).fetchall()

    def lend(self) -> Iterator[str]:
        if not self.name:
            self.make()
        address = self.address_of(self.name)
        yield address
        if not self.empty(self.kept.of(address)):
            self.throw_away()

    def make(self) -> None:
        self.name = f"test_{uuid4().hex}"
        self.psql(f"CREATE DATABASE {self.name} TEMPLATE migrated;")
        self.inside = connected(self.address_of(self.name))
        # Deleting then needs no order, and no trigger says no.
        self.inside.execute("SET session_replication_role = replica")

    def empty(self, kept: KeptEngine) -> bool:
        """End what a test left open and delete all rows; false when the tables are others."""
        assert self.inside is not None
        self.inside.execute(OTHERS_AWAY, [kept.known()])
        if self.inside.execute(TABLES).fetchall() != self.usual:
            return False
        rows = [f'"{name}"' for _, name in self.usual if name != "alembic_version"]
        self.inside.execute("; ".join(f"DELETE FROM {name}" for name in rows))
        return True

    def throw_away(self) -> None:
        """Drop the database; the next test gets a new one."""
        self.kept.of(self.address_of(self.name)).forget()
        if self.inside is not None:
            self.inside.close()
        self.psql(f"DROP DATABASE {self.name} WITH (FORCE);")
        self.name, self.inside = "", None


def connected(address: str) -> psycopg.Connection:
    """Connect outside any transaction, to look after a database."""
    return psycopg.connect(
        address.replace("postgresql+psycopg://", "postgresql://"), autocommit=True
    )
