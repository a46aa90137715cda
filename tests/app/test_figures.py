"""Figures of a results page are worked out once a minute, however many people read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any, cast
from uuid import uuid4

import pytest

from app.figures import MOST_KEPT, SHOWN_MEANWHILE, BeingMeasured, KeptFigures

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


def in_the_end(kept: KeptFigures, at: datetime, measure: Any) -> Any:
    """Ask as a browser does, until the figures are there."""
    for _ in range(1000):
        found = kept.soon(DIALOGUE, now=at, measure=measure)
        if not isinstance(found, BeingMeasured):
            return found
        Event().wait(0.01)
    raise AssertionError("the figures never came")


def test_what_takes_long_is_measured_once_and_nobody_waits() -> None:
    kept, go_on, measure = KeptFigures(), Event(), Counter()

    def slow() -> Any:
        go_on.wait(10)
        return measure()

    first = [kept.soon(DIALOGUE, now=NOW, measure=slow) for _ in range(5)]
    go_on.set()

    assert {type(each) for each in first} == {BeingMeasured}
    assert in_the_end(kept, NOW, slow) == "figures 1"
    assert measure.times == 1


def test_former_figures_are_shown_meanwhile_but_not_old_ones() -> None:
    kept, go_on = KeptFigures(), Event()
    kept.get(DIALOGUE, now=NOW, measure=lambda: cast(Any, "former"))

    def slow() -> Any:
        go_on.wait(10)
        return "new"

    soon = kept.soon(DIALOGUE, now=NOW + timedelta(minutes=5), measure=slow)
    later = kept.soon(DIALOGUE, now=NOW + SHOWN_MEANWHILE, measure=slow)
    go_on.set()

    assert soon == "former"
    assert isinstance(later, BeingMeasured)


def test_what_went_wrong_aside_is_told_once_and_then_tried_again() -> None:
    kept = KeptFigures()

    def fail() -> Any:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        in_the_end(kept, NOW, fail)
    assert in_the_end(kept, NOW, Counter()) == "figures 1"


def test_the_memory_is_bounded() -> None:
    kept = KeptFigures()

    for turn in range(MOST_KEPT + 20):
        kept.get(uuid4(), now=NOW + timedelta(seconds=turn), measure=Counter())

    assert len(kept.kept) == MOST_KEPT
