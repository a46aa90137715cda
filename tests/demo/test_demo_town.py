"""The made-up town of the demo: every way in is used, and one district is too seldom there."""

import random
from collections import Counter

import pytest

from app.demo.seeding import SIDES
from app.demo.texts import FOLDER, read_answers, read_design
from app.demo.town import DISTRICT, Life, Townspeople, districts, likely, near
from app.simulation.clock import SteppingClock


@pytest.fixture(scope="module")
def lives() -> list[Life]:
    design = read_design("chronische-zorg")
    town = Townspeople(None, "chronische-zorg", b"", random.Random(1), SteppingClock(None))
    answers = read_answers(FOLDER / "chronische-zorg.tsv")
    return [town.made_up(each, design["background"]) for each in answers]


def test_people_come_in_by_every_way_and_only_letters_know_a_district(lives) -> None:
    ways = Counter(life.way for life in lives)

    assert ways.keys() == {"letter", "meeting", "open_link", "paper", "email"}
    assert all(life.key[2] in districts() for life in lives if life.way == "letter")
    assert {life.key[2] for life in lives if life.way != "letter"} == {""}


def test_one_district_is_there_far_less_often_than_it_should(lives) -> None:
    lived = Counter(
        life.answers[DISTRICT] for life in lives if life.answers[DISTRICT] in districts()
    )
    share = lived["oosterheem"] / sum(lived.values())

    assert share < 0.6 * districts()["oosterheem"] / sum(districts().values())
    assert likely("oosterheem") < likely("centrum")


def test_the_chambers_of_the_demo_have_sides_and_the_scale_has_ends() -> None:
    assert set(SIDES) == {"resident", "professional", "manager", "director"}
    assert [near(value, 0, 10) for value in (-3, 4.6, 12)] == [0, 5, 10]
