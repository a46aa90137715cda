"""A real server, a real worker and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from app.clock import utc_now
from app.db import make_engine, migrate, transaction
from dialogue.models import Role
from tests.cast import make_account, make_region

PHONE = {"width": 390, "height": 844}
FAILED = pytest.StashKey[bool]()
ROOT = Path(__file__).parents[2]
# Other work on the same machine makes everything slower, and is no fault of ours.
PATIENCE = 4

Phone = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A running Samenspraak: its address, and the environment that its commands share."""

    address: str
    environment: dict[str, str]
    folder: Path

    def command(self, *arguments: str) -> str:
        """Run `samenspraak` with these arguments and return what it printed."""
        finished = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert finished.returncode == 0, f"samenspraak {arguments[0]}: {finished.stderr[-2000:]}"
        return finished.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that keeps running; what it says goes to a file."""
        log = (self.folder / f"{arguments[0]}.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail at once when it has stopped."""

    def answers() -> bool:
        assert process.poll() is None, "the server stopped while starting"
        try:
            httpx.get(address, timeout=10)
        except httpx.TransportError:
            return False
        return True

    wait_until(answers, seconds=60, otherwise="the server did not start in time")


def wait_until(happened: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
    """Look ten times a second whether something happened, for so long on a machine of its own."""
    until = time.monotonic() + seconds * PATIENCE
    while not happened():
        if time.monotonic() > until:
            pytest.fail(otherwise)
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()


def new_site(folder: Path) -> Site:
    """The settings of an empty place; the first command makes its database."""
    environment = os.environ | {
        "SAMENSPRAAK_DATABASE_URL": f"sqlite:///{folder}/samenspraak.sqlite3",
        "SAMENSPRAAK_SECRET_KEY": "a key for the tests only",
        "SAMENSPRAAK_SECURE_COOKIES": "false",
        "SAMENSPRAAK_LOGIN_ATTEMPTS": "1000",
    }
    return Site(f"http://127.0.0.1:{free_port()}", environment, folder)


@contextmanager
def running(made: Site, *, worker: bool) -> Iterator[Site]:
    """Let a site run: its server, and a worker when there is work for one."""
    server = made.start("serve", "--port", str(urlsplit(made.address).port))
    processes = [server, *([made.start("worker")] if worker else [])]
    try:
        wait_for(made.address, server)
        yield made
    finally:
        for process in reversed(processes):
            stop(process)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a worker on an empty database, with an account for each door of staff."""
    made = new_site(tmp_path_factory.mktemp("site"))
    migrate(made.environment["SAMENSPRAAK_DATABASE_URL"])
    engine = make_engine(made.environment["SAMENSPRAAK_DATABASE_URL"])
    with transaction(engine) as session:
        region = make_region(session)
        for role in (Role.FACILITATOR, Role.BOARD):
            make_account(session, region, role, utc_now())
    engine.dispose()
    with running(made, worker=True):
        yield made


@pytest.fixture(scope="session")
def filled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demo's database: filled by the first process that asks, for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder, tried = folder / "demo", folder / "demo-was-tried"
    try:
        folder.mkdir()
    except FileExistsError:
        wait_until(tried.exists, seconds=300, otherwise="another process does not fill the demo")
        assert not tried.read_text(), (
            f"another process could not fill the demo: {tried.read_text()}"
        )
        return folder
    try:
        new_site(folder).command("demo", "--no-serve")
    except BaseException as problem:
        tried.write_text(repr(problem))
        raise
    tried.touch()
    return folder


@pytest.fixture(scope="session")
def demo(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the three dialogues of the demo: one asking, one weighing, one answered."""
    folder = tmp_path_factory.mktemp("demo-copy")
    shutil.copytree(filled_demo, folder, dirs_exist_ok=True)
    with running(new_site(folder), worker=False) as made:
        yield made


@dataclass
class Watch:
    """What goes wrong on phones without anybody seeing it."""

    address: str
    problems: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look over somebody's shoulder: requests, the console, faults in scripts."""
        context.on("request", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda each: self.problems.append(f"script: {each.error}"))

    def note_request(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme not in ("data", "blob") and to.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"request to another host: {request.url}")

    def note_console(self, message: ConsoleMessage) -> None:
        refused_form = "status of 422" in message.text
        if message.type in ("error", "warning") and not refused_form:
            where = message.page.url if message.page else "?"
            self.problems.append(f"console of {where}: {message.text}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember whether a test failed, for the phones that are then shown."""
    report = yield
    item.stash.setdefault(FAILED, False)
    item.stash[FAILED] |= report.failed
    return report


def tell(page: Page) -> None:
    """Say what stands on a phone, after a failure."""
    print(f"\n--- {page.url}\n{page.locator('body').inner_text()}")


@contextmanager
def phones(browser: Browser, site: Site, test: pytest.Item) -> Iterator[Phone]:
    """Make phones (390 px wide, in Dutch), each with its own cookies, and watch them.

    At the end no phone may have asked another host for anything, or met a fault in a script.
    """
    made: list[BrowserContext] = []
    watch = Watch(site.address)

    def new_phone(*, scripts: bool = True, **more: Any) -> BrowserContext:
        context = browser.new_context(
            **{"viewport": PHONE, "locale": "nl-NL", "base_url": site.address, **more},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(60_000)
        watch.over(context)
        made.append(context)
        return context

    yield new_phone
    for context in made:
        if test.stash.get(FAILED, False) and context.pages:
            tell(context.pages[-1])
        context.close()
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def phone(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """Phones at the empty site."""
    with phones(browser, site, request.node) as new_phone:
        yield new_phone


@pytest.fixture
def demo_phone(browser: Browser, demo: Site, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """Phones at the demo."""
    with phones(browser, demo, request.node) as new_phone:
        yield new_phone
