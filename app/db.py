"""The database: one engine, and the only place where a transaction begins and commits."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

import dialogue.models  # noqa: F401  (declares the tables)

PACKAGE = Path(__file__).parent
# SQLite waits for a lock in naps that grow to a tenth of a second, and is passed by meanwhile.
SHORTEST_NAP, LONGEST_NAP = 0.0005, 0.003
LONGEST_WAIT = 30


def make_engine(database_url: str) -> Engine:
    """Make an engine with the settings that durability asks for.

    SQLite writes through to disk before it says yes (synchronous FULL); a statement that changes
    something takes the write lock at once, so two writers wait for each other instead of failing.
    No error message repeats the values of a statement: they may be somebody's words.
    """
    url = make_url(database_url)
    if not url.drivername.startswith("sqlite"):
        made = create_engine(url, pool_size=40, pool_pre_ping=True, hide_parameters=True)
        event.listen(made, "begin", begin_hurried)
        return made
    engine = create_engine(
        url,
        connect_args={"timeout": 30, "check_same_thread": False},
        pool_size=40,
        hide_parameters=True,
    )
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_immediately)
    return engine


def prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  (a driver's connection)
    """Set what SQLite forgets between connections; WAL is set once, by the first migration."""
    connection.isolation_level = None  # SQLAlchemy's "begin" event starts transactions
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def begin_hurried(connection: Any) -> None:  # noqa: ANN401  (SQLAlchemy's connection)
    """On PostgreSQL: let the commit of this transaction not wait for the disk, if so asked."""
    if connection.get_execution_options().get("hurried", False):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def begin_immediately(connection: Any) -> None:  # noqa: ANN401  (SQLAlchemy's connection)
    """On SQLite: take the write lock at the start, unless the caller said that it only reads."""
    options = connection.get_execution_options()
    if options.get("reading", False):
        connection.exec_driver_sql("BEGIN")
        return
    raw = connection.connection.driver_connection
    raw.execute(f"PRAGMA synchronous={'NORMAL' if options.get('hurried', False) else 'FULL'}")
    raw.execute("PRAGMA busy_timeout=0")
    try:
        if not begun_to_write(raw):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # its refusal says what is the matter
    finally:
        raw.execute("PRAGMA busy_timeout=30000")


def begun_to_write(connection: sqlite3.Connection) -> bool:
    """Begin as soon as the write lock is free; say no after half a minute or another fault."""
    nap, until = LONGEST_NAP, time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(nap)
            nap = max(SHORTEST_NAP, nap * 0.9)  # who waits for long looks most often
        else:
            return True
    return False


@contextmanager
def transaction(engine: Engine, *, hurried: bool = False) -> Iterator[Session]:
    """Open one transaction: committed when the block ends well, undone when it raises.

    The commit of a ``hurried`` one does not wait for the disk: only for what nobody was told yet
    and what can be done again, such as a hand of which no card was shown. When the power goes in
    the next half second it may be gone, as a whole; whatever is committed after it keeps it.
    """
    chosen = engine.execution_options(hurried=True) if hurried else engine
    with Session(chosen, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that only reads, so that it waits for no writer."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as session:
        yield session


def alembic_config(database_url: str) -> Config:
    """Point alembic at our migrations, in a checkout or in an installed package."""
    beside, inside = PACKAGE.parent / "alembic", PACKAGE / "migrations"
    config = Config()
    config.set_main_option("script_location", str(inside if inside.is_dir() else beside))
    config.attributes["database_url"] = database_url
    return config


def migrate(database_url: str) -> None:
    """Bring the database to the newest shape; does nothing when it is there already."""
    url = make_url(database_url)
    if url.drivername.startswith("sqlite") and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(database_url), "head")
