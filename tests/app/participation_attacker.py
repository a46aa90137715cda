"""Somebody who knows everything that is stored of who took part, and works out the rest.

Shares no code with what hides: it only reads figures, and knows how they are rounded. It is told
more than any page says: every cell of chamber x channel, and whether "at least 80" is under 90.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from app.measuring.who import ShownPeople
from app.queries.participation_figures import Figures
from participation.shown_cells import MERGED

WIDTH = 9  # ten numbers stay possible
AGES = ("", "young", "middle", "old")
STEPS = ("none", "started", "finished")


@dataclass(frozen=True)
class Kind:
    """People alike in everything; silent: were sent a code that nobody used."""

    chamber: str
    channel: str
    wave: int
    age: str
    silent: bool
    first: str = "none"
    second: str = "none"
    withheld: str = ""

    @property
    def in_register(self) -> str:
        """The age that the code was made for; who gives no age may have kept that one back."""
        return self.withheld or self.age


Which = Callable[[Kind], bool]


def all_kinds(ways: set[tuple[str, str, int]]) -> list[Kind]:
    """Every kind of person there could be, given which codes were made."""
    found = []
    for (chamber, channel, wave), age in product(sorted(ways), AGES):
        found += [Kind(chamber, channel, wave, age, False, a, b) for a, b in product(STEPS, STEPS)]
        if channel == "open_link":
            continue
        found.append(Kind(chamber, channel, wave, age, True))
        if age:
            found += [
                Kind(chamber, channel, wave, "", False, a, b, age) for a, b in product(STEPS, STEPS)
            ]
    return found


class Attacker:
    """Collects what is known as linear bounds over the kinds; slack: how coarse counts are."""

    def __init__(self, kinds: list[Kind], truth: dict[Kind, int], *, slack: int = WIDTH) -> None:
        self.kinds, self.slack = kinds, slack
        self.truth = np.array([truth.get(kind, 0) for kind in kinds], dtype=float)
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def count(self, which: Which) -> np.ndarray:
        return np.array([float(which(kind)) for kind in self.kinds])

    def learn(self, row: np.ndarray, low: float, high: float) -> None:
        """Keep a bound; a wrong guess of the upper end is left out, so the truth stays possible."""
        value = float(row @ self.truth)
        assert low <= value + 1e-6, "what is shown is not true"
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high if value <= high else np.inf)

    def learn_codes(self, *, by_age: bool) -> None:
        """Who made the codes knows how many: per chamber, channel, wave (and age in a register)."""

        def way_of(kind: Kind) -> tuple[str, str, int, str]:
            age = kind.in_register if by_age else ""
            return kind.chamber, kind.channel, kind.wave, age

        for way in sorted({way_of(kind) for kind in self.kinds if has_code(kind)}):
            row = self.count(lambda k, w=way: way_of(k) == w)
            made = float(row @ self.truth)
            self.learn(row, made, made)

    def learn_cells(self, shown: ShownPeople) -> None:
        """Read every cell: came in, the codes used of each wave, and each step of each round."""
        own = {(cell.chamber, cell.channel) for cell in shown.cells if cell.channel != MERGED}
        for cell in shown.cells:

            def inside(kind: Kind, cell: object = cell) -> bool:
                if kind.silent or kind.chamber != cell.chamber:
                    return False
                if cell.channel == MERGED:
                    return (kind.chamber, kind.channel) not in own
                return kind.channel == cell.channel

            self.learn(self.count(inside), cell.came_in, cell.came_in + self.slack)
            for wave, used in cell.used.items():
                if cell.channel != MERGED:
                    row = self.count(lambda k, f=inside, w=wave: f(k) and k.wave == w)
                    self.learn(row, used, used + self.slack)
            for at, step in enumerate(cell.steps[:2]):
                name = ("first", "second")[at]
                began = self.count(lambda k, f=inside, n=name: f(k) and getattr(k, n) != "none")
                done = self.count(lambda k, f=inside, n=name: f(k) and getattr(k, n) == "finished")
                self.learn(began, step.started, step.started + self.slack)
                self.learn(done, step.finished, step.finished + self.slack)
                if at:
                    back = self.count(
                        lambda k, f=inside: f(k) and "none" not in (k.first, k.second)
                    )
                    self.learn(back, step.returned, step.returned + self.slack)

    def learn_figures(self, figures: Figures, shown: ShownPeople) -> None:
        """Read groups, who stayed silent, and the loss between the rounds."""
        seen = seen_ways(shown)
        for dimension in figures.dimensions:
            for row in dimension.rows:
                people = self.count(
                    lambda k, g=row.group: not k.silent and k.age == g and in_sight(k, seen)
                )
                if row.people is None:
                    if any(each.people for each in dimension.rows):
                        self.learn(people, 0, WIDTH)
                else:
                    self.learn(people, row.people - 2, row.people + 2)
                if row.silent:
                    silent = self.count(
                        lambda k, g=row.group: k.silent and k.age == g and in_sight(k, seen)
                    )
                    self.learn(silent, row.silent, row.silent + self.slack)
        for loss in figures.losses:
            if loss.lost is not None and loss.from_round == 1:
                self.learn_loss(loss.lost.value, lambda k: in_sight(k, seen))
            for groups in loss.groups if loss.from_round == 1 else ():
                for each in groups.rows:
                    if each.lost is not None:
                        self.learn_loss(
                            each.lost.value,
                            lambda k, g=each.group: in_sight(k, seen) and k.age == g,
                        )

    def learn_loss(self, share: float, which: Which) -> None:
        """A share in steps bounds who left by who was there; even the step is told."""
        before = self.count(lambda k: which(k) and k.first != "none")
        left = self.count(lambda k: which(k) and k.first != "none" and k.second == "none")
        half = steps_of_loss(float(before @ self.truth)) / 2
        self.learn(left - (share - half) * before, -1e-4, np.inf)
        self.learn((share + half) * before - left, -1e-4, np.inf)

    def range_of(self, row: np.ndarray, *, codes_only: int | None = None) -> tuple[float, float]:
        """Work out the least and the most that a count can be."""
        known = slice(0, codes_only)
        rows = np.array(self.rows[known]).reshape(-1, len(self.kinds))
        low, high = np.array(self.low[known]), np.array(self.high[known])
        finite = np.isfinite(high)
        above = csr_array(np.vstack([-rows, rows[finite]]))
        ends = np.concatenate([-low, high[finite]])
        found = []
        for sign in (1, -1):
            solved = linprog(sign * row, A_ub=above, b_ub=ends, bounds=(0, None), method="highs-ds")
            assert solved.status in (0, 3), solved.message
            found.append(np.inf if solved.status == 3 else abs(float(solved.fun)))
        return (0.0 if found[0] == np.inf else found[0]), found[1]

    def small_counts(self, shown: ShownPeople) -> Iterator[tuple[str, np.ndarray]]:
        """List every count that nobody may learn, with what it is."""
        seen = seen_ways(shown)
        ways = sorted({(k.chamber, k.channel, k.wave) for k in self.kinds})
        for chamber in sorted({way[0] for way in ways}):
            yield from self.steps_of(f"{chamber}", lambda k, c=chamber: k.chamber == c)
        for chamber, channel in sorted({way[:2] for way in ways}):
            yield from self.steps_of(
                f"{chamber} by {channel}",
                lambda k, c=chamber, w=channel: (k.chamber, k.channel) == (c, w),
            )
        for chamber, channel, wave in ways:
            yield from self.used_of(
                f"{chamber} by {channel}, wave {wave}",
                lambda k, c=chamber, w=channel, n=wave: (k.chamber, k.channel, k.wave) == (c, w, n),
            )
        for age in AGES:
            name = age or "no age"
            here = self.count(lambda k, a=age: not k.silent and k.age == a and in_sight(k, seen))
            yield f"{name}, took part", here

    def steps_of(self, name: str, which: Which) -> Iterator[tuple[str, np.ndarray]]:
        def rows(of: Which) -> np.ndarray:
            return self.count(lambda k: not k.silent and which(k) and of(k))

        yield f"{name}, came in", rows(lambda _: True)
        for step in ("first", "second"):
            yield f"{name}, not in {step}", rows(lambda k, s=step: getattr(k, s) == "none")
            yield f"{name}, stopped in {step}", rows(lambda k, s=step: getattr(k, s) == "started")
        yield (
            f"{name}, new in second",
            rows(lambda k: (k.first == "none") and (k.second != "none")),
        )
        yield f"{name}, silent", self.count(lambda k: k.silent and which(k))

    def used_of(self, name: str, which: Which) -> Iterator[tuple[str, np.ndarray]]:
        coded = [k.channel != "open_link" for k in self.kinds]
        yield (
            f"{name}, codes used",
            self.count(lambda k: which(k) and not k.silent) * np.array(coded),
        )
        yield f"{name}, codes not used", self.count(lambda k: which(k) and k.silent)

    def squeezed(self, shown: ShownPeople, codes: int) -> list[str]:
        """Name every small count that is known too well, beside what the codes alone tell."""
        found = []
        for name, row in self.small_counts(shown):
            true = float(row @ self.truth)
            if true > WIDTH or not row.any():
                continue
            least, most = self.range_of(row)
            if most - least >= WIDTH - 1e-6:
                continue
            without = self.range_of(row, codes_only=codes)
            if most - least < min(WIDTH, without[1] - without[0]) - 1e-6:
                found.append(f"{name}: {true:g} lies between {least:g} and {most:g}")
        return found


def seen_ways(shown: ShownPeople) -> tuple[set[tuple[str, str]], dict[str, bool]]:
    """Say which cells are shown, and of each chamber whether those put together are."""
    own = {(c.chamber, c.channel): c.came_in > 0 for c in shown.cells if c.channel != MERGED}
    merged = {c.chamber: c.came_in > 0 for c in shown.cells if c.channel == MERGED}
    return own, merged


def has_code(kind: Kind) -> bool:
    """Tell whether a code was made for somebody."""
    return kind.channel != "open_link"


def in_sight(kind: Kind, seen: tuple[dict[tuple[str, str], bool], dict[str, bool]]) -> bool:
    """Tell whether somebody is in a cell that is shown."""
    own, merged = seen
    return own.get((kind.chamber, kind.channel), merged.get(kind.chamber, False))


def steps_of_loss(people: float) -> float:
    """How coarse a share of so many people is shown."""
    return next(step for step in (0.05, 0.1, 0.2) if step * people >= 20)
