"""Writers on SQLite wait for each other, and no longer than they must."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app import db
from app.db import transaction
from tests.cast import make_region

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def hold(engine: Engine, begun: Event, enough: Callable[[], object]) -> float:
    """Hold the write lock for a while; tells when it was given back."""
    with transaction(engine) as session:
        make_region(session)
        begun.set()
        enough()
    return time.monotonic()


def test_a_writer_begins_within_some_milliseconds_after_another_is_done(engine: Engine) -> None:
    begun = Event()
    with ThreadPoolExecutor() as threads:
        other = threads.submit(hold, engine, begun, lambda: time.sleep(0.335))
        begun.wait()
        with transaction(engine) as session:
            session.connection()
            began = time.monotonic()

    assert 0 <= began - other.result() < 0.05  # SQLite itself looks after 0.328 and 0.428 s


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


def test_who_only_reads_waits_for_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        make_region(session)
        with db.reading(engine) as reader:
            assert isinstance(reader, Session)
            assert reader.connection().exec_driver_sql("SELECT count(*) FROM region").scalar() == 0
