"""A worker in a real process: killed without a word, it loses nothing and does nothing twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.clock import utc_now
from app.db import alembic_config, reading, transaction
from app.demo.texts import read_answers
from app.queries import parts
from app.usecases import dialogues
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    Embedding,
    Event,
    Placement,
    Round,
    RoundKind,
    RoundState,
    Theme,
)
from tests.cast import FACILITATOR, make_asking, store_answers

ROOT = Path(__file__).parents[2]
PROCESS = Path(__file__).with_name("worker_process.py")
TEXTS = [each.text for each in read_answers(ROOT / "app" / "demo" / "spoedzorg.tsv")]
LONGEST_WAIT = 180

# What does not depend on the database is tried on one of them.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Workers:
    """A process that makes workers; see worker_process.py."""

    def __init__(self) -> None:
        self.maker = subprocess.Popen(
            [sys.executable, str(PROCESS)], env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def order(self, **what: object) -> int | None:
        assert self.maker.stdin is not None
        assert self.maker.stdout is not None
        self.maker.stdin.write(f"{json.dumps(what)}\n")
        self.maker.stdin.flush()
        return json.loads(self.maker.stdout.readline())

    def close(self) -> None:
        self.maker.communicate()


@dataclass
class Worker:
    """One worker, a process of its own, and the file with what it says."""

    makers: Workers
    process: int
    file: Path
    ended: bool = False

    def end(self, number: signal.Signals) -> int | None:
        """Send it a signal and wait until it is gone; returns its exit code."""
        os.kill(self.process, number)
        code = self.makers.order(wait=self.process, seconds=LONGEST_WAIT)
        self.ended = code is not None
        return code


Start = Callable[..., Worker]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


@pytest.fixture
def start(database_url: str, workers: Workers, tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the database of this test, and ends those that still run."""
    begun: list[Worker] = []

    def begin(mode: str = "work") -> Worker:
        file = tmp_path / f"worker-{len(begun)}.log"
        process = workers.order(start=[database_url, mode, str(file)])
        assert process is not None
        begun.append(Worker(workers, process, file))
        return begun[-1]

    yield begin
    for each in begun:
        if not each.ended:
            each.end(signal.SIGKILL)


def close_asking(engine: Engine) -> None:
    """A dialogue whose ask round closed, so that an analysis waits."""
    with transaction(engine) as session:
        dialogue = make_asking(session, utc_now())
        store_answers(session, dialogue, TEXTS, utc_now())
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        dialogues.close_round(session, dialogue, asking, now=utc_now(), actor=FACILITATOR)


def wait_for(engine: Engine, happened: Callable[[Session], object]) -> None:
    """Look until something has happened in the database."""
    give_up_at = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < give_up_at:
        with reading(engine) as session:
            if happened(session):
                return
        time.sleep(0.02)
    pytest.fail("the worker did not get that far")


def run_of(session: Session) -> AnalysisRun:
    return session.exec(select(AnalysisRun)).one()


def is_over(session: Session) -> bool:
    return run_of(session).finished_at is not None


def kill(worker: Worker) -> None:
    assert worker.end(signal.SIGKILL) == -signal.SIGKILL


def stop(worker: Worker) -> str:
    code = worker.end(signal.SIGTERM)
    said = worker.file.read_text()
    assert code == 0, said
    return said


def assert_done_once(engine: Engine) -> None:
    with reading(engine) as session:
        run = run_of(session)
        done = session.exec(select(Event).where(Event.kind == "analysis.done")).all()
        themes = session.exec(select(Theme)).all()
        placed = session.exec(select(Placement.contribution_id)).all()
        said = session.exec(select(Contribution.id)).all()
        vectors = session.exec(select(Embedding)).all()
    assert (run.state, run.problem) == (AnalysisState.DONE, "")
    assert len(done) == 1
    assert {each.run_id for each in themes} == {run.id}
    assert [each.number for each in sorted(themes, key=lambda each: each.number)] == list(
        range(1, len(themes) + 1)
    )
    assert len(themes) >= 2
    assert sorted(placed) == sorted(said)
    assert len(vectors) == len(said) == len(TEXTS)


def test_a_worker_killed_while_embedding_is_continued_and_finishes_once(engine, start) -> None:
    close_asking(engine)
    stalled = start("stall")
    wait_for(engine, lambda session: run_of(session).done > 0)
    kill(stalled)
    with reading(engine) as session:
        run = run_of(session)
        assert (run.state, run.stage) == (AnalysisState.RUNNING, "embedding")
        assert 0 < run.done < run.total == len(TEXTS)

    worker = start()
    wait_for(engine, is_over)
    output = stop(worker)

    assert_done_once(engine)
    assert output == "The worker worker-1 is ready.\nThe worker worker-1 has stopped.\n"


def test_a_worker_killed_while_clustering_is_continued_and_finishes_once(engine, start) -> None:
    close_asking(engine)
    worker = start()
    wait_for(engine, lambda session: run_of(session).stage == "clustering")
    kill(worker)
    with reading(engine) as session:
        assert run_of(session).state is AnalysisState.RUNNING
        assert session.exec(select(Placement)).all() == []

    start()
    wait_for(engine, is_over)

    assert_done_once(engine)


def test_a_worker_killed_while_answers_arrive_loses_none_of_them(engine, start) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, utc_now())
        store_answers(session, dialogue, TEXTS, utc_now())
    stalled = start("stall")
    wait_for(engine, lambda session: session.exec(select(Embedding)).first())
    kill(stalled)
    with reading(engine) as session:
        assert 0 < len(session.exec(select(Embedding)).all()) < len(TEXTS)
        assert session.exec(select(AnalysisRun)).all() == []

    worker = start()
    wait_for(engine, lambda session: session.exec(select(Theme)).first())
    stop(worker)

    assert_done_once(engine)
    with reading(engine) as session:
        run = run_of(session)
    assert (run.rough, run.answers) == (True, len(TEXTS))


@on_sqlite
def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(engine, start) -> None:
    close_asking(engine)
    worker = start()
    wait_for(engine, lambda session: run_of(session).stage == "embedding")
    stop(worker)

    start()
    wait_for(engine, is_over)

    assert_done_once(engine)


@on_sqlite
def test_the_worker_keeps_to_the_schedule_of_the_rounds(engine, start) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, utc_now())
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        asking.closes_at = utc_now() - timedelta(minutes=1)
        session.add(asking)
    start()

    wait_for(engine, lambda session: session.get_one(Round, asking.id).state is RoundState.CLOSED)
    wait_for(engine, is_over)


def test_the_tables_of_the_job_engine_are_no_business_of_the_migrations(
    engine, start, database_url
) -> None:
    with transaction(engine) as session:
        make_asking(session, utc_now())
    worker = start()
    wait_for(engine, lambda _: worker.file.exists() and "is ready" in worker.file.read_text())
    assert stop(worker).startswith("The worker worker-1 is ready.\n")

    command.check(alembic_config(database_url))


def test_the_web_app_does_not_need_the_job_engine() -> None:
    looking = "import sys, app.main; print('dbos' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", looking], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"
