"""How much of the true top is found: our hands, hands at random, and Polis' priority routing.

Truth is made up, so the share found can be counted. WEIGHING_BENCHMARK=full repeats it more often.
"""

import os
from collections.abc import Callable

import numpy as np
import pytest

from dialogue.deck import build_deck
from dialogue.opinion import polis_priority
from dialogue.shrinkage import shrink

pytestmark = pytest.mark.benchmark

ROOMS = 200 if os.environ.get("WEIGHING_BENCHMARK") == "full" else 40
PEOPLE, ANSWERS, HAND, THEMES = 180, 300, 15, 20
Rate = Callable[[int, np.ndarray], np.ndarray]
Route = Callable[[np.ndarray, Rate, np.random.Generator], tuple[np.ndarray, np.ndarray]]


def dealt_by_us(theme: np.ndarray, rate: Rate, chance: np.random.Generator):
    deck = build_deck(theme, seed=int(chance.integers(2**40)))
    hands = [np.array(deck.deal(person, HAND)) for person in range(PEOPLE)]
    return np.concatenate(hands), np.concatenate([rate(p, hand) for p, hand in enumerate(hands)])


def dealt_at_random(theme: np.ndarray, rate: Rate, chance: np.random.Generator):
    hands = [chance.choice(ANSWERS, HAND, replace=False) for _ in range(PEOPLE)]
    return np.concatenate(hands), np.concatenate([rate(p, hand) for p, hand in enumerate(hands)])


def routed_as_in_polis(theme: np.ndarray, rate: Rate, chance: np.random.Generator):
    """Draw each next card with Polis' priority, recomputed after every person; extremity is 0."""
    agree, passes, seen = np.zeros(ANSWERS), np.zeros(ANSWERS), np.zeros(ANSWERS)
    nothing, cards, values = np.zeros(ANSWERS), [], []
    for person in range(PEOPLE):
        weight = polis_priority([agree], [passes], [seen], nothing, nothing.astype(bool))
        hand = chance.choice(ANSWERS, HAND, replace=False, p=weight / weight.sum())
        value = rate(person, hand)
        agree[hand] += value > 0
        passes[hand] += value == 0
        seen[hand] += 1
        cards.append(hand)
        values.append(value)
    return np.concatenate(cards), np.concatenate(values)


def share_found(route: Route, seed: int) -> tuple[float, float, float, int]:
    """Return the shares of the top ten answers, top five themes and bottom ten found, and the
    fewest ratings that any answer got.
    """
    chance = np.random.default_rng(seed)
    weights = 1 / np.arange(1, THEMES + 1)
    theme = chance.choice(THEMES, ANSWERS, p=weights / weights.sum())
    worth = 0.3 + chance.normal(0, 0.44, THEMES)[theme] + chance.normal(0, 0.67, ANSWERS)
    mildness = chance.normal(0, 0.5, PEOPLE)

    def rate(person: int, hand: np.ndarray) -> np.ndarray:
        felt = worth[hand] + mildness[person] + chance.normal(0, 1.4, len(hand))
        return np.clip(np.round(felt), -3, 3)

    card, value = route(theme, rate, chance)
    number = np.bincount(card, minlength=ANSWERS)
    mean = np.bincount(card, value, minlength=ANSWERS) / np.maximum(number, 1)
    believed = shrink(np.where(number > 0, mean, np.nan), 2.2 / np.maximum(number, 1))
    of_theme = np.bincount(theme[card], value, minlength=THEMES) / np.maximum(
        np.bincount(theme[card], minlength=THEMES), 1
    )
    true_theme = np.bincount(theme, worth, minlength=THEMES) / np.maximum(
        np.bincount(theme, minlength=THEMES), 1
    )
    return (
        overlap(np.nan_to_num(believed, nan=-9), worth, 10),
        overlap(of_theme, true_theme, 5),
        overlap(-np.nan_to_num(believed, nan=9), -worth, 10),
        int(number.min()),
    )


def overlap(believed: np.ndarray, truth: np.ndarray, top: int) -> float:
    return len(set(np.argsort(-believed)[:top]) & set(np.argsort(-truth)[:top])) / top


def test_our_hands_find_as_much_as_any_and_leave_nobody_unrated() -> None:
    found = {}
    for route in (dealt_by_us, dealt_at_random, routed_as_in_polis):
        found[route.__name__] = np.mean([share_found(route, seed) for seed in range(ROOMS)], axis=0)
        answers, themes, bottom, fewest = found[route.__name__]
        print(f"{route.__name__}: top answers {answers:.2f}, top themes {themes:.2f}, "
              f"most rejected {bottom:.2f}, fewest ratings {fewest:.1f}")  # fmt: skip
    ours, random, polis = found.values()
    assert ours[3] == PEOPLE * HAND / ANSWERS  # nine ratings for everyone
    assert random[3] < 5
    assert ours[2] > polis[2]  # what people reject is not hidden from view
    assert ours[1] > polis[1] - 0.1
    assert ours[0] > random[0] - 0.1
