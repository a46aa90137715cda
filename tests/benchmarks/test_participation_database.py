"""What measuring who took part costs through the database, beside the same with a tenth.

Run with `make benchmark`: 2,000 and 20,000 people by default. With PARTICIPATION_BENCHMARK=full in
the environment it runs at the promised size: 100,000 people with eight background questions,
100,000 contributions and 1.5 million ratings (some minutes to fill, on both databases).
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.db import make_engine, transaction
from tests.benchmarks.crowded_dialogue import fill_dialogue

pytestmark = pytest.mark.benchmark

FULL = os.environ.get("PARTICIPATION_BENCHMARK") == "full"
PEOPLE = 100_000 if FULL else 20_000
SECONDS, MEGABYTES, READ_MS = 10, 1_000, 100
NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SCRIPT = Path(__file__).with_name("one_measuring.py")


def cost_of(address: str, people: int) -> dict[str, float]:
    """Fill the database and measure once in a fresh process."""
    engine = make_engine(address)
    with transaction(engine) as session:
        fill_dialogue(session, NOW, people)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    engine.dispose()
    done = subprocess.run(
        [sys.executable, str(SCRIPT), address], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"{people:,} people on {address.split(':')[0]}: {found}")
    return found


def test_all_figures_cost_seconds_and_reading_them_nothing(database_url: str) -> None:
    found = cost_of(database_url, PEOPLE)

    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES
    assert found["read_p95_ms"] < READ_MS


def test_cost_grows_with_the_number_of_rows(migrated_sqlite: Path, tmp_path: Path) -> None:
    costs = []
    for people in (PEOPLE // 10, PEOPLE):
        file = tmp_path / f"{people}.sqlite3"
        shutil.copy(migrated_sqlite, file)
        costs.append(cost_of(f"sqlite:///{file}", people)["seconds"])

    assert costs[1] < 1.3 * 10 * costs[0], "ten times the rows, ten times the time at most"
