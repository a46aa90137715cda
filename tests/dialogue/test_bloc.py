"""The bloc alarm: who follows one instruction is named, honest people never are."""

import csv
from collections.abc import Callable

import numpy as np
import pytest

from dialogue.bloc import LARGEST_SHARE, BlocAlarm, bloc_alarm
from dialogue.deck import build_deck
from dialogue.rating_matrix import RatingMatrix, read_ratings

REAL = [
    "austria-climate.7z7ejpbmv5.2022-08-08",
    "bg2050-volunteers",
    "brexit-consensus",
    "football-concussions",
    "london.youth.policing",
    "vtaiwan.uberx",
]


def room_with_a_bloc(seed, bloc, contributions=60, seen=0.6):
    """Two camps of 300 people in all; the bloc follows one instruction with one slip in twenty."""
    chance = np.random.default_rng(seed)
    camp = chance.choice([-1, 1], 300)
    worth = chance.normal(0, 0.6, contributions) + np.outer(
        camp, chance.normal(0, 1, contributions)
    )
    votes = np.sign(worth + chance.normal(0, 1, worth.shape))
    instruction = np.sign(chance.normal(0, 1, contributions))
    slips = np.where(chance.random((bloc, contributions)) < 0.05, -1, 1)
    votes[:bloc] = instruction * slips
    person, item = np.nonzero(chance.random(votes.shape) < seen)
    return read_ratings(person, item, votes[person, item], contributions=contributions)


@pytest.mark.parametrize("seed", range(8))
def test_a_bloc_of_a_tenth_moves_two_of_the_top_ten_or_is_named(seed):
    alarm = bloc_alarm(room_with_a_bloc(seed, bloc=30))

    named = {person for bloc in alarm.blocs for person in bloc}
    assert len(named & set(range(30))) >= 24
    assert named <= set(range(30))
    assert len(alarm.top_with) == len(alarm.top_without) == 10


@pytest.mark.parametrize("seed", range(8))
def test_two_honest_camps_are_no_bloc(seed):
    alarm = bloc_alarm(room_with_a_bloc(seed, bloc=0))

    assert not alarm.raised
    assert alarm.changed == 0


def test_people_who_like_everything_are_no_bloc():
    votes = np.sign(np.random.default_rng(3).normal(0.3, 1, (120, 40)))
    votes[:12] = 1
    person, item = np.indices(votes.shape)

    alarm = bloc_alarm(read_ratings(person, item, votes.reshape(-1), contributions=40))

    assert not alarm.raised


def real_votes(name, shared_data):
    with (shared_data / "polis" / name / "participants-votes.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    first = header.index("n-disagree") + 1
    return np.array([[float(vote or "nan") for vote in row[first:]] for row in rows])


@pytest.mark.parametrize("name", REAL)
def test_no_alarm_on_real_conversations(name, shared_data):
    votes = real_votes(name, shared_data)
    person, item = np.nonzero(~np.isnan(votes))

    alarm = bloc_alarm(
        read_ratings(person, item, votes[person, item], contributions=votes.shape[1])
    )

    assert not alarm.raised


def test_hands_of_strangers_can_hold_no_bloc():
    alarm = bloc_alarm(read_ratings([], [], [], contributions=3))
    alone = bloc_alarm(read_ratings([1], [0], [2], contributions=3))
    nothing = bloc_alarm(read_ratings([], [], [], contributions=0))

    assert not alarm.raised
    assert not nothing.raised
    assert not alone.raised
    assert alarm.top_with == ()


# --- rooms without camps, and hands of fifteen -----------------------------------------------

Lived = Callable[[int], RatingMatrix]


def believed(chance, people: int, cards: int, room: str) -> np.ndarray:
    """What people feel: of one mind but for noise, along a line, or in two camps."""
    worth = np.tile(chance.normal(0.3, 0.8, cards), (people, 1))
    if room == "line":
        worth += np.outer(chance.normal(0, 1, people), chance.normal(0, 0.8, cards))
    if room == "camps":
        worth += np.outer(chance.choice([-1, 1], people), chance.normal(0, 1, cards))
    mildness = chance.normal(0, 0.6, people)[:, None]
    return worth + mildness + chance.normal(0, 1.2, worth.shape)


def on_seven_points(felt: np.ndarray) -> np.ndarray:
    return np.clip(np.round(felt * 1.2), -3, 3)


def on_three_points(felt: np.ndarray) -> np.ndarray:
    return np.where(np.abs(felt) < 0.2, 0, np.sign(felt))


def whole(chance, felt: np.ndarray) -> np.ndarray:
    """Six in ten cards are seen by everybody."""
    return chance.random(felt.shape) < 0.6


def hands(chance, felt: np.ndarray, seed: int) -> np.ndarray:
    """The real deck deals fifteen cards to each."""
    people, cards = felt.shape
    deck = build_deck(chance.integers(0, 20, cards), seed=seed)
    seen = np.zeros(felt.shape, dtype=bool)
    for turn in range(people):
        seen[turn, deck.deal(turn, size=15)] = True
    return seen


def lived(
    seed: int, *, people: int, cards: int, room: str, bloc: int = 0, dealt: bool = False,
    scale: Callable[[np.ndarray], np.ndarray] = on_seven_points, pushes: int = 0,
) -> RatingMatrix:  # fmt: skip
    """The first `bloc` people follow one instruction (one slip in twenty), or push some cards and
    reject all others."""
    chance = np.random.default_rng(seed)
    felt = believed(chance, people, cards, room)
    given = scale(felt)
    highest = given.max()
    told = scale(chance.normal(0, 1.6, cards))
    if pushes:
        told = np.where(np.arange(cards) < pushes, highest, -highest)
    slips = chance.random((bloc, cards)) < 0.05
    given[:bloc] = np.where(slips, given[:bloc], told)
    seen = hands(chance, felt, seed) if dealt else whole(chance, felt)
    person, card = np.nonzero(seen)
    return read_ratings(person, card, given[person, card], contributions=cards)


def named(alarm: BlocAlarm) -> set[int]:
    return {person for bloc in alarm.blocs for person in bloc}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("scale", [on_seven_points, on_three_points])
def test_sixteen_of_a_hundred_are_named_in_a_room_without_camps(seed, scale):
    alarm = bloc_alarm(lived(seed, people=100, cards=60, room="one", bloc=16, scale=scale))

    assert named(alarm) >= set(range(15))
    assert named(alarm) <= set(range(16))


@pytest.mark.parametrize("room", ["one", "line", "camps"])
@pytest.mark.parametrize("cards", [60, 150, 300])
def test_a_tenth_is_named_by_hands_of_fifteen_on_the_scale_of_seven(room, cards):
    for seed in range(3):
        alarm = bloc_alarm(lived(seed, people=300, cards=cards, room=room, bloc=30, dealt=True))

        assert len(named(alarm) & set(range(30))) >= 24
        assert len(named(alarm) - set(range(30))) <= 1


@pytest.mark.parametrize("room", ["one", "camps"])
def test_who_push_a_few_cards_and_reject_all_others_are_named_where_cards_are_shared(room):
    for seed in range(3):
        alarm = bloc_alarm(lived(seed, people=300, cards=60, room=room, bloc=30, pushes=10))

        assert len(named(alarm) & set(range(30))) >= 24
        assert named(alarm) <= set(range(30))


@pytest.mark.parametrize("scale", [on_seven_points, on_three_points])
@pytest.mark.parametrize("room", ["one", "line", "camps"])
@pytest.mark.parametrize(
    ("people", "cards", "dealt"), [(100, 60, False), (300, 60, True), (300, 300, True)]
)
def test_honest_rooms_raise_no_alarm(room, scale, people, cards, dealt):
    for seed in range(40, 44):
        ratings = lived(seed, people=people, cards=cards, room=room, scale=scale, dealt=dealt)

        assert not bloc_alarm(ratings).raised


def test_two_blocs_are_told_apart():
    ratings = lived(1, people=300, cards=60, room="one", bloc=30)
    second = lived(2, people=300, cards=60, room="one", bloc=30)
    joined = read_ratings(
        np.concatenate([ratings.person, second.person + 300]),
        np.concatenate([ratings.contribution, second.contribution]),
        np.concatenate([ratings.value, second.value]),
        contributions=60,
    )

    alarm = bloc_alarm(joined)

    assert sorted(map(min, alarm.blocs)) == [0, 300]
    assert named(alarm) <= {*range(30), *range(300, 330)}


def test_a_room_that_all_say_the_same_holds_no_bloc():
    person, card = np.indices((400, 30)).reshape(2, -1)

    alarm = bloc_alarm(read_ratings(person, card, np.full(person.size, 2.0), contributions=30))

    assert not alarm.raised


def test_half_the_room_of_one_mind_is_what_many_think_and_no_bloc():
    ratings = lived(3, people=100, cards=60, room="one", bloc=int(2 * LARGEST_SHARE * 100))

    assert not bloc_alarm(ratings).raised


def test_everybody_passing_holds_no_bloc():
    person, card = np.indices((60, 20)).reshape(2, -1)

    alarm = bloc_alarm(read_ratings(person, card, np.full(person.size, np.nan), contributions=20))

    assert (alarm.raised, alarm.looked_at, alarm.top_with) == (False, 0, ())


def test_the_same_ratings_give_the_same_alarm():
    ratings = lived(5, people=300, cards=150, room="line", bloc=30, dealt=True)

    assert bloc_alarm(ratings).blocs == bloc_alarm(ratings).blocs


@pytest.mark.parametrize("name", REAL)
def test_no_alarm_on_half_of_a_real_conversation(name, shared_data):
    votes = real_votes(name, shared_data)
    kept = votes[np.random.default_rng(1).random(len(votes)) < 0.5]
    person, item = np.nonzero(~np.isnan(kept))

    alarm = bloc_alarm(read_ratings(person, item, kept[person, item], contributions=kept.shape[1]))

    assert not alarm.raised
