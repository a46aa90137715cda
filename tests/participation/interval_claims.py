"""Worlds of which the truth is known, one for every interval of which 95% is claimed.

CLAIMS: what is estimated -> one draw, telling whether the interval holds the truth.
"""

from collections.abc import Callable

import numpy as np

from participation import (
    Estimate,
    difference,
    hill_estimate,
    jeffreys_interval,
    relative_change,
    representativity,
    sample_coverage,
    score,
    show_groups,
    support_per_item,
    viewpoint_diversity,
    who_is_missing,
    wilson_interval,
    with_and_without,
)
from participation.heard import LEGITIMACY, mean_estimate

Random = np.random.Generator
Claim = Callable[[Random], bool]
# Two hundred ideas, of which the k-th is k times rarer than the first.
SHARES = 1 / np.arange(1, 201)
SHARES /= SHARES.sum()
TRUE_HILL = {
    1: float(np.exp(-np.sum(SHARES * np.log(SHARES)))),
    2: float(1 / np.sum(SHARES**2)),
}
# Ratings that lean to one side and pile up at its end.
SCALE = np.arange(-3, 4)
LIKED = np.array([0.25, 0.05, 0.05, 0.1, 0.15, 0.2, 0.2])
DISLIKED = LIKED[::-1]
MEAN_LIKED, MEAN_DISLIKED = float(SCALE @ LIKED), float(SCALE @ DISLIKED)


def holds(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high


def coverage_of_mentions(mentions: int) -> Claim:
    def draw(random: Random) -> bool:
        counts = random.multinomial(mentions, SHARES)
        return holds(sample_coverage(counts), float(SHARES[counts > 0].sum()))

    return draw


def hill(q: int, mentions: int) -> Claim:
    return lambda random: holds(
        hill_estimate(random.multinomial(mentions, SHARES), q), TRUE_HILL[q]
    )


def share(interval: Callable[[int, int], Estimate], people: int) -> Claim:
    def draw(random: Random) -> bool:
        chance = random.uniform(0.05, 0.95)
        return holds(interval(int(random.binomial(people, chance)), people), chance)

    return draw


def mean(people: int) -> Claim:
    return lambda random: holds(
        mean_estimate(random.choice(SCALE, people, p=LIKED).astype(float)), MEAN_LIKED
    )


def scale_score(people: int) -> Claim:
    def draw(random: Random) -> bool:
        feeling = random.choice([2, 3, 4, 5, 6], people)  # 4 on average, items around it
        answers = feeling[:, None] + random.choice([-1, 0, 1], (people, len(LEGITIMACY)))
        return holds(score(answers, LEGITIMACY).mean, 4.0)

    return draw


def change(people: int) -> Claim:
    def draw(random: Random) -> bool:
        before = random.normal(0, 1, people)
        return holds(difference(before, before + random.exponential(0.5, people)).change, 0.5)

    return draw


def relative(people: int) -> Claim:
    def draw(random: Random) -> bool:
        before = random.normal(50, 10, people)
        after = 1.25 * before + random.normal(0, 8, people)
        return holds(relative_change(before, after).change, 0.25)

    return draw


def weighted(people: int, *, of_share: bool) -> Claim:
    """A quarter came from the half that is young, and they count double."""

    def draw(random: Random) -> bool:
        young = random.random(people) < 0.25
        if of_share:
            value, truth = random.random(people) < np.where(young, 0.8, 0.4), 0.6
        else:
            liked, disliked = (random.choice(SCALE, people, p=p) for p in (LIKED, DISLIKED))
            value, truth = np.where(young, liked, disliked), (MEAN_LIKED + MEAN_DISLIKED) / 2
        item, weight = np.zeros(people, dtype=int), np.where(young, 2, 2 / 3)
        found = support_per_item(item, value, weight, share=of_share).weighted
        return bool(found.low[0] <= truth <= found.high[0])

    return draw


def without_collectives(people: int) -> Claim:
    def draw(random: Random) -> bool:
        spoke = np.arange(people) < people // 3
        liked, disliked = (random.choice(SCALE, people, p=p) for p in (LIKED, DISLIKED))
        found = with_and_without(
            np.zeros(people, dtype=int), np.where(spoke, liked, disliked), spoke
        ).difference
        truth = (people // 3) / people * (MEAN_LIKED - MEAN_DISLIKED)
        return bool(found.low[0] <= truth <= found.high[0])

    return draw


def indicator(people: int) -> Claim:
    lives, chances = 3 * people * np.array([3, 5, 2]), np.array([0.1, 0.3, 0.5])
    part = lives / lives.sum()
    truth = 1 - 2 * float(np.sqrt(part @ (chances - part @ chances) ** 2))

    def draw(random: Random) -> bool:
        found = representativity(random.binomial(lives, chances), lives)
        return abs(found.r_indicator - truth) <= 1.959964 * found.standard_error

    return draw


def coverage_ratio(people: int) -> Claim:
    """Young people come half as often as their share of the population."""
    lives = {"young": 40_000, "old": 60_000}

    def draw(random: Random) -> bool:
        young = int(random.binomial(people, 0.2))
        shown = show_groups({"young": young, "old": people - young}, of=lives)
        return holds(who_is_missing({"age": shown}, {"age": lives})[0].ratio, 0.5)

    return draw


def viewpoints(people: int) -> Claim:
    random = np.random.default_rng(9)
    crowd = random.normal(size=(20_000, 8))
    crowd += np.repeat(1.2 * random.normal(size=(4, 8)), 5_000, axis=0)
    unit = crowd / np.linalg.norm(crowd, axis=1, keepdims=True)
    centre = unit.sum(axis=0)
    truth = 1 - float(centre @ centre - len(unit)) / (len(unit) * (len(unit) - 1))

    def draw(random: Random) -> bool:
        said = crowd[random.choice(len(crowd), people, replace=False)]
        found = viewpoint_diversity(said, np.arange(people), shuffles=1)
        return found.low <= truth <= found.high

    return draw


CLAIMS: dict[str, Claim] = {
    **{f"sample coverage, {n} mentions": coverage_of_mentions(n) for n in (200, 500, 2_000)},
    **{f"Hill number of order 1, {n} mentions": hill(1, n) for n in (200, 500, 2_000)},
    **{f"Hill number of order 2, {n} mentions": hill(2, n) for n in (100, 500, 2_000)},
    **{f"Wilson, {n} people": share(wilson_interval, n) for n in (20, 150, 1_000)},
    **{f"Jeffreys, {n} people": share(jeffreys_interval, n) for n in (20, 150, 1_000)},
    **{f"mean rating, {n} people": mean(n) for n in (20, 150)},
    **{f"score of a scale, {n} people": scale_score(n) for n in (20, 150)},
    **{f"difference, {n} people": change(n) for n in (150, 1_000)},
    **{f"relative change, {n} people": relative(n) for n in (20, 150)},
    **{f"weighted mean, {n} people": weighted(n, of_share=False) for n in (40, 150)},
    **{f"weighted share, {n} people": weighted(n, of_share=True) for n in (40, 150)},
    **{f"without collectives, {n} people": without_collectives(n) for n in (60, 300)},
    **{f"R-indicator, {n} people": indicator(n) for n in (150, 1_000)},
    **{f"coverage ratio, {n} people": coverage_ratio(n) for n in (150, 1_000)},
    **{f"viewpoint diversity, {n} people": viewpoints(n) for n in (40, 300)},
}
