"""All figures about who took part, in a process of its own: processor seconds and its peak.

python one_participation.py PEOPLE    15 ratings and one contribution per person, 8 dimensions

Prints JSON. The baseline is one pass of numpy over the ratings: a mean per contribution and the
number of ratings per person, the least anyone would do.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

DIMENSIONS, GROUPS, THEMES, CHAMBERS = 8, 12, 40, ("residents", "professionals", "directors")
RATINGS_EACH = 15
WIDTH = 512


@dataclass(frozen=True, eq=False)
class Dialogue:
    chamber: np.ndarray
    background: dict[str, np.ndarray]
    population: dict[str, dict[str, int]]
    used: np.ndarray
    started: np.ndarray
    finished: np.ndarray
    day: np.ndarray
    vectors: np.ndarray
    author: np.ndarray
    idea: np.ndarray
    rater: np.ndarray
    item: np.ndarray
    value: np.ndarray
    answers: np.ndarray


def dialogue(people: int) -> Dialogue:
    random = np.random.default_rng(0)
    uneven = np.linspace(1, 3, GROUPS) / np.linspace(1, 3, GROUPS).sum()
    names = np.array([f"group {at}" for at in range(GROUPS)])
    background = {
        f"d{at}": names[random.choice(GROUPS, people, p=uneven)] for at in range(DIMENSIONS)
    }
    began = random.random((people, 2)) < 0.8
    ideas = 1 / np.arange(1, people // 5 + 1)
    items = people  # one contribution each
    return Dialogue(
        chamber=np.array(CHAMBERS)[random.choice(3, people, p=[0.8, 0.15, 0.05])],
        background=background,
        population={name: dict.fromkeys(names.tolist(), 10 * people) for name in background},
        used=np.ones(people, dtype=bool),
        started=began,
        finished=began & (random.random((people, 2)) < 0.9),
        day=np.datetime64("2026-11-01") + random.integers(0, 21, people),
        vectors=random.normal(size=(people, WIDTH)).astype(np.float32),
        author=np.arange(people),
        idea=random.choice(len(ideas), people, p=ideas / ideas.sum()),
        rater=np.repeat(np.arange(people), RATINGS_EACH),
        item=random.integers(0, items, people * RATINGS_EACH),
        value=random.integers(-3, 4, people * RATINGS_EACH).astype(float),
        answers=random.integers(1, 8, (people, 8)).astype(float),
    )


def baseline(of: Dialogue) -> None:
    counts = np.bincount(of.item)
    sums = np.bincount(of.item, of.value)
    _ = sums / np.maximum(counts, 1), np.bincount(of.rater)


def figures(of: Dialogue) -> dict[str, Callable[[], object]]:
    import participation as p

    people = len(of.chamber)
    margins = list(of.population.values())
    labels = list(of.background.values())
    counts = {
        name: dict(
            zip(*(each.tolist() for each in np.unique(each, return_counts=True)), strict=True)
        )
        for name, each in of.background.items()
    }
    weights = p.weigh(labels, margins).weights
    theme = of.item % THEMES
    spoke = of.rater % 10 == 0

    def who() -> object:
        shown = {name: p.show_groups(counts[name], of=of.population[name]) for name in counts}
        return [
            p.who_is_missing(shown, of.population),
            [p.coverage(counts[name], of.population[name]) for name in counts],
            [
                p.representativity(list(counts[name].values()), list(of.population[name].values()))
                for name in counts
            ],
        ]

    def how_many() -> object:
        return [
            p.count_funnels(of.chamber, used=of.used, started=of.started, finished=of.finished),
            p.arrivals_per_day(of.day, of.chamber),
            [
                p.loss_between(each, of.started[:, 0], of.started[:, 1])
                for each in [of.chamber, *labels]
            ],
            p.count_waves(of.chamber, of.used),
            p.reach_out(labels[0], of.used, margins[0]),
        ]

    return {
        "how many": how_many,
        "who": who,
        "weights": lambda: p.weigh(labels, margins),
        "published tables": lambda: p.publish_tables(
            {"chamber": of.chamber, **of.background},
            [("chamber",), *(("chamber", name) for name in of.background)],
        ),
        "support per theme": lambda: p.support_per_item(theme, of.value, weights[of.rater]),
        "support per contribution": lambda: p.support_per_item(
            of.item, of.value, weights[of.rater]
        ),
        "collectives": lambda: p.with_and_without(theme, of.value, spoke),
        "absence": lambda: p.rank_as_if_all_stayed(
            of.chamber,
            of.started[:, 0],
            of.started[:, 1],
            rater=of.rater,
            item=theme,
            value=of.value,
        ),
        "ratings across": lambda: p.ratings_across(
            of.rater, of.chamber[of.rater], of.chamber[of.item % people], of.value
        ),
        "voice": lambda: [p.evenness(np.bincount(each)) for each in (of.rater, of.item)],
        "saturation": lambda: p.measure_saturation(of.idea, of.author),
        "hill numbers": lambda: [p.hill_estimate(np.bincount(of.idea), q) for q in (0, 1, 2)],
        "viewpoints": lambda: p.viewpoint_diversity(of.vectors, of.author),
        "feeling heard": lambda: p.score_by_group(of.answers, of.chamber),
    }


def seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def main(people: int) -> dict[str, object]:
    of = dialogue(people)
    least = min(seconds(lambda: baseline(of)) for _ in range(5))
    before = time.process_time()
    asked = figures(of)  # imports, counts per group and the weights that others need
    took = {"first": time.process_time() - before} | {
        name: seconds(run) for name, run in asked.items()
    }
    return {
        "people": people,
        "rows": len(of.rater),
        "baseline": least,
        "seconds": took,
        "total": sum(took.values()),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
