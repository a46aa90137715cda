"""What dealing and weighing cost, beside bare numpy of the same size in the same run.

Run with `make benchmark`: small by default. With WEIGHING_BENCHMARK=full in the environment it runs
at the sizes that are promised (a few minutes, under 3 GB) and writes the plot of growth.
"""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dialogue.deck import build_deck
from dialogue.opinion import (
    OpinionGroups,
    bridging,
    consensus,
    group_tallies,
    opinion_groups,
    polis_group_informed_consensus,
    polis_groups,
    polis_representativeness,
    polis_select_representative,
    read_ratings,
    representative,
)
from dialogue.support import support

pytestmark = pytest.mark.benchmark

FULL = os.environ.get("WEIGHING_BENCHMARK") == "full"
Log = tuple[np.ndarray, np.ndarray, np.ndarray]


def rating_log(people: int, contributions: int, ratings: int) -> Log:
    """Two camps with activity as uneven as in Polis; about so many votes."""
    chance = np.random.default_rng(0)
    activity = chance.lognormal(0, 1.1, people)
    activity = np.clip(activity / activity.sum() * ratings, 1, contributions * 0.9).astype(int)
    person = np.repeat(np.arange(people), activity)
    cell = np.unique(person * contributions + chance.integers(0, contributions, len(person)))
    person, item = cell // contributions, cell % contributions
    camp = chance.choice([-1, 1], people)
    felt = chance.normal(0, 0.5, contributions)[item] + chance.normal(0, 1, len(person))
    felt += camp[person] * chance.normal(0, 0.7, contributions)[item]
    return person, item, np.where(np.abs(felt) < 0.2, 0, np.sign(felt))


def bare_numpy(person: np.ndarray, item: np.ndarray, vote: np.ndarray) -> list[np.ndarray]:
    """Fill with means, PCA, k-means with three groups, tallies: the least anyone would do."""
    shape = int(person.max()) + 1, int(item.max()) + 1
    votes, seen = np.zeros(shape, np.float32), np.zeros(shape, bool)
    votes[person, item], seen[person, item] = vote, True
    mean = votes.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    centred = np.where(seen, votes, mean) - mean
    points = centred @ np.linalg.eigh(centred.T @ centred)[1][:, -2:]
    centres = points[:3]
    for _ in range(20):
        nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        centres = np.array([points[nearest == group].mean(axis=0) for group in range(3)])
    return [
        ((votes[nearest == group] == side) & seen[nearest == group]).sum(axis=0)
        for group in range(3)
        for side in (1, -1)
    ]


def whole_analysis(person: np.ndarray, item: np.ndarray, vote: np.ndarray) -> None:
    """Support with 200 resamples, both views of opinion, consensus, representativeness."""
    contributions = int(item.max()) + 1
    support(person, item, vote, np.arange(contributions) % 20, seed=1, resamples=200)
    ratings = read_ratings(person, item, vote, contributions=contributions)
    polis = polis_groups(ratings)
    polis_group_informed_consensus(polis.agree, polis.seen)
    polis_representativeness(polis.agree, polis.disagree, polis.seen)
    polis_select_representative(polis.agree, polis.disagree, polis.seen)
    ours = opinion_groups(ratings, seed=1)
    group = ours.group if isinstance(ours, OpinionGroups) else polis.group
    consensus(ratings, group, seed=1)
    representative(*group_tallies(ratings, group))
    bridging(ratings)


def seconds(run: Callable[..., object], log: Log) -> float:
    """Processor seconds: other programs on the machine don't count."""
    started = time.process_time()
    run(*log)
    return time.process_time() - started


def test_a_deal_costs_under_a_millisecond_and_no_more_in_a_larger_deck() -> None:
    hands = 1_000_000 if FULL else 20_000
    middle = {}
    for contributions in (1_000, 10_000, 100_000):
        themes = np.random.default_rng(1).zipf(1.5, contributions) % 40
        deck = build_deck(themes, seed=1)
        took = np.empty(hands)
        for turn in range(hands):
            started = time.perf_counter()
            deck.deal(turn, exclude={turn % contributions})
            took[turn] = time.perf_counter() - started
        middle[contributions] = float(np.median(took))
        slow = float(np.quantile(took, 0.99))
        print(f"deal: {contributions} contributions, {hands} hands: "
              f"median {middle[contributions] * 1e6:.0f} us, p99 {slow * 1e6:.0f} us")  # fmt: skip
        assert slow < 0.001
    assert middle[100_000] < 2 * middle[1_000]


def test_the_whole_analysis_beside_bare_numpy() -> None:
    size = (33_422, 783, 2_170_000) if FULL else (5_000, 300, 150_000)
    log = rating_log(*size)
    bare, ours = seconds(bare_numpy, log), seconds(whole_analysis, log)
    print(f"analysis: {size[0]} people x {size[1]}, {len(log[0])} votes: "
          f"{ours:.2f} s, bare numpy {bare:.2f} s, {ours / bare:.1f} times")  # fmt: skip
    if FULL:
        assert ours < 5 or ours < 3 * bare  # the second when the machine is slow
        assert ours < 10 * bare


@pytest.mark.skipif(not FULL, reason="a minute and some GB: WEIGHING_BENCHMARK=full")
def test_a_million_people_stay_within_a_minute_and_a_half_and_three_gigabytes() -> None:
    log = rating_log(1_000_000, 500, 22_500_000)
    took = seconds(whole_analysis, log)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"analysis: 1000000 x 500, {len(log[0])} votes: {took:.0f} s, {memory:.2f} GB")
    assert took < 90
    assert memory < 3


def test_cost_grows_in_proportion_to_the_votes(tmp_path: Path) -> None:
    largest = 64_000 if FULL else 16_000
    people = [largest // 8, largest // 4, largest // 2, largest]
    logs = [rating_log(number, 300, number * 30) for number in people]
    votes = np.array([len(log[0]) for log in logs], dtype=float)
    whole_analysis(*logs[0])  # importing isn't what is measured
    ours = np.array([seconds(whole_analysis, log) for log in logs])
    bare = np.array([seconds(bare_numpy, log) for log in logs])
    exponent = float(np.polyfit(np.log(votes), np.log(ours), 1)[0])
    plot = tmp_path / "growth.svg"
    plot.write_text(growth_plot(votes, {"this analysis": ours, "bare numpy": bare}))
    print(f"growth: exponent {exponent:.2f}, plot {plot}")
    assert exponent < 1.25


def growth_plot(votes: np.ndarray, lines: dict[str, np.ndarray]) -> str:
    """Draw seconds against votes, both on a logarithmic scale."""
    everything = np.concatenate(list(lines.values()))

    def across(value: float) -> float:
        return 60 + 500 * np.log(value / votes.min()) / np.log(votes.max() / votes.min())

    def up(value: float) -> float:
        low, high = np.log(everything.min()), np.log(everything.max())
        return 320 - 280 * (np.log(value) - low) / (high - low)

    parts = ["<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 700 360' font-size='12'>"]
    for (name, took), colour in zip(lines.items(), ("#154273", "#b36200"), strict=True):
        path = " ".join(f"{across(x):.0f},{up(y):.0f}" for x, y in zip(votes, took, strict=True))
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}'/>")
        end = f"x='{across(votes[-1]) + 6:.0f}' y='{up(took[-1]):.0f}'"
        parts.append(f"<text {end} fill='{colour}'>{name} {took[-1]:.2f} s</text>")
    parts += [f"<text x='{across(x):.0f}' y='345'>{x:,.0f}</text>" for x in votes]
    return "\n".join([*parts, "<text x='60' y='20'>seconds against votes</text></svg>"])
