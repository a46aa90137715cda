"""What all figures about who took part cost, beside one bare pass of numpy over the same ratings.

Run with `make benchmark`: small by default. With PARTICIPATION_BENCHMARK=full in the environment it
runs at the size that is promised: 100,000 people, 8 dimensions, 1.5 million ratings, 100,000
contributions, under 10 s of processor time and 1 GB.
"""

import json
import os
import subprocess
import sys
import time
from math import log
from pathlib import Path

import numpy as np
import pytest

from participation import publish_tables

pytestmark = pytest.mark.benchmark

FULL = os.environ.get("PARTICIPATION_BENCHMARK") == "full"
SIZES = (25_000, 100_000) if FULL else (5_000, 20_000)
SCRIPT = Path(__file__).with_name("one_participation.py")


def measure(people: int) -> dict:
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(people)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def test_all_figures_within_ten_seconds_and_a_gigabyte_and_growing_with_the_rows() -> None:
    small, large = (measure(people) for people in SIZES)

    exponent = log(large["total"] / small["total"]) / log(large["rows"] / small["rows"])
    per_row = {name: 1e9 * large[name] / large["rows"] for name in ("total", "baseline")}
    for name, took in sorted(large["seconds"].items(), key=lambda each: -each[1]):
        print(f"  {name}: {took:.2f} s")
    print(f"participation: {large['people']} people, {large['rows']} rows: {large['total']:.2f} s, "
          f"{per_row['total']:.0f} ns a row (bare numpy {per_row['baseline']:.0f}), "
          f"peak {large['peak'] / 1e9:.2f} GB, grows as rows^{exponent:.2f}")  # fmt: skip
    assert large["total"] < 10
    assert large["peak"] < 1e9
    assert exponent < 1.2


@pytest.mark.parametrize("people", [300, 1_000, 5_000, 100_000])
def test_tables_of_eight_dimensions_by_chamber_are_protected_in_two_seconds(people) -> None:
    random = np.random.default_rng(0)
    columns = {"chamber": random.choice(5, people, p=[0.7, 0.12, 0.1, 0.06, 0.02])}
    for at in range(8):
        columns[f"d{at}"] = random.choice(12, people, p=random.dirichlet(np.ones(12)))
    publish_tables({"a": ["x", "y"]}, [("a",)])  # what is imported once

    started = time.process_time()
    found = publish_tables(columns, [("chamber", name) for name in columns if name != "chamber"])
    took = time.process_time() - started

    hidden = sum(not isinstance(count, int) for count in found.counts.values())
    print(f"published tables: {people} people, {hidden} of {len(found.counts)} figures hidden: "
          f"{took:.2f} s")  # fmt: skip
    assert took < 2
