"""What is watched while a round runs: the served distribution and bursts of codes."""

import numpy as np
import pytest

from dialogue.bursts import find_bursts
from dialogue.deck import build_deck, settle_owed
from dialogue.showings import (
    ALARM,
    ALLOWED_DIFFERENCE,
    can_be_equal,
    has_become_uneven,
    is_uneven,
    largest_difference,
    uneven_over_chambers,
)
from dialogue.stopping import Departure, no_departure


def seen_until_people_stop(chance, hands, hidden=()):
    """People go through their hand from the front; some stop on the way."""
    return [
        [card for card in hand[: len(hand) if chance.random() < 0.7 else 6] if card not in hidden]
        for hand in hands
    ]


def departure(hands, seen, count):
    """The sums that the database makes, by hand."""
    more, variance, fourth = np.zeros((3, count))
    for hand, viewed in zip(hands, seen, strict=True):
        share = len(viewed) / len(hand)
        more[hand] -= share
        more[viewed] += 1
        varies = share * (1 - share)
        variance[hand] += varies
        fourth[hand] += varies * (1 - 6 * varies)
    return Departure(more, variance, fourth)


def unequal(hands, themes):
    dealt = np.bincount(np.concatenate(hands), minlength=len(themes))
    return largest_difference(dealt, themes, 1.0) > ALLOWED_DIFFERENCE


def test_hands_of_the_deck_raise_no_alarm_though_people_stop_halfway():
    for seed in range(20):
        chance = np.random.default_rng(seed)
        themes = chance.integers(-1, 8, 200)
        deck = build_deck(themes, seed=seed)
        hands, owed = [], []
        for turn in range(150):
            own = {int(chance.integers(200))}
            hands.append(deck.deal(turn, exclude=own, owed=owed))
            owed = settle_owed(owed, deck.plan(turn), hands[-1], own)

        seen = seen_until_people_stop(chance, hands)

        assert not unequal(hands, themes)
        assert departure(hands, seen, 200).chance() > ALARM


@pytest.mark.parametrize("hands_dealt", [60, 150])
def test_the_canary_serving_at_random_is_caught(hands_dealt):
    for seed in range(20):
        chance = np.random.default_rng(seed)
        themes = chance.integers(-1, 8, 200)
        hands = [chance.choice(200, 15, replace=False).tolist() for _ in range(hands_dealt)]

        assert unequal(hands, themes)


def test_a_page_that_hides_some_cards_is_caught_although_dealing_was_right():
    chance = np.random.default_rng(1)
    themes = chance.integers(-1, 8, 200)
    deck = build_deck(themes, seed=1)
    hands = [deck.deal(turn) for turn in range(200)]

    seen = seen_until_people_stop(chance, hands, hidden=range(0, 101, 20))

    assert not unequal(hands, themes)
    assert departure(hands, seen, 200).chance() < ALARM


@pytest.mark.parametrize(("hidden", "alarms"), [((), 0), ((3, 20, 35, 50, 71), 35)])
def test_decks_that_follow_each_other_quickly_tell_together_what_none_tells_alone(hidden, alarms):
    """The least-rated come first, so that those passed over by chance come in hands together."""
    together_tell = alone_tell = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        together, alone, rated = no_departure(72), [], np.zeros(72)
        for epoch in range(12):
            deck = build_deck([-1] * 72, rated, seed=100 * seed + epoch)
            hands = [deck.deal(turn, 12) for turn in range(4)]
            seen = seen_until_people_stop(chance, hands, hidden)
            here = departure(hands, seen, 72)
            together, alone = together + here, [*alone, here.chance() * 12]
            np.add.at(rated, np.concatenate(seen).astype(int), 1)
        together_tell += together.chance() < ALARM
        alone_tell += min(alone) < ALARM

    assert (together_tell >= alarms) if alarms else (together_tell == 0)
    assert alone_tell == 0


def test_a_card_that_one_chamber_never_saw_is_named():
    chance = np.random.default_rng(2)
    viewed = chance.integers(0, 50, 3000)
    chamber = np.where(viewed == 7, 0, chance.integers(0, 3, 3000))

    found = uneven_over_chambers(viewed, chamber, 50)

    assert np.flatnonzero(found < 0.001).tolist() == [7]


def test_nothing_shown_yet_is_no_alarm():
    nobody = np.array([], dtype=int)

    assert no_departure(3).chance() == 1
    assert largest_difference(nobody, nobody, 1.0) == 0
    assert np.isnan(uneven_over_chambers(nobody, nobody, 3)).all()


def test_a_deck_is_rebuilt_when_received_ratings_are_uneven():
    assert is_uneven([9] * 30 + [1] * 5)
    assert not is_uneven([9, 8, 7, 6, 9, 8, 7, 10, 5, 9])
    assert not is_uneven([1, 0, 1, 0, 2])
    assert not is_uneven([])


def test_codes_used_within_minutes_are_shown_as_a_burst():
    chance = np.random.default_rng(4)
    quiet = chance.uniform(0, 7 * 86_400, 300)
    meeting = 200_000 + chance.uniform(0, 500, 25)

    bursts = find_bursts(np.concatenate([quiet, meeting]))

    assert len(bursts) == 1
    assert bursts[0].events >= 25
    assert 199_000 < bursts[0].first < bursts[0].last < 201_500


def test_an_even_stream_has_hardly_any_bursts():
    false = sum(
        len(find_bursts(np.random.default_rng(seed).uniform(0, 7 * 86_400, 2000)))
        for seed in range(50)
    )

    assert false <= 3


def test_few_or_unknown_times_make_no_burst():
    assert find_bursts([1, 2, 3]) == []
    with pytest.raises(ValueError, match="finite"):
        find_bursts([float("nan")] * 9)


def test_with_an_exponent_themes_may_differ_and_answers_inside_one_may_not():
    themes = np.repeat([0, 1], 40)
    by_design = np.where(themes == 0, 3, 12)
    passed_over = np.where(np.arange(80) % 40 < 6, 1, by_design)

    assert has_become_uneven(by_design, themes)
    assert not has_become_uneven(by_design, themes, theme_exponent=0.5)
    assert has_become_uneven(passed_over, themes, theme_exponent=0.5)


def test_copies_may_be_shown_less_often():
    received = [9] * 30 + [1] * 5
    copies = list(range(30)) + [30] * 5

    assert not has_become_uneven(received, [0] * 35, copies)


def test_only_what_can_be_equal_is_compared():
    themes = np.arange(200) % 8
    copies = np.arange(200)
    copies[:3] = 0

    assert can_be_equal(themes, copies, hand=15).tolist() == [False] * 3 + [True] * 197
    assert not can_be_equal(themes[:60], hand=15).any()
    assert not can_be_equal(themes, hand=15, theme_exponent=0.25).any()
    assert can_be_equal(themes, hand=15, theme_exponent=0.5).any()
    assert can_be_equal([], hand=15).tolist() == []
