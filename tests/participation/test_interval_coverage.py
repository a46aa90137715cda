"""Intervals hold the truth as often as they say, where that is claimed; minutes long, seeded."""

import numpy as np
import pytest

from participation.counting import Funnel
from participation.hill import hill_estimate
from participation.proportions import wilson_interval
from participation.richness import chao1
from participation.saturation import measure_saturation, sample_coverage

pytestmark = pytest.mark.slow
TRIALS = 1000
SHARES = 1 / np.arange(1, 201)
SHARES /= SHARES.sum()


def draw(random: np.random.Generator, mentions: int) -> np.ndarray:
    return random.multinomial(mentions, SHARES)


@pytest.mark.parametrize("mentions", [200, 500, 2000])
def test_sample_coverage(mentions) -> None:
    random = np.random.default_rng(1)
    hits = 0
    for _ in range(TRIALS):
        counts = draw(random, mentions)
        found = sample_coverage(counts)
        hits += found.low <= SHARES[counts > 0].sum() <= found.high

    assert 0.93 <= hits / TRIALS <= 0.97


@pytest.mark.parametrize("people", [100, 400])
def test_coverage_among_people_who_mention_several_ideas(people) -> None:
    random = np.random.default_rng(2)
    author = np.repeat(np.arange(people), 2)
    hits = 0
    for _ in range(TRIALS):
        ideas = np.array([random.choice(200, 2, replace=False, p=SHARES) for _ in range(people)])
        found = measure_saturation(ideas.reshape(-1), author).coverage
        # what the next person would say: two different ideas
        hits += found.low <= _heard(ideas) <= found.high

    assert 0.93 <= hits / TRIALS <= 0.97


def _heard(ideas: np.ndarray) -> float:
    """Give the chance that an idea of the next person was mentioned before."""
    second = SHARES * (np.sum(SHARES / (1 - SHARES)) - SHARES / (1 - SHARES))
    return float(((SHARES + second) / 2)[np.unique(ideas)].sum())


@pytest.mark.parametrize(("q", "mentions"), [(1, 500), (1, 2000), (2, 200), (2, 2000)])
def test_hill_estimates(q, mentions) -> None:
    random = np.random.default_rng(3)
    truth = np.exp(-np.sum(SHARES * np.log(SHARES))) if q == 1 else 1 / np.sum(SHARES**2)
    found = [hill_estimate(draw(random, mentions), q) for _ in range(TRIALS)]

    hits = np.mean([each.low <= truth <= each.high for each in found])
    assert 0.93 <= hits <= 0.98


def test_shares_of_people() -> None:
    random = np.random.default_rng(4)
    chances = random.uniform(0.05, 0.95, TRIALS)
    counts = random.binomial(150, chances)

    hits = np.mean(
        [
            (found := wilson_interval(int(k), 150)).low <= p <= found.high
            for k, p in zip(counts, chances, strict=True)
        ]
    )

    assert 0.93 <= hits <= 0.97
    assert Funnel(150, int(counts[0]), ()).response == wilson_interval(int(counts[0]), 150)


def test_richness_is_a_lower_bound_and_its_interval_misses_the_rare_ideas_of_a_small_sample() -> (
    None
):
    random = np.random.default_rng(5)
    found = {n: [chao1(draw(random, n)) for _ in range(TRIALS)] for n in (100, 2000)}

    few, many = ([each.low <= 200 <= each.high for each in found[n]] for n in (100, 2000))

    assert np.mean([each.value for each in found[100]]) < 170
    assert np.mean(few) < 0.75  # so the docs claim nothing for the number of ideas
    assert np.mean(many) > 0.92
