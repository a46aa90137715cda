"""Writers on SQLite wait for each other, and no longer than they must."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi.routing import APIRoute
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.routing import BaseRoute

from app import db
from app.config import Settings
from app.db import transaction
from app.main import create_app
from app.routes.resident import ratings
from tests.cast import make_region

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WAITS_FOR_DISK = {
    "sqlite": ("PRAGMA synchronous", 2, 1),
    "postgresql": (
        "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'",
        "configuration file",
        "session",
    ),
}


def hold(engine: Engine, begun: Event, enough: Callable[[], object]) -> float:
    """Hold the write lock for a while; tells when it was given back."""
    with transaction(engine) as session:
        make_region(session)
        begun.set()
        enough()
    return time.monotonic()


@on_sqlite
def test_a_writer_begins_within_some_milliseconds_after_another_is_done(engine: Engine) -> None:
    begun = Event()
    with ThreadPoolExecutor() as threads:
        other = threads.submit(hold, engine, begun, lambda: time.sleep(0.335))
        begun.wait()
        with transaction(engine) as session:
            session.connection()
            began = time.monotonic()

    assert 0 <= began - other.result() < 0.05  # SQLite itself looks after 0.328 and 0.428 s


@on_sqlite
def test_a_writer_who_waited_too_long_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LONGEST_WAIT", 0.1)
    begun, enough = Event(), Event()

    def write() -> None:
        with transaction(engine) as session:
            session.connection()

    with ThreadPoolExecutor() as threads:
        threads.submit(hold, engine, begun, lambda: enough.wait(20))
        begun.wait()
        with pytest.raises(OperationalError, match="locked"):
            write()
        enough.set()
    write()  # and when the other is done, nothing is in the way


@on_sqlite
def test_who_only_reads_waits_for_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        make_region(session)
        with db.reading(engine) as reader:
            assert isinstance(reader, Session)
            assert reader.connection().exec_driver_sql("SELECT count(*) FROM region").scalar() == 0


def test_only_a_hurried_commit_does_not_wait_for_the_disk(engine: Engine) -> None:
    asked, waits, hurries = WAITS_FOR_DISK[engine.dialect.name]

    def look(*, hurried: bool) -> object:
        with transaction(engine, hurried=hurried) as session:
            return session.connection().exec_driver_sql(asked).scalar()

    assert [look(hurried=each) for each in (False, True, False)] == [waits, hurries, waits]


def endpoints(routes: Sequence[BaseRoute]) -> Iterator[Callable[..., object]]:
    """Each function that answers a request, also of routers in routers."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from endpoints(inner.routes)
        elif isinstance(route, APIRoute):
            yield route.endpoint


def test_only_dealing_hurries() -> None:
    """Nobody was told of a hand until a card of it is shown, and that is written through."""
    app = create_app(Settings(database_url="sqlite://", secret_key=SecretStr("no")))
    doors = set(endpoints(app.routes))

    hurried = {door for door in doors if getattr(door, "hurries", False)}

    assert len(doors) > 100
    assert hurried == {ratings.start, ratings.deal_more}
