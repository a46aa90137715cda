"""Intervals hold the truth as often as they say, where that is claimed; seeded.

Four hundred draws of every claim each time, two thousand among the slow tests.
"""

import numpy as np
import pytest

from participation import ace, chao1, chao2, hill_estimate, measure_saturation
from tests.participation.interval_claims import CLAIMS, SHARES

EVEN = np.full(60, 1 / 60)


def how_often(claim: str, draws: int) -> float:
    random = np.random.default_rng(11)
    return float(np.mean([CLAIMS[claim](random) for _ in range(draws)]))


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_interval_holds_the_truth_about_as_often_as_it_says(claim) -> None:
    assert 0.91 <= how_often(claim, 400) <= 0.985  # 95%, and what chance adds to 400 draws


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS)
def test_an_interval_holds_the_truth_93_to_97_percent_of_the_time(claim) -> None:
    assert 0.93 <= how_often(claim, 2_000) <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("people", [100, 400])
def test_coverage_among_people_who_mention_several_ideas(people) -> None:
    random = np.random.default_rng(2)
    author = np.repeat(np.arange(people), 2)
    hits = 0
    for _ in range(1_000):
        ideas = np.array([random.choice(200, 2, replace=False, p=SHARES) for _ in range(people)])
        found = measure_saturation(ideas.reshape(-1), author).coverage
        # what the next person would say: two different ideas
        hits += found.low <= _heard(ideas) <= found.high

    assert 0.93 <= hits / 1_000 <= 0.97


def _heard(ideas: np.ndarray) -> float:
    """Give the chance that an idea of the next person was mentioned before."""
    second = SHARES * (np.sum(SHARES / (1 - SHARES)) - SHARES / (1 - SHARES))
    return float(((SHARES + second) / 2)[np.unique(ideas)].sum())


# Where nothing is claimed: how many ideas there are.


def richness(name: str, random: np.random.Generator, size: int, shares: np.ndarray):
    if name == "chao2":
        return chao2(random.binomial(size, np.minimum(1, 2 * shares)), size)
    counts = random.multinomial(size, shares)
    return {"chao1": chao1, "hill 0": lambda c: hill_estimate(c, 0), "ace": ace}[name](counts)


@pytest.mark.parametrize(
    ("name", "size", "shares", "lowest", "highest"),
    [
        ("chao1", 100, SHARES, 0.55, 0.75),
        ("hill 0", 100, SHARES, 0.55, 0.75),
        ("chao2", 100, SHARES, 0.65, 0.85),
        ("chao2", 200, EVEN, 0.6, 0.8),
        ("ace", 500, SHARES, 0.98, 1.0),
        ("ace", 500, EVEN, 0.8, 0.93),
    ],
)
def test_the_number_of_ideas_is_a_lower_bound_of_which_nothing_is_claimed(
    name, size, shares, lowest, highest
) -> None:
    random = np.random.default_rng(5)

    found = [richness(name, random, size, shares) for _ in range(400)]

    hits = np.mean([each.low <= len(shares) <= each.high for each in found])
    assert lowest <= hits <= highest


def test_a_small_sample_finds_too_few_ideas() -> None:
    random = np.random.default_rng(5)

    found = [chao1(random.multinomial(100, SHARES)).value for _ in range(400)]

    assert np.mean(found) < 170  # of two hundred
