"""The migrations make exactly the tables that the code declares, and can be undone."""

from alembic import command
from sqlalchemy import inspect, text
from sqlmodel import select

from app.db import alembic_config, make_engine, transaction
from app.queries import parts
from dialogue.models import AnalysisRun, Cluster, Deck, DeckTurn, RoundKind, Theme
from tests.cast import make_asking


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


def test_rows_of_the_first_tables_are_kept_by_the_migrations_after_them(
    database_url: str, engine, clock
) -> None:
    config = alembic_config(database_url)
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        run = AnalysisRun(
            dialogue_id=dialogue.id, round_id=asking.id, seed=1, rough=True, answers=9,
            problem="Genoeg", created_at=clock(),
        )  # fmt: skip
        session.add(run)
        session.flush()
        session.add(Cluster(run_id=run.id, number=0, label="bus", size=3, stability=0.9))
        session.add(
            Theme(
                dialogue_id=dialogue.id, run_id=run.id, number=1, machine_label="bus",
                label="Vervoer", main_group="Reizen", created_at=clock(),
            )
        )  # fmt: skip
    engine.dispose()

    command.downgrade(config, "0001_first_tables")
    columns = {each["name"] for each in inspect(engine).get_columns("theme")}
    engine.dispose()
    command.upgrade(config, "head")

    with transaction(engine) as session:
        kept = session.exec(select(AnalysisRun)).one()
        cluster = session.exec(select(Cluster)).one()
        theme = session.exec(select(Theme)).one()
    assert not columns & {"stability", "main_group"}
    assert (kept.id, kept.problem) == (run.id, "Genoeg")
    assert (kept.rough, kept.answers, kept.quality) == (False, 0, {})
    assert (cluster.label, cluster.stability, cluster.persistence) == ("bus", None, 0.0)
    assert (theme.label, theme.stability, theme.main_group) == ("Vervoer", None, "")


def test_how_far_a_deck_was_dealt_is_kept_when_it_moves(database_url: str, engine, clock) -> None:
    config = alembic_config(database_url)
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        weighing = parts.round_of_kind(session, dialogue, RoundKind.WEIGH)
        deck = Deck(
            round_id=weighing.id, epoch=1, seed=1, contribution_ids=["a"], theme_numbers=[-1],
            created_at=clock(),
        )  # fmt: skip
        session.add(deck)
        session.flush()
        session.add(DeckTurn(deck_id=deck.id, next_turn=7, owed=[3, 5]))
    engine.dispose()

    command.downgrade(config, "0002_themes")
    columns = {each["name"] for each in inspect(engine).get_columns("deck")}
    engine.dispose()
    command.upgrade(config, "head")

    assert {"next_turn", "owed"} <= columns
    with transaction(engine) as session:
        turn = session.exec(select(DeckTurn)).one()
        kept = session.exec(select(Deck)).one()
    assert (turn.deck_id, turn.next_turn, turn.owed) == (deck.id, 7, [3, 5])
    assert (kept.theme_exponent, kept.near_duplicates) == (1.0, None)
