"""Neighbours on the line mean nearly the same, and hands reach over all of it."""

import numpy as np
import pytest

from dialogue.deck import build_deck
from dialogue.meaning_order import order_by_meaning


def six_meanings(count: int, themes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors (int8), themes, and which of six meanings within the theme each one has."""
    chance = np.random.default_rng(1)
    theme, meaning = chance.integers(0, themes, count), chance.integers(0, 6, count)
    centre = chance.normal(0, 1, (themes, 6, 64))
    vectors = centre[theme, meaning] + chance.normal(0, 0.5, (count, 64))
    return np.clip(np.rint(vectors * 30), -127, 127).astype(np.int8), theme, meaning


def test_neighbours_on_the_line_mean_the_same():
    codes, theme, meaning = six_meanings(600, themes=3)

    line = np.argsort(order_by_meaning(codes, theme, seed=1))

    same_theme = theme[line][1:] == theme[line][:-1]
    same_meaning = (meaning[line][1:] == meaning[line][:-1])[same_theme]
    assert same_theme.sum() == 597
    assert same_meaning.mean() > 0.9  # by chance one in six


def test_the_cards_of_a_theme_in_a_hand_mean_different_things():
    codes, theme, meaning = six_meanings(1000, themes=4)
    with_meaning = build_deck(theme, seed=3, meaning=order_by_meaning(codes, theme, seed=1))
    without = build_deck(theme, seed=3)

    def different(deck) -> float:
        hands = [deck.deal(turn) for turn in range(200)]
        kinds = [len({(theme[card], meaning[card]) for card in hand}) for hand in hands]
        return float(np.mean(kinds))

    assert different(with_meaning) > different(without) + 1


def test_what_has_no_vector_is_spread_by_chance():
    codes, theme, _ = six_meanings(400, themes=1)
    unknown = np.arange(400) % 4 == 0
    codes[unknown] = 0

    places = order_by_meaning(codes, theme, seed=1)

    assert sorted(places) == list(range(400))
    quarters = np.histogram(places[unknown], bins=4, range=(0, 400))[0]
    assert quarters.min() >= 10


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_nothing_and_hardly_anything_is_laid_as_well(rows: int):
    codes = np.ones((rows, 8), dtype=np.int8)

    assert sorted(order_by_meaning(codes, np.zeros(rows, int), seed=1)) == list(range(rows))


def test_the_same_vectors_lie_the_same():
    codes, theme, _ = six_meanings(300, themes=2)

    assert (
        order_by_meaning(codes, theme, seed=5).tolist()
        == order_by_meaning(codes, theme, seed=5).tolist()
    )


def test_a_theme_is_missing():
    with pytest.raises(ValueError, match="a vector and a theme"):
        order_by_meaning(np.ones((3, 8), np.int8), np.zeros(2, int), seed=1)
