"""What it costs to take in one answer while a round is open: read it, store its vector, place it.

Run with `make benchmark`. Under 20 ms an answer is asked, embedding included, on a machine that
has nothing else to do. The clock on the wall is printed; what is asserted is the time of the
processor, which others' work and a slow disk disturb less.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from app.analysis import Reception, run_analysis
from app.db import reading, transaction
from app.demo.texts import read_answers
from dialogue.models import AnalysisRun, Placement
from tests.cast import make_asking, store_answers

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True),
]

DEMO = Path(__file__).parents[2] / "app" / "demo"
TEXTS = [each.text for each in read_answers(DEMO / "spoedzorg.tsv")]
ARRIVALS = 40


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """On the wall, and of the processor."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - busy)


def middle(measured: list[tuple[float, float]]) -> tuple[float, float]:
    walls, busies = zip(*measured, strict=True)
    return statistics.median(walls), statistics.median(busies)


def test_one_answer_is_read_and_placed_in_little_more_than_its_embedding(engine, clock) -> None:
    from clustering import load_embedder

    model = load_embedder()
    reception = Reception(engine, lambda: model, clock)
    known, late = TEXTS[:-ARRIVALS], TEXTS[-ARRIVALS:]
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        store_answers(session, dialogue, known, clock())
    while reception.look():
        pass
    with reading(engine) as session:
        run = session.exec(select(AnalysisRun)).one()
    run_analysis(engine, run.id, embedder=model, clock=clock)
    reception.look()

    bare, whole, quiet = [], [], []
    for text in late:
        with transaction(engine) as session:
            new = store_answers(session, dialogue, [text], clock())[0]
        bare.append(milliseconds(lambda text=text: model.embed([text])))
        whole.append(milliseconds(reception.look))
        quiet.append(milliseconds(reception.look))
        with reading(engine) as session:
            assert session.get(Placement, new) is not None
    (wall, arrival), (bare_wall, embedding), (_, look) = map(middle, (whole, bare, quiet))
    print(
        f"\n{engine.dialect.name}: one arrival {arrival:.1f} ms ({wall:.1f} on the wall), of which "
        f"the bare embedding {embedding:.1f} ms ({bare_wall:.1f}); a look when nothing is new "
        f"{look:.1f} ms"
    )
    assert arrival < 20 + embedding
    assert look < arrival
