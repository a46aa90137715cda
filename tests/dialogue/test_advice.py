"""The advice of a plan does what it promises."""

import pytest

from dialogue.advice import make_plan
from dialogue.planning import Room, outlook


def test_so_many_invitations_narrow_the_themes_as_wanted():
    room = Room(people=150, return_rate=0.4, answers=200)

    made = make_plan(room, seed=1, hands=10_000)

    assert made.outlook.theme_interval > 0.35
    assert made.invitations is not None
    invited = Room(people=made.invitations, return_rate=0.4, answers=200)
    assert outlook(invited, seed=2, rounds=10).theme_interval == pytest.approx(0.3, abs=0.05)


def test_more_finalists_than_places_are_needed_and_fewer_when_more_is_known():
    little = make_plan(Room(people=100, return_rate=0.5, answers=300), seed=1, hands=10_000)
    much = make_plan(Room(people=1500, return_rate=0.5, answers=300), seed=1, hands=10_000)

    assert 10 < much.finalists < little.finalists < 300


def test_the_time_is_bounded_by_the_hands_that_may_be_dealt():
    made = make_plan(Room(people=1000, return_rate=0.5), seed=1, hands=4_000)

    assert made.rounds == 4
    assert make_plan(Room(people=50_000, return_rate=0.01), seed=1, hands=4_000).rounds >= 2


def test_with_one_person_nothing_is_promised():
    made = make_plan(Room(people=1, return_rate=1.0, answers=1, themes=1), seed=1)

    assert (made.hand, made.invitations, made.finalists) == (None, None, 1)
