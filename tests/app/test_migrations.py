"""The migrations make exactly the tables that the code declares, and can be undone."""

from alembic import command
from sqlalchemy import inspect, text

from app.db import alembic_config, make_engine


def test_the_tables_and_the_migrations_say_the_same(database_url: str) -> None:
    command.check(alembic_config(database_url))


def test_the_migrations_can_be_undone_and_done_again(database_url: str) -> None:
    config = alembic_config(database_url)

    command.downgrade(config, "base")
    engine = make_engine(database_url)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}

    command.upgrade(config, "head")
    assert "contribution" in inspect(engine).get_table_names()
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(tmp_path, migrated_sqlite) -> None:
    engine = make_engine(f"sqlite:///{migrated_sqlite}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    full = 2
    assert pragmas == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1}
