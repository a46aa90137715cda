"""Figures of a results page are worked out once a minute, however many people read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any, cast
from uuid import uuid4

from app.figures import MOST_KEPT, KeptFigures

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
DIALOGUE = uuid4()


class Counter:
    """Figures that say how often they were worked out."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Any:
        self.times += 1
        return f"figures {self.times}"


def test_within_a_minute_they_are_not_worked_out_again() -> None:
    kept, measure = KeptFigures(), Counter()

    for seconds in (0, 30, 59):
        at = NOW + timedelta(seconds=seconds)
        assert cast(str, kept.get(DIALOGUE, now=at, measure=measure)) == "figures 1"
    assert cast(str, kept.get(DIALOGUE, now=NOW + timedelta(seconds=60), measure=measure)) == (
        "figures 2"
    )


def test_each_dialogue_has_its_own() -> None:
    kept = KeptFigures()

    mine = kept.get(DIALOGUE, now=NOW, measure=lambda: cast(Any, "mine"))
    other = kept.get(uuid4(), now=NOW, measure=lambda: cast(Any, "other"))

    assert (mine, other) == ("mine", "other")


def test_while_one_reader_measures_the_others_get_the_former_figures() -> None:
    kept, later = KeptFigures(), NOW + timedelta(minutes=5)
    kept.get(DIALOGUE, now=NOW, measure=lambda: cast(Any, "former"))
    started, go_on = Event(), Event()

    def slow() -> Any:
        started.set()
        go_on.wait(10)
        return "new"

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(kept.get, DIALOGUE, now=later, measure=slow)
        started.wait(10)
        meanwhile = kept.get(DIALOGUE, now=later, measure=slow)
        go_on.set()

    assert (meanwhile, first.result()) == ("former", "new")


def test_a_failure_leaves_the_door_open_for_the_next() -> None:
    kept = KeptFigures()

    def fail() -> Any:
        raise ValueError

    with ThreadPoolExecutor(1) as pool:
        assert isinstance(
            pool.submit(kept.get, DIALOGUE, now=NOW, measure=fail).exception(), ValueError
        )
        assert pool.submit(kept.get, DIALOGUE, now=NOW, measure=Counter()).result(10)


def test_the_memory_is_bounded() -> None:
    kept = KeptFigures()

    for turn in range(MOST_KEPT + 20):
        kept.get(uuid4(), now=NOW + timedelta(seconds=turn), measure=Counter())

    assert len(kept.kept) == MOST_KEPT
