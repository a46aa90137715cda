"""How long the facilitator's pages of a crowded dialogue take, beside the same with few people.

Run with `make benchmark`: 20,000 people by default, a contribution and fifteen ratings of each.
With PAGE_BENCHMARK=full in the environment it runs at the promised size: 100,000 contributions and
1.5 million ratings (some minutes to fill).

Processor time is what is judged, so that others on the same machine make no difference; wall time
stands beside it. What takes long is measured beside the requests (``app/figures.py``): the pages
are asked for when that is done.
"""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.analysis import Measuring
from app.config import Settings
from app.db import make_engine, transaction
from app.figures import KeptFigures
from app.main import create_app
from app.security import STAFF_COOKIE
from dialogue.models import Account, Dialogue, Role, RoundKind
from tests.benchmarks.crowded_dialogue import fill_dialogue
from tests.benchmarks.furnished_desk import EMAIL, furnish, stand_at
from tests.cast import KEY
from tests.conftest import Clock
from tests.doors import login
from tests.house import House, Visitors
from tests.pages import MOST_TRIES, addresses, ask, is_page, routes

pytestmark = pytest.mark.benchmark

FULL = os.environ.get("PAGE_BENCHMARK") == "full"
PEOPLE, FEW = (100_000 if FULL else 20_000), 1_000
PROMISED_MS, TRIES = 200, 20
BARE, HERE = "/facilitator/dialogues/new", "/facilitator/dialogues/{slug}"
FURTHER = (
    "/contributions?page=100",
    "/contributions?search=1999",
    "/moderation?page=10",
    "/weighing/contributions?page=10",
)
# What a page may cost on a slow machine, where a bare one costs more than 12 ms as well.
MOST_TIMES_BARE = 17
ROW = "{:45} {:>7} {:>7} {:>7} {:>10}"


@dataclass(frozen=True)
class Took:
    """Milliseconds of an address: processor time, and on the clock."""

    address: str
    p50: float
    p95: float
    wall: float
    size: int


@dataclass(frozen=True)
class Desk:
    """The desk of a dialogue with so many people."""

    house: House
    slug: str

    def addresses(self) -> Iterator[tuple[str, str]]:
        """A page for each of the facilitator's routes, and further pages of lists."""
        for door in routes(self.house, "GET"):
            if "{slug}" in door.path and "facilitating" in door.rules:
                for address in islice(filter(self.shows, self.of_route(door.path)), 1):
                    yield door.path.removeprefix(HERE), address
        here = HERE.format(slug=self.slug)
        for further in FURTHER:
            if self.shows(here + further):
                yield further, here + further

    def of_route(self, path: str) -> Iterator[str]:
        return islice(addresses(self.house, path, self.slug), MOST_TRIES)

    def shows(self, address: str) -> bool:
        """Tell whether there is a page here, when what it shows was measured."""
        reply = self.ask(address)
        if reply.status_code == HTTPStatus.ACCEPTED:
            self.until_measured()
            reply = self.ask(address)
        return is_page(reply)

    def ask(self, address: str):
        return ask(self.house, "GET", address, self.house.visitors.staff[Role.FACILITATOR])

    def took(self, address: str) -> Took:
        """Ask for a page again and again."""
        self.until_measured()
        spent, passed = [], []
        for _ in range(TRIES):
            before, began = time.process_time(), time.perf_counter()
            reply = self.ask(address)
            spent.append(1000 * (time.process_time() - before))
            passed.append(1000 * (time.perf_counter() - began))
            assert is_page(reply), (address, reply.status_code)
        return Took(
            address, sorted(spent)[TRIES // 2], sorted(spent)[-2], sorted(passed)[-2],
            len(reply.content),
        )  # fmt: skip

    def until_measured(self) -> None:
        """Wait for what is measured beside the requests."""
        shared = self.house.web.app.state._state.values()
        kept = [each for each in shared if isinstance(each, KeptFigures)]
        while any(each.underway for each in kept):
            time.sleep(0.05)


def new_desk(pattern: Path, file: Path, people: int) -> Desk:
    """Fill a database, have measured who took part, and let the facilitator in."""
    shutil.copy(pattern, file)
    engine, clock = make_engine(f"sqlite:///{file}"), Clock()
    with transaction(engine) as session:
        dialogue = fill_dialogue(session, clock(), people)
        furnish(session, dialogue, clock(), people)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return open_desk(engine, clock)


def open_desk(engine: Engine, clock: Clock) -> Desk:
    """A web app on a filled database."""
    Measuring(engine, clock).attempt()
    with transaction(engine) as session:
        account = session.exec(select(Account).where(Account.email == EMAIL)).one()
        cookie = {STAFF_COOKIE: login(session, account, clock())}
        slug = session.exec(select(Dialogue.slug)).one()
    settings = Settings(database_url=str(engine.url), secret_key=KEY.decode(), secure_cookies=False)
    web = TestClient(create_app(settings, engine, clock), follow_redirects=False)
    return Desk(House(web, engine, Visitors({Role.FACILITATOR: cookie}, {}, {}), ()), slug)


def stand(desk: Desk, kind: RoundKind | None) -> None:
    with transaction(desk.house.engine) as session:
        stand_at(session, session.exec(select(Dialogue)).one(), kind)


@pytest.fixture(scope="module")
def desks(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Desk]:
    """The same desk with few people and with many."""
    folder = tmp_path_factory.mktemp("desks")
    few, many = (
        new_desk(migrated_sqlite, folder / f"{people}.sqlite3", people) for people in (FEW, PEOPLE)
    )
    return few, many


@pytest.mark.parametrize("kind", [None, RoundKind.WEIGH, RoundKind.ASK])
def test_every_page_of_a_crowded_desk_is_there_at_once(
    desks: tuple[Desk, Desk], kind: RoundKind | None
) -> None:
    few, many = desks
    for desk in desks:
        stand(desk, kind)
    bare = many.took(BARE)
    with_few = {route: few.took(address).p50 for route, address in few.addresses()}
    slow = []
    print(
        f"\n{PEOPLE:,} people, round {kind}; a bare page takes {bare.p50:.0f} ms of processor time"
    )
    print(ROW.format("route", f"{FEW:,}", "p50", "p95", "clock p95"))
    for route, address in many.addresses():
        took = many.took(address)
        baseline = with_few.get(route, bare.p50)
        print(
            ROW.format(
                route, *(f"{each:.0f}" for each in (baseline, took.p50, took.p95, took.wall))
            )
        )
        if took.p95 > PROMISED_MS and took.p50 > MOST_TIMES_BARE * bare.p50:
            slow.append(route)

    assert not slow, f"over {PROMISED_MS} ms and over {MOST_TIMES_BARE} times a bare page: {slow}"
