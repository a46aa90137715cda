"""Young people stay away: the figures say so, and weighing brings support nearer to the truth."""

import pytest
from sqlalchemy import Engine

from app.demo.texts import read_answers
from app.simulation.clock import SteppingClock
from app.simulation.turnout import (
    YOUNG,
    ThemeTruth,
    TurnoutOutcome,
    chance_of,
    shares_of,
)
from app.simulation.whole_dialogue import Simulation
from clustering import SILENT, load_embedder
from tests.app.simulation.test_whole_dialogue import ANSWERS


def test_the_young_come_half_as_often() -> None:
    others = {chance_of(age) for age in shares_of() if age != YOUNG}

    assert others == {2 * chance_of(YOUNG)}
    assert sum(shares_of().values()) == pytest.approx(1)


def test_errors_are_means_over_themes() -> None:
    outcome = TurnoutOutcome((), 100, (ThemeTruth(0, 1.0, 1.5, 1.1), ThemeTruth(1, 0.0, -0.5, 0.1)))

    assert outcome.raw_error == pytest.approx(0.5)
    assert outcome.weighted_error == pytest.approx(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_is_missing_is_named_and_weighing_moves_support_towards_the_truth(
    engine: Engine, clock
) -> None:
    outcome = Simulation(
        engine=engine, slug="proef", key=b"a key for the tests only", seed=4,
        clock=SteppingClock(clock()), embedder=load_embedder(), progress=SILENT, biased=True,
    ).run(500, read_answers(ANSWERS)).turnout  # fmt: skip

    assert outcome is not None
    assert outcome.missing[0] == f"age: {YOUNG}"
    assert outcome.effective_size is not None
    assert 100 < outcome.effective_size < 500
    assert outcome.weighted_error < outcome.raw_error
