"""What dealing costs through the use case, on both databases, with eight clients at once.

The baseline in the same run is the least that any dealing must write: one row for the hand, in a
transaction of its own, by the same eight clients. Run with `make benchmark`.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from app.bulk import insert_rows
from app.db import transaction
from app.queries import parts
from app.usecases import decks, hands, laid_decks
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
HANDS = 200
PAUSE = 0.1  # seconds between two hands of a client: 80 hands a second together
Key = tuple[UUID, UUID, UUID]


def fill(engine: Engine, contributions: int, slug: str = "spoedzorg") -> list[Key]:
    """A weigh round with so many answers, and people who are waiting for a hand."""
    with transaction(engine) as session:
        running = make_asking(session, NOW, slug=slug)
        people = [new_id() for _ in range(6 * HANDS)]
        chamber = parts.chambers_of(session, running)[0]
        author = new_id()  # of everything, so that nobody else has much of their own
        everybody = [author, *people]
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
        laid_decks.laid_deck(session, decks.ensure_deck(session, running, weighing, now=NOW).id)
        return [(running.id, person, weighing.id) for person in people]


def person_row(running: Dialogue, chamber_id: UUID, person: UUID) -> dict[str, object]:
    return {
        "id": person, "dialogue_id": running.id, "chamber_id": chamber_id,
        "receipt_hash": person.hex, "trust": TrustLevel.OPEN_LINK, "language": "nl",
        "joined_on": NOW.date(), "consented_at": NOW, "may_be_quoted": False,
    }  # fmt: skip


def deal(session: Session, key: Key) -> None:
    """What a request does for somebody who takes a hand."""
    dialogue = session.get_one(Dialogue, key[0])
    person, weighing = session.get_one(Participant, key[1]), session.get_one(Round, key[2])
    assert hands.current_hand(session, dialogue, person, weighing, now=NOW).size == 15


def bare_insert(session: Session, key: Key, deck_id: UUID) -> None:
    """The least that any dealing must write: the row of the hand."""
    row = {
        "id": new_id(), "deck_id": deck_id, "round_id": key[2], "participant_id": key[1],
        "turn": int.from_bytes(key[1].bytes[:3]) + 1_000_000, "size": 15, "excluded": [1],
        "owed": [], "cards": [str(new_id()) for _ in range(15)], "dealt_at": NOW,
    }  # fmt: skip
    session.execute(insert(Hand).values(row))


def milliseconds(engine: Engine, keys: list[Key], act, *, pause: float) -> np.ndarray:
    """How long each act took from begin to commit, by eight clients that pause between two acts."""

    def timed(key: Key) -> float:
        time.sleep(pause * chance.random() * 2)
        started = time.perf_counter()
        with transaction(engine) as session:
            act(session, key)
        return (time.perf_counter() - started) * 1000

    chance = np.random.default_rng(1)
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(timed, keys[:CLIENTS]))  # so that everybody has a connection
        return np.array(list(clients.map(timed, keys[CLIENTS:])))


def processor_milliseconds(engine: Engine, keys: list[Key], act) -> float:
    """What an act costs our process: waiting and other programs don't count."""
    for key in keys[:20]:
        with transaction(engine) as session:
            act(session, key)
    started = time.process_time()
    for key in keys[20:]:
        with transaction(engine) as session:
            act(session, key)
    return (time.process_time() - started) * 1000 / (len(keys) - 20)


def told(name: str, took: np.ndarray) -> float:
    p95 = float(np.quantile(took, 0.95))
    print(f"{name}: median {np.median(took):.2f} ms, p95 {p95:.2f} ms")
    return p95


def test_dealing_through_the_use_case_beside_the_bare_insert(engine: Engine) -> None:
    keys = fill(engine, 1_000)
    with transaction(engine) as session:
        deck_id = session.exec(select(Deck.id)).one()
    some = [keys[start : start + HANDS] for start in range(0, 6 * HANDS, HANDS)]
    name = f"{engine.dialect.name}, {CLIENTS} clients"

    def bare(session: Session, key: Key) -> None:
        bare_insert(session, key, deck_id)

    told(f"{name} without a pause, bare insert", milliseconds(engine, some[0], bare, pause=0))
    told(f"{name} without a pause, dealing", milliseconds(engine, some[1], deal, pause=0))
    insert_p95 = told(f"{name}, bare insert", milliseconds(engine, some[2], bare, pause=PAUSE))
    deal_p95 = told(f"{name}, dealing", milliseconds(engine, some[3], deal, pause=PAUSE))
    inserting = processor_milliseconds(engine, some[4], bare)
    dealing = processor_milliseconds(engine, some[5], deal)
    print(f"{name}: processor {dealing:.2f} ms a hand, bare insert {inserting:.2f} ms")
    assert dealing < 12 * inserting
    assert deal_p95 < 5 or deal_p95 < 12 * insert_p95  # the second when the machine is busy


def test_a_hand_costs_as_much_among_twenty_thousand_answers_as_among_a_thousand(
    engine: Engine,
) -> None:
    cost = {}
    for contributions in (1_000, 20_000):
        keys = fill(engine, contributions, slug=f"with-{contributions}")
        cost[contributions] = processor_milliseconds(engine, keys[:HANDS], deal)
        print(f"{engine.dialect.name}, {contributions} answers: {cost[contributions]:.2f} ms")
    assert cost[20_000] < 1.5 * cost[1_000]
