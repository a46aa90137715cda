"""What dealing costs through the use case, on both databases, with eight clients at once.

The baseline in the same run is the least that any dealing must write: one row for the hand, in a
transaction of its own, by the same eight clients. Clients are processes, so that none waits for
another's interpreter; PostgreSQL writes through to disk here, as it does in earnest. Run with
`make benchmark`.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine, bindparam, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.bulk import insert_rows
from app.db import make_engine, transaction
from app.queries import parts
from app.usecases import decks, hands
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Deck,
    Dialogue,
    Hand,
    Participant,
    Round,
    RoundKind,
    TrustLevel,
    new_id,
)
from tests.cast import go_on_to, make_asking

pytestmark = pytest.mark.benchmark

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
CLIENTS = 8
WARMING_UP = 10  # so that everybody has a connection, and the deck laid
EACH = 100  # acts of one client in one measurement
QUIET = 3  # ms at the 95th percentile of the bare insert: only then the clock tells of dealing
PAUSE = 0.1  # seconds between two acts of a client: 80 hands a second together
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
Key = tuple[UUID, UUID, UUID]
Act = Callable[[Session, Key], None]
WHO_AND_WHERE = sql_select(Dialogue, Participant, Round).where(
    col(Dialogue.id) == bindparam("dialogue"),
    col(Participant.dialogue_id) == Dialogue.id,
    col(Participant.id) == bindparam("person"),
    col(Round.dialogue_id) == Dialogue.id,
    col(Round.id) == bindparam("round"),
)
context = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Measured:
    """Acts of all clients: milliseconds from begin to commit, of the processor, and per second."""

    took: np.ndarray
    processor: np.ndarray
    per_second: float

    def p95(self) -> float:
        return float(np.quantile(self.took, 0.95))

    def told(self, name: str) -> "Measured":
        print(
            f"{name}: median {np.median(self.took):.2f} ms, p95 {self.p95():.2f} ms, "
            f"processor {np.median(self.processor):.2f} ms, {self.per_second:.0f} a second"
        )
        return self


@pytest.fixture(autouse=True)
def durable(request: pytest.FixtureRequest, engine: Engine) -> Iterator[None]:
    """The tests' PostgreSQL server, writing through to disk for a while."""
    if engine.dialect.name == "sqlite":
        yield
        return
    ask = request.getfixturevalue("postgres_server").psql
    for value in ("on", "off"):
        for setting in DURABLE:
            ask(f"ALTER SYSTEM SET {setting} = {value};")
        ask("SELECT pg_reload_conf();")
        if value == "on":
            time.sleep(0.5)
            yield


def fill(engine: Engine, contributions: int, people: int, slug: str = "spoedzorg") -> list[Key]:
    """A weigh round with so many answers, and people who are waiting for a hand."""
    with transaction(engine) as session:
        running = make_asking(session, NOW, slug=slug)
        waiting = [new_id() for _ in range(people)]
        chamber = parts.chambers_of(session, running)[0]
        author = new_id()  # of everything, so that nobody else has much of their own
        everybody = [author, *waiting]
        insert_rows(session, Participant, (person_row(running, chamber.id, p) for p in everybody))
        asking = parts.round_of_kind(session, running, RoundKind.ASK)
        rows = (
            {
                "id": new_id(), "dialogue_id": running.id, "round_id": asking.id,
                "participant_id": author, "kind": ContributionKind.ANSWER,
                "state": ContributionState.VISIBLE, "language": "nl", "current_version": 1,
                "created_at": NOW,
            }
            for _ in range(contributions)
        )  # fmt: skip
        insert_rows(session, Contribution, rows)
        weighing = go_on_to(session, running, RoundKind.WEIGH, NOW)
        session.flush()
        decks.ensure_deck(session, running, weighing, now=NOW)
        keys = [(running.id, person, weighing.id) for person in waiting]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")  # as autovacuum does within a minute
    return keys


def person_row(running: Dialogue, chamber_id: UUID, person: UUID) -> dict[str, object]:
    return {
        "id": person, "dialogue_id": running.id, "chamber_id": chamber_id,
        "receipt_hash": person.hex, "trust": TrustLevel.OPEN_LINK, "language": "nl",
        "joined_on": NOW.date(), "consented_at": NOW, "may_be_quoted": False,
    }  # fmt: skip


def deal(session: Session, key: Key) -> None:
    """What a request does for somebody who takes a hand, from loading the person on."""
    found = session.execute(
        WHO_AND_WHERE, dict(zip(("dialogue", "person", "round"), key, strict=True))
    )
    dialogue, person, weighing = found.one()
    assert hands.current_hand(session, dialogue, person, weighing, now=NOW).size == 15


def bare_insert_into(deck_id: UUID) -> Act:
    """The least that any dealing must write: the row of the hand."""

    def act(session: Session, key: Key) -> None:
        row = {
            "id": new_id(), "deck_id": deck_id, "round_id": key[2], "participant_id": key[1],
            "turn": int.from_bytes(key[1].bytes[:4]) // 4 + 1_000_000, "size": 15, "excluded": [1],
            "owed": [], "cards": [str(new_id()) for _ in range(15)], "dealt_at": NOW,
        }  # fmt: skip
        session.execute(insert(Hand).values(row))

    return act


def by_clients(url: str, keys: list[Key], act: Act, *, pause: float) -> Measured:
    """What acts cost when eight clients do them, each pausing about so long between two."""
    ready, results = context.Barrier(CLIENTS), context.Queue()
    clients = [
        context.Process(
            target=be_client, args=(url, keys[number::CLIENTS], act, pause, ready, results)
        )
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    found = [results.get(timeout=300) for _ in clients]
    for client in clients:
        client.join()
    took, processor, lasted = (np.concatenate(each) for each in zip(*found, strict=True))
    return Measured(took, processor, len(took) / float(lasted.max()))


def be_client(url: str, keys: list[Key], act: Act, pause: float, ready, results) -> None:
    engine, chance = make_engine(url), np.random.default_rng(keys[0][1].int % 2**32)
    for key in keys[:WARMING_UP]:
        timed(engine, act, key)
    ready.wait(60)
    began = time.perf_counter()
    measured = []
    for key in keys[WARMING_UP:]:
        time.sleep(pause * chance.random() * 2)
        measured.append(timed(engine, act, key))
    took, processor = np.array(measured).T
    results.put((took, processor, np.array([time.perf_counter() - began])))
    engine.dispose()


def timed(engine: Engine, act: Act, key: Key) -> tuple[float, float]:
    """Do something in a transaction; milliseconds on the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    with transaction(engine, hurried=act is deal) as session:  # as the web does
        act(session, key)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def test_dealing_through_the_use_case_beside_the_bare_insert(
    engine: Engine, database_url: str
) -> None:
    some = CLIENTS * (WARMING_UP + EACH)
    keys = fill(engine, 1_000, 4 * some)
    with transaction(engine) as session:
        bare = bare_insert_into(session.exec(select(Deck.id)).one())
    engine.dispose()
    name = f"{engine.dialect.name}, {CLIENTS} clients"

    def measure(what: str, number: int, act: Act, pause: float) -> Measured:
        mine = keys[number * some : (number + 1) * some]
        return by_clients(database_url, mine, act, pause=pause).told(f"{name} {what}")

    inserting = measure("pausing 0.1 s, bare insert", 0, bare, PAUSE)
    dealing = measure("pausing 0.1 s, dealing", 1, deal, PAUSE)
    hasty_insert = measure("without a pause, bare insert", 2, bare, 0)
    hasty_dealing = measure("without a pause, dealing", 3, deal, 0)
    assert np.median(dealing.processor) < 4 * np.median(inserting.processor)
    assert hasty_dealing.per_second * 4 > hasty_insert.per_second
    if inserting.p95() < QUIET:
        assert dealing.p95() < 5


def test_a_hand_costs_as_much_among_a_hundred_thousand_answers_as_among_a_thousand(
    engine: Engine,
) -> None:
    few, many = (
        fill(engine, contributions, 400, slug=f"with-{contributions}")
        for contributions in (1_000, 100_000)
    )
    cost = np.array(
        [[timed(engine, deal, key) for key in pair] for pair in zip(few, many, strict=True)]
    )
    (few_took, few_worked), (many_took, many_worked) = np.median(cost[20:], axis=0)
    print(
        f"{engine.dialect.name}, one client: {few_took:.2f} ms among 1,000, {many_took:.2f} ms "
        f"among 100,000; of the processor {few_worked:.2f} ms and {many_worked:.2f} ms"
    )
    assert many_worked < 1.25 * few_worked
