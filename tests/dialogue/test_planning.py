"""The planner promises what a round can keep."""

import numpy as np
import pytest

from dialogue import planning
from dialogue.planning import Room, Truth, advise_hand, outlook, people_lived


def test_ratings_per_answer_do_not_depend_on_how_many_people_come():
    small = outlook(Room(people=60, return_rate=0.6, answers=60), seed=1, rounds=5)
    large = outlook(Room(people=300, return_rate=0.6, answers=300), seed=1, rounds=5)

    assert small.ratings_per_answer == pytest.approx(9)
    assert large.ratings_per_answer == pytest.approx(9)


def test_no_answer_is_left_without_its_share_of_ratings():
    found = outlook(Room(people=200, return_rate=0.6, answers=200), seed=1, rounds=5)

    assert found.fewest_ratings >= found.ratings_per_answer - 1


def test_single_answers_are_half_wrong_themes_are_not_and_confirming_helps():
    found = outlook(Room(people=300, return_rate=0.6), seed=2, rounds=10)

    assert 0.3 < found.top_answers < 0.65
    assert found.top_themes > 0.75
    assert found.top_confirmed > found.top_answers + 0.1
    assert found.theme_interval < found.answer_interval / 2


def test_more_people_who_return_or_more_cards_narrow_the_intervals():
    base = outlook(Room(people=300, return_rate=0.3), seed=3, rounds=5)
    returning = outlook(Room(people=300, return_rate=0.6), seed=3, rounds=5)
    more_cards = outlook(Room(people=300, return_rate=0.3, hand=30), seed=3, rounds=5)

    assert returning.theme_interval < base.theme_interval
    assert more_cards.answer_interval < base.answer_interval


def test_intervals_are_as_wide_as_they_must_be():
    """The half width of an answer's mean of 9 ratings with spread 1.5 is 1.96 * 1.5 / 3."""
    truth = Truth(mildness=0.0, noise=1.5)

    found = outlook(Room(people=300, return_rate=0.6), seed=4, truth=truth, rounds=5)

    assert found.answer_interval == pytest.approx(0.98, abs=0.15)


def test_the_same_seed_plans_the_same():
    room = Room(people=50, return_rate=0.5, answers=40)

    assert outlook(room, seed=5, rounds=3) == outlook(room, seed=5, rounds=3)


def test_a_hand_is_advised_that_is_large_enough():
    room = Room(people=300, return_rate=0.4, answers=200)

    advised = advise_hand(room, seed=6, theme_interval=0.35)

    assert advised in (10, 15, 20, 30)
    assert advise_hand(Room(people=12, return_rate=0.5), seed=6, theme_interval=0.1) is None


@pytest.mark.parametrize(
    "room",
    [
        Room(people=1, return_rate=1.0, answers=1, hand=15, themes=1),
        Room(people=3, return_rate=0.1, answers=2, hand=50, themes=9),
    ],
)
def test_tiny_rooms_are_planned_without_a_crash(room):
    found = outlook(room, seed=7, rounds=2)

    assert found.ratings_per_answer >= 0
    assert np.isfinite(found.top_answers)


@pytest.mark.parametrize(
    "room", [Room(0, 0.5), Room(10, 0.0), Room(10, 1.2), Room(10, 0.5, hand=0)]
)
def test_rooms_that_cannot_be_are_refused(room):
    with pytest.raises(ValueError, match="return rate"):
        outlook(room, seed=1)


def test_of_very_many_people_some_live_the_round_and_the_figures_are_those_of_all(monkeypatch):
    room = Room(people=4000, return_rate=0.5, answers=300)
    whole = outlook(room, seed=8, rounds=8)
    monkeypatch.setattr(planning, "MOST_LIVED", 300)

    some = outlook(room, seed=8, rounds=8)

    assert people_lived(room) == 300
    assert some.ratings_per_answer == pytest.approx(whole.ratings_per_answer)
    assert some.fewest_ratings == pytest.approx(whole.fewest_ratings, abs=2)
    assert some.answer_interval == pytest.approx(whole.answer_interval, rel=0.05)
    assert some.theme_interval == pytest.approx(whole.theme_interval, rel=0.15)
    assert some.top_answers == pytest.approx(whole.top_answers, abs=0.1)
    assert some.top_themes == pytest.approx(whole.top_themes, abs=0.1)


def test_many_answers_are_lived_by_enough_people_to_rate_them():
    assert people_lived(Room(people=200_000, return_rate=0.5, answers=90_000)) == 30_000
    assert people_lived(Room(people=200_000, return_rate=0.5, answers=300)) == planning.MOST_LIVED
    assert people_lived(Room(people=50, return_rate=0.5, answers=90_000)) == 25
