"""The contract with residents: equal showings, many themes, nobody's own, recomputable."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.deck import build_deck, settle_owed

decks = st.integers(1, 70).flatmap(lambda n: st.lists(st.integers(-1, 6), min_size=n, max_size=n))


def zipf_themes(contributions: int, themes: int) -> np.ndarray:
    weights = 1 / np.arange(1, themes + 1)
    sizes = np.round(contributions * weights / weights.sum()).astype(int)
    sizes[0] += contributions - sizes.sum()
    return np.repeat(np.arange(themes), sizes)


def showings(deck, turns, size, owner=None):
    counts = np.zeros(len(deck), dtype=int)
    for turn in turns:
        counts[deck.deal(turn, size, () if owner is None else owner(turn))] += 1
    return counts


@settings(max_examples=150, deadline=None)
@given(decks, st.integers(1, 20), st.integers(0, 2**40), st.booleans())
def test_showings_of_any_two_never_differ_by_more_than_one(themes, size, seed, rebuilt):
    received = np.random.default_rng(seed).integers(0, 4, len(themes)) if rebuilt else None
    deck = build_deck(themes, received, seed=seed)
    counts = np.zeros(len(themes), dtype=int)

    for turn in range(40):
        hand = deck.deal(turn, size)
        counts[hand] += 1
        assert len(set(hand)) == len(hand) == min(size, len(themes))
        assert np.ptp(counts) <= 1


@settings(max_examples=100, deadline=None)
@given(decks, st.integers(1, 20), st.integers(0, 2**40), st.floats(0, 0.99), st.booleans())
def test_with_another_exponent_showings_are_equal_inside_a_theme(
    themes, size, seed, exponent, rebuilt
):
    received = np.random.default_rng(seed).integers(0, 4, len(themes)) if rebuilt else None
    deck = build_deck(themes, received, seed=seed, theme_exponent=exponent)
    counts = np.zeros(len(themes), dtype=int)

    for turn in range(40):
        hand = deck.deal(turn, size)
        counts[hand] += 1
        assert len(set(hand)) == len(hand) == min(size, len(themes))
        assert all(np.ptp(counts[np.array(themes) == theme]) <= 1 for theme in set(themes))


@settings(max_examples=60, deadline=None)
@given(decks, st.integers(1, 15), st.integers(0, 500), st.integers(0, 2**40))
def test_any_thirty_passes_show_everyone_thirty_times(themes, size, first, seed):
    deck = build_deck(themes, seed=seed)
    size = min(size, len(themes))
    turns = 30 * len(themes) // size
    cut_short = 30 * len(themes) % size > 0

    counts = showings(deck, range(first, first + turns), size)

    assert counts.max() == 30
    assert counts.min() == 30 - cut_short


@settings(max_examples=60, deadline=None)
@given(decks, st.integers(1, 20), st.integers(0, 10**9), st.integers(0, 2**40), st.data())
def test_a_hand_holds_nobody_s_own_and_no_card_twice(themes, size, turn, seed, data):
    own = data.draw(st.sets(st.integers(0, len(themes) - 1)))

    hand = build_deck(themes, seed=seed).deal(turn, size, own)

    assert not own & set(hand)
    assert len(set(hand)) == len(hand) == min(size, len(themes) - len(own))


@pytest.mark.parametrize("contributions", [60, 200, 1000])
@pytest.mark.parametrize("first", [0, 7])
def test_authors_who_take_a_hand_each_change_showings_by_three_at_most(contributions, first):
    chance = np.random.default_rng(contributions + first)
    deck = build_deck(chance.integers(-1, 8, contributions), seed=first)
    people = chance.permutation(2 * contributions)  # half of them wrote something

    counts = showings(
        deck,
        range(first, first + 2 * contributions),
        15,
        lambda turn: {int(people[turn - first])} if people[turn - first] < contributions else (),
    )

    assert np.ptp(counts) <= 3


@pytest.mark.parametrize("contributions", [60, 100, 300])
@pytest.mark.parametrize("size", [5, 15])
@pytest.mark.parametrize("first", [0, 11])
def test_what_is_remembered_as_owed_keeps_any_thirty_passes_within_three(
    contributions, size, first
):
    chance = np.random.default_rng(contributions)
    deck = build_deck(chance.integers(-1, 8, contributions), seed=3)
    counts, owed = np.zeros(contributions, dtype=int), []

    for turn in range(first, first + 30 * contributions // size):
        own = {int(chance.integers(contributions))}
        hand = deck.deal(turn, size, own, owed=owed)
        owed = settle_owed(owed, deck.plan(turn, size), hand, own)
        counts[hand] += 1

    assert np.ptp(counts) <= 3


@settings(max_examples=50, deadline=None)
@given(decks, st.integers(0, 2**63), st.integers(0, 10**6), st.integers(1, 15))
def test_the_same_seed_and_turn_give_the_same_hand_whatever_was_dealt_before(
    themes, seed, turn, size
):
    used = build_deck(themes, seed=seed)
    for earlier in range(5):
        used.deal(earlier, size)

    assert used.deal(turn, size, {0}) == build_deck(themes, seed=seed).deal(turn, size, {0})


def test_hands_that_follow_one_another_share_no_card_within_a_pass():
    deck = build_deck(np.arange(300) % 7, seed=5)

    dealt = [card for turn in range(20) for card in deck.deal(turn)]

    assert sorted(dealt) == list(range(300))


@pytest.mark.parametrize(
    ("exponent", "at_least"), [(1.0, 11.4), (0.5, 13.0)], ids=["equal showings", "in between"]
)
@pytest.mark.parametrize("contributions", [10_000, 10_007])
def test_a_hand_spans_as_many_themes_as_the_arithmetic_allows(exponent, at_least, contributions):
    themes = np.random.default_rng(1).permutation(zipf_themes(contributions, 40))
    deck = build_deck(themes, seed=1, theme_exponent=exponent)

    spans = [len(set(themes[deck.deal(turn)])) for turn in range(1500)]

    assert np.mean(spans) >= at_least


def test_with_exponent_zero_a_small_theme_is_shown_as_often_as_a_large_one():
    themes = np.repeat([0, 1, 2], [400, 100, 100])
    deck = build_deck(themes, seed=2, theme_exponent=0.0)

    counts = showings(deck, range(400), 15)

    assert counts[themes == 0].sum() == pytest.approx(counts[themes == 1].sum(), rel=0.01)


def test_no_theme_is_dealt_like_any_theme():
    themes = np.repeat([-1, 0, 1], [100, 100, 100])
    deck = build_deck(themes, seed=2)

    in_hand = [np.count_nonzero(themes[deck.deal(turn)] == -1) for turn in range(100)]

    assert set(in_hand) == {5}


def test_who_was_rated_least_comes_first_after_a_rebuild():
    received = np.random.default_rng(0).integers(0, 6, 200)
    deck = build_deck(np.arange(200) % 9, received, seed=4)

    dealt = np.array([received[deck.deal(turn, 10)].mean() for turn in range(20)])

    assert np.all(np.diff(dealt) >= 0)


def test_cards_of_one_theme_in_a_hand_lie_far_apart_in_meaning():
    meaning = np.random.default_rng(1).permutation(300).astype(float)
    deck = build_deck(np.zeros(300, dtype=int), seed=9, meaning=meaning)

    nearest = np.array([np.diff(np.sort(meaning[deck.deal(turn)])).min() for turn in range(200)])

    # 300 / 15 = 20 would be a perfect grid, chance gives 1 or 2. Only the hands that open a pass
    # may be closer: what the hand before them showed was moved out of their way.
    assert np.mean(nearest >= 8) >= 0.85


def test_one_of_a_group_of_near_duplicates_per_hand():
    chance = np.random.default_rng(3)
    groups = chance.integers(0, 80, 200)
    deck = build_deck(chance.integers(-1, 5, 200), seed=3, near_duplicates=groups)

    hands = [deck.deal(turn) for turn in range(300)]

    assert all(len(set(groups[hand])) == 15 for hand in hands)


def test_small_groups_of_near_duplicates_cost_no_equality():
    groups = np.arange(400) // 2
    themes = np.arange(400) // 40
    deck = build_deck(themes, seed=3, near_duplicates=groups)

    counts = showings(deck, range(800), 15)

    assert np.ptp(counts) <= 2


def test_a_million_identical_answers_make_hands_of_one():
    deck = build_deck(np.full(10_000, -1), seed=1, near_duplicates=np.zeros(10_000))

    assert [len(deck.deal(turn)) for turn in range(5)] == [1] * 5


def test_positions_in_the_hand_favour_no_theme():
    themes = np.repeat(np.arange(5), 60)
    deck = build_deck(themes, seed=8)

    first_cards = themes[[deck.deal(turn)[0] for turn in range(2000)]]

    assert np.bincount(first_cards).min() > 320  # 400 expected, standard deviation 18


def test_other_company_in_every_pass():
    deck = build_deck(np.zeros(150, dtype=int), seed=1)

    company = set()
    for turn in range(300):
        hand = sorted(deck.deal(turn))
        company |= set(combinations(hand, 2))

    assert len(company) > 7000  # of 11,175 pairs; the same ten hands again and again give 1,050


@pytest.mark.parametrize(
    ("themes", "size", "exclude", "expected"),
    [
        ([], 15, (), 0),
        ([3], 15, (), 1),
        ([3, 3, -1], 15, (), 3),
        ([3, 3, -1], 15, (0, 1, 2), 0),
        ([3, 3, -1], 15, (0, 7), 2),
        ([3, 3, -1], 0, (), 0),
    ],
)
def test_a_hand_is_cut_to_what_there_is(themes, size, exclude, expected):
    assert len(build_deck(themes, seed=1).deal(12, size, exclude)) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        {"theme_exponent": 1.5},
        {"theme_exponent": float("nan")},
        {"ratings_received": [1, 2]},
        {"ratings_received": [1, -2, 0]},
        {"ratings_received": [1, float("nan"), 0]},
        {"near_duplicates": [1]},
        {"meaning": [0.0, float("inf"), 1.0]},
    ],
)
def test_what_cannot_be_dealt_is_refused(arguments):
    with pytest.raises(ValueError, match=r"theme_exponent|ratings|near_duplicates|meaning"):
        build_deck([0, 0, 1], seed=1, **arguments)


def test_turns_and_sizes_count_from_zero():
    with pytest.raises(ValueError, match="count from zero"):
        build_deck([0, 1], seed=1).deal(-1)
