"""Made-up people live a whole dialogue, and the deal is as fair as promised."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import transaction
from app.demo.texts import read_answers
from app.simulation.clock import SteppingClock
from app.simulation.whole_dialogue import Simulation, SimulationOutcome, spread_over_chambers
from clustering import SILENT, load_embedder
from dialogue.errors import ImportRefused
from dialogue.models import Dialogue, DialogueState, Hand
from tests.cast import make_asking

ANSWERS = Path(__file__).parents[3] / "app" / "demo" / "spoedzorg.tsv"
HAND = 15


def simulate(engine: Engine, clock, participants: int, slug: str = "proef") -> SimulationOutcome:
    return Simulation(
        engine=engine,
        slug=slug,
        key=b"a key for the tests only",
        seed=4,
        clock=SteppingClock(clock()),
        embedder=load_embedder(),
        progress=SILENT,
    ).run(participants, read_answers(ANSWERS))


def check_fairness(engine: Engine, outcome: SimulationOutcome, participants: int) -> None:
    assert outcome.participants == participants
    assert outcome.contributions == participants
    assert outcome.ratings == participants * HAND
    assert outcome.most_showings - outcome.fewest_showings <= 3
    assert outcome.own_cards_shown == 0
    assert outcome.themes > 1
    with transaction(engine) as session:
        hands = session.exec(select(Hand)).all()
        assert all(len(set(hand.cards)) == HAND for hand in hands), "a hand has no card twice"
        dialogue = session.exec(select(Dialogue)).one()
        assert dialogue.state is DialogueState.ANSWERED


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sixty_people_are_dealt_equal_hands(engine: Engine, clock) -> None:
    outcome = simulate(engine, clock, 60)

    check_fairness(engine, outcome, 60)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thousand_people_are_dealt_equal_hands(engine: Engine, clock) -> None:
    outcome = simulate(engine, clock, 1000)

    check_fairness(engine, outcome, 1000)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_name_that_is_taken_is_refused(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        make_asking(session, clock(), slug="proef")

    with pytest.raises(ImportRefused, match="proef"):
        simulate(engine, clock, 20)


def test_the_file_is_read_again_when_there_are_more_people_than_answers() -> None:
    answers = read_answers(ANSWERS)

    given = list(spread_over_chambers(answers, 1000, random.Random(1)))

    assert len(given) == 1000
    assert given[0].text == given[len(answers)].text
    assert {answer.chamber for answer in given} == {
        "resident", "professional", "manager", "director",
    }  # fmt: skip
