"""Runs the migrations on the database of the settings, or on the one that the caller names."""

from alembic import context
from sqlalchemy import Engine
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


def run() -> None:
    """Run the migrations in one transaction."""
    engine = make_engine(
        context.config.attributes.get("database_url") or get_settings().database_url
    )
    set_write_ahead_log(engine)
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
    engine.dispose()


run()
