"""The database: one engine, and the only place where a transaction begins and commits."""

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


def make_engine(database_url: str) -> Engine:
    """Make an engine with the settings that durability asks for.

    SQLite writes through to disk before it says yes (synchronous FULL); a statement that changes
    something takes the write lock at once, so two writers wait for each other instead of failing.
    No error message repeats the values of a statement: they may be somebody's words.
    """
    url = make_url(database_url)
    if not url.drivername.startswith("sqlite"):
        return create_engine(url, pool_size=40, pool_pre_ping=True, hide_parameters=True)
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


def begin_immediately(connection: Any) -> None:  # noqa: ANN401  (SQLAlchemy's connection)
    """Take the write lock at the start, unless the caller said that it only reads."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open one transaction: committed when the block ends well, undone when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
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
