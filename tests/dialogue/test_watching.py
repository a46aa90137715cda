"""What is watched while a round runs: the served distribution and bursts of codes."""

import numpy as np
import pytest

from dialogue.bursts import find_bursts
from dialogue.deck import build_deck, settle_owed
from dialogue.showings import can_be_equal, check_showings, has_become_uneven, is_uneven


def seen_until_people_stop(chance, hands):
    """People go through their hand from the front; some stop on the way."""
    return [card for hand in hands for card in hand[: len(hand) if chance.random() < 0.7 else 6]]


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

        found = check_showings(hands, seen_until_people_stop(chance, hands), themes)

        assert not found.alarm


@pytest.mark.parametrize("hands_dealt", [60, 150])
def test_the_canary_serving_at_random_is_caught(hands_dealt):
    for seed in range(20):
        chance = np.random.default_rng(seed)
        themes = chance.integers(-1, 8, 200)
        hands = [chance.choice(200, 15, replace=False).tolist() for _ in range(hands_dealt)]

        found = check_showings(hands, seen_until_people_stop(chance, hands), themes)

        assert found.alarm
        assert not found.dealt_as_designed


def test_a_page_that_hides_some_cards_is_caught_although_dealing_was_right():
    chance = np.random.default_rng(1)
    themes = chance.integers(-1, 8, 200)
    deck = build_deck(themes, seed=1)
    hands = [deck.deal(turn) for turn in range(200)]

    seen = [card for card in seen_until_people_stop(chance, hands) if card % 20 or card > 100]
    found = check_showings(hands, seen, themes)

    assert found.dealt_as_designed
    assert found.alarm


def test_a_card_that_one_chamber_never_saw_is_named():
    chance = np.random.default_rng(2)
    viewed = chance.integers(0, 50, 3000)
    chamber = np.where(viewed == 7, 0, chance.integers(0, 3, 3000))

    found = check_showings([], viewed, np.zeros(50, int), viewer_chamber=chamber)

    assert np.flatnonzero(found.chambers_p < 0.001).tolist() == [7]


def test_nothing_shown_yet_is_no_alarm():
    assert not check_showings([], [], [0, 1, -1]).alarm
    assert not check_showings([], [], []).alarm


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
