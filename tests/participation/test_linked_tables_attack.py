"""Tables that are published together give no small group away, not even all of them together.

The app shows cells (``participation.shown_cells``); tests/app/test_participation_attack has those.
"""

from itertools import product

import numpy as np
import pytest

from participation import (
    SUPPRESSED,
    NotEnoughData,
    PublishedTables,
    publish_tables,
    show_groups,
    shown_groups_of,
    shown_percentage,
    shown_share,
    shown_steps,
    who_is_missing,
)
from tests.participation.attacker import range_within

LIVES = {
    "age": {"old": 30_000, "middle": 50_000, "young": 40_000},
    "district": {"east": 60_000, "west": 60_000},
}
GROUPS = {name: tuple(groups) for name, groups in LIVES.items()}
Known = list[tuple[list[int], float, float]]


def dialogue(people: int, seed: int) -> dict[str, np.ndarray]:
    """Chambers, a channel, background, how far people came in two rounds, and a day."""
    random = np.random.default_rng(seed)

    def draw(*labels: str) -> np.ndarray:
        return random.choice(labels, people, p=random.dirichlet(np.full(len(labels), 0.8)))

    used = random.random(people) < random.uniform(0.5, 1)
    rounds = [used & (random.random(people) < random.uniform(0.6, 1)) for _ in range(2)]
    done = [began & (random.random(people) < random.uniform(0.7, 1)) for began in rounds]
    return {
        "chamber": draw("residents", "professionals", "directors"),
        "channel": draw("phone", "paper"),
        "age": draw("", *GROUPS["age"]),
        "district": draw(*GROUPS["district"]),
        **{f"round-{n}": progress(used, rounds[n], done[n]) for n in (0, 1)},
        "day": draw("2026-11-20", "2026-11-21", "2026-11-22"),
    }


def progress(used: np.ndarray, started: np.ndarray, finished: np.ndarray) -> np.ndarray:
    """How far everybody came in a round."""
    return np.array(["silent", "came in", "started", "finished"])[
        used.astype(int) + started + finished
    ]


def publish_people(
    people: dict[str, np.ndarray],
    *,
    groups: dict[str, tuple[str, ...]] | None = None,
    hub: str = "chamber",
) -> PublishedTables:
    """Every dimension by chamber, and days by themselves."""
    others = [name for name in people if name != hub]
    tables = [(hub,), *((name,) if name == "day" else (hub, name) for name in others)]
    return publish_tables(people, tables, groups=groups)


class Attacker:
    """Knows all kinds of people there can be, and every figure on every page."""

    def __init__(self, people: dict[str, np.ndarray], published: PublishedTables) -> None:
        names = [name for name in people if name != "day"]
        self.published = published
        self.kinds = [
            dict(zip(names, cell, strict=True))
            for cell in product(*(published.groups[name] for name in names))
        ]
        self.people = people

    def members(self, cell: frozenset[tuple[str, str]]) -> list[int]:
        return [at for at, kind in enumerate(self.kinds) if all(kind[k] == v for k, v in cell)]

    def size(self, cell: frozenset[tuple[str, str]]) -> int:
        everybody = np.ones(len(self.people["chamber"]), dtype=bool)
        belongs = [everybody, *(self.people[k] == v for k, v in cell)]
        return int(np.logical_and.reduce(belongs).sum())

    def tables(self, slack: float = 0) -> Known:
        return [
            (self.members(cell), count - slack, count + slack)
            for cell, count in self.published.counts.items()
            if count is not SUPPRESSED and not any(name == "day" for name, _ in cell)
        ]

    def told(self) -> Known:
        """What the page about who is missing says: of small groups, how many they are at most."""
        shown = {name: shown_groups_of(self.published, name, of=LIVES[name]) for name in LIVES}
        return [
            (self.members(frozenset({(missing.dimension, missing.group)})), 0, most)
            for missing in who_is_missing(shown, LIVES)
            if (most := shown[missing.dimension].at_most(missing.group)) and missing.bounded
        ]

    def finds_by_subtracting(self, known: Known) -> list[str]:
        """Say of which few people of a margin besides one of its cells too much is known."""
        found = []
        for cell in self.published.counts:
            for part in () if "day" in dict(cell) else cell:
                margin = cell - {part}
                if 0 < self.size(margin) - self.size(cell) < 10 <= self.size(margin):
                    rest = sorted(set(self.members(margin)) - set(self.members(cell)))
                    low, high = range_within(len(self.kinds), known, rest)
                    if low > 1e-6 or high < 10 - 1e-6:
                        found.append(f"{sorted(margin)} less {part} is {low} to {high}")
        return found

    def finds(self, known: Known) -> list[str]:
        """Say which small figure can't be nobody, or can't be ten people or more."""
        found = []
        for cell, count in self.published.counts.items():
            if count is SUPPRESSED and "day" not in dict(cell) and self.size(cell) < 10:
                low, high = range_within(len(self.kinds), known, self.members(cell))
                if low > 1e-6 or high < 10 - 1e-6:
                    found.append(f"{sorted(cell)} lies between {low} and {high}")
        return found


CASES = [(60, 1), (60, 11), (150, 2), (300, 3), (900, 4)]


@pytest.mark.parametrize(("people", "seed"), CASES)
def test_linear_programming_finds_nothing_in_all_tables_and_who_is_missing(people, seed) -> None:
    case = dialogue(people, seed)
    attacker = Attacker(case, publish_people(case, groups=GROUPS))

    known = attacker.tables() + attacker.told()
    assert attacker.finds(known) == []
    assert attacker.finds_by_subtracting(known) == []


def test_rounded_tables_are_no_more_telling() -> None:
    case = dialogue(150, 5)
    published = publish_people(case, groups=GROUPS)
    exact, rounded = Attacker(case, published), Attacker(case, published.rounded())

    assert rounded.finds(rounded.tables(slack=2)) == []
    assert exact.finds(exact.tables() + rounded.tables(slack=2)) == []


def test_percentages_of_shown_counts_say_nothing_new() -> None:
    case = dialogue(300, 3)
    published = publish_people(case, groups=GROUPS)
    attacker = Attacker(case, published)
    everybody = published.count()
    percentages = [
        (attacker.members(cell), (said.percent - 0.5) * everybody / 100 - 1, 1e9)
        for cell, count in published.counts.items()
        if "day" not in dict(cell)
        and (said := shown_share(count, everybody)) is not SUPPRESSED
        and 1 < said.percent < 99
    ]

    assert percentages
    assert attacker.finds(attacker.tables() + percentages) == []


# Deliberately weakened rules: the same attack must catch every one of them.


def test_tables_protected_one_by_one_are_caught() -> None:
    told = 0
    for people, seed in CASES[:3]:
        case = dialogue(people, seed)
        alone = publish_people({name: case[name] for name in ("chamber", "age")})
        again = publish_people(
            {name: case[name] for name in ("age", "chamber", "district")}, hub="age"
        )
        whole = publish_people(case, groups=GROUPS)
        counts = {
            cell: next(
                (
                    each.counts[cell]
                    for each in (alone, again, whole)
                    if each.counts.get(cell, SUPPRESSED) is not SUPPRESSED
                ),
                SUPPRESSED,
            )
            for cell in whole.counts
        }
        weak = Attacker(case, PublishedTables(whole.groups, counts))
        told += len(weak.finds(weak.tables()))

    assert told > 0


def test_hiding_small_cells_only_is_caught() -> None:
    case = dialogue(300, 3)
    attacker = Attacker(case, publish_people(case, groups=GROUPS))
    counts = {
        cell: size if (size := attacker.size(cell)) >= 10 else SUPPRESSED
        for cell in attacker.published.counts
    }
    weak = Attacker(case, PublishedTables(attacker.published.groups, counts))

    assert weak.finds(weak.tables())


def test_rounding_without_hiding_is_caught() -> None:
    case = dialogue(300, 3)
    attacker = Attacker(case, publish_people(case, groups=GROUPS))
    rounded: Known = [
        (attacker.members(cell), max(0, 5 * round(attacker.size(cell) / 5) - 2),
         5 * round(attacker.size(cell) / 5) + 2)
        for cell in attacker.published.counts
        if "day" not in dict(cell)
    ]  # fmt: skip

    assert attacker.finds(rounded)


def test_percentages_of_hidden_counts_beside_a_table_are_caught() -> None:
    shown = show_groups({"a": 400, "b": 60, "c": 7, "d": 3})
    assert [shown.cells[name] for name in "cd"] == [SUPPRESSED] * 2

    assert str(shown_percentage(7, of=470)) == "under 3"
    assert str(shown_percentage(3, of=470)) == "under 3"
    known = [([0], 400, 400), ([1], 60, 60), ([0, 1, 2, 3], 470, 470), ([2], 0, 9), ([3], 0, 9)]
    low, _ = range_within(4, known, [2])

    assert low == 1  # so it is not nobody: beside a table, percentages come from ``shown_share``
    assert shown_share(shown.cells["c"], 470) is SUPPRESSED


def test_steps_beside_exact_counts_of_the_same_people_are_caught() -> None:
    came_in, started = 86, 84
    (at_least,) = shown_steps([came_in])
    known = [([0, 1], at_least, at_least + 9), ([1], started, started)]

    low, high = range_within(2, known, [0])  # those who came in and did not start

    assert (low, high) == (0, 5)


@pytest.mark.parametrize("people", [0, 1, 2, 9])
def test_a_handful_of_people_publishes_nothing(people) -> None:
    case = dialogue(people, 1)

    published = publish_people(case, groups=GROUPS)

    assert set(published.counts.values()) == {SUPPRESSED}
    with pytest.raises(NotEnoughData):
        shown_groups_of(published, "age", of=LIVES["age"])
