"""Runs the migrations on the database of the settings, or on the one that the caller names."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine, event
from sqlmodel import SQLModel

from app.config import get_settings
from app.db import make_engine


def ours(
    _object: object, name: str | None, kind: str, reflected: bool, _compare_to: object
) -> bool:
    """Leave alone what we did not make: the job engine keeps its tables in the same database."""
    return not (kind == "table" and reflected and name not in SQLModel.metadata.tables)


def set_write_ahead_log(engine: Engine) -> None:
    """Let readers and the writer work side by side; SQLite keeps this with the file."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        raw.execute("PRAGMA journal_mode=WAL")
        raw.close()


def let_tables_be_made_anew(connection: Any, _record: object) -> None:  # noqa: ANN401  (a driver's connection)
    """Check references after the migrations only: SQLite changes a table by making it anew."""
    connection.execute("PRAGMA foreign_keys=OFF")


def require_whole_references(connection: Connection) -> None:
    """Refuse, and so undo, migrations that leave a row pointing at nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise IntegrityLost(broken[0], broken[2])


class IntegrityLost(Exception):
    """A migration would leave rows behind that point at nothing."""

    def __init__(self, table: str, referred: str) -> None:
        super().__init__(f"Rows of {table} would point at rows of {referred} that are not there.")


def run() -> None:
    """Run the migrations in one transaction."""
    engine = make_engine(
        context.config.attributes.get("database_url") or get_settings().database_url
    )
    set_write_ahead_log(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", let_tables_be_made_anew)
        engine.dispose()  # the connections so far check at once
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            include_object=ours,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            require_whole_references(connection)
    engine.dispose()


run()
