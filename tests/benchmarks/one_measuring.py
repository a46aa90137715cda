"""Measure who took part once in a process of its own, and say what it cost.

python one_measuring.py DATABASE_URL
"""

import json
import resource
import sys
import time

from sqlmodel import select

from app.clock import utc_now
from app.db import make_engine, reading
from app.queries.participation_figures import read_participation
from app.usecases.participation import measure_apart
from dialogue.models import Dialogue


def main(address: str) -> None:
    """Print seconds of processor time, megabytes at most, and milliseconds per reading."""
    engine = make_engine(address)
    with reading(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
    before, began = time.process_time(), time.perf_counter()
    measure_apart(engine, dialogue.id, clock=utc_now)
    seconds, wall = time.process_time() - before, time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    for _ in range(100):
        started = time.perf_counter()
        with reading(engine) as session:
            measured = read_participation(session, session.get_one(Dialogue, dialogue.id))
        times.append(1000 * (time.perf_counter() - started))
        assert measured is not None
    reads = sorted(times)[94]
    print(json.dumps({"seconds": seconds, "wall": wall, "megabytes": peak, "read_p95_ms": reads}))


if __name__ == "__main__":
    main(sys.argv[1])
