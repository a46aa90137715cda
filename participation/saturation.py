"""How much of what people like these would bring has been said, and how many more voices it takes.

Count ideas on a grouping of near-duplicates in which an idea may stand alone; never on clusters,
which have no idea that was heard once. How many ideas there are depends on what counts as the same,
so ``sensitivity`` gives the answer for several thresholds, and one is never shown without the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate, normal_quantile
from participation.mentions import Mentions, read_mentions
from participation.richness import chao2

MINIMUM_PEOPLE = 20
MINIMUM_REPEATED = 10  # ideas that came from two people or more: what all is estimated from
TARGET = 0.95
RELIABLE = 2  # extrapolation beyond twice the sample is a guess (Chao et al. 2014)


def sample_coverage(
    counts: ArrayLike, *, units: int | None = None, level: float = LEVEL
) -> Estimate:
    """Estimate which share of all mentions is of ideas that were heard.

    1 - (f1/n) A, A = n f0/(n f0 + f1). Source: Chao and Jost (2012), equation 4a; with ``units``
    (people) 1 - (Q1/U) A, Chao et al. (2014), table 2. Standard error: Esty (1983),
    sqrt(f1 (1 - f1/n) + 2 f2)/n. Raises NotEnoughData for fewer than two mentions (or people).
    """
    mentions = read_mentions(counts, units)
    once, twice, total = mentions.times(1), mentions.times(2), mentions.total
    value = 1 - once / total * mentions.novelty
    error = sqrt(once * (1 - once / total) + 2 * twice) / total
    reach = normal_quantile(level) * error
    return Estimate(value, error, max(0.0, value - reach), min(1.0, value + reach))


def rarefy(counts: ArrayLike, m: int, *, units: int | None = None) -> float:
    """Give how many ideas m of the n mentions (or of the people, with ``units``) would have shown.

    Sum of 1 - C(n - x, m)/C(n, m). Source: Hurlbert (1971); Chao et al. (2014), equation 4.
    Raises ValueError for m outside 0..n.
    """
    mentions = read_mentions(counts, units)
    if not 0 <= m <= mentions.size:
        raise ValueError(f"{m} lies outside 0..{mentions.size}; see extrapolate")
    return _rarefied(mentions, m)


def extrapolate(counts: ArrayLike, m: int, *, units: int | None = None) -> float:
    """Give how many ideas m mentions (or people, with ``units``) in all would show.

    S + f0 (1 - (1 - f1/(n f0 + f1))^(m - n)). Source: Chao et al. (2014), equation 9. Beyond 2n it
    is a guess. For m up to n: ``rarefy``.
    """
    mentions = read_mentions(counts, units)
    if m <= mentions.size:
        return rarefy(counts, m, units=units)
    unseen = mentions.unseen
    return mentions.observed + unseen * (1 - mentions.novelty ** (m - mentions.size))


def expected_coverage(counts: ArrayLike, m: int, *, units: int | None = None) -> float:
    """Give the share of all mentions that m mentions (or people) in all would cover.

    For m < n: 1 - sum of (x/n) C(n - x, m)/C(n - 1, m); for m = n + m*: 1 - (f1/n) A^(m* + 1).
    Source: Chao and Jost (2012), equations 4b and 12; for people Chao et al. (2014).
    """
    mentions = read_mentions(counts, units)
    if m < 0:
        raise ValueError("nobody can be asked fewer than zero times")
    if m < mentions.size:
        missed = _choices(mentions.size - mentions.values, mentions.size - 1, m)
        return 1 - float(np.sum(mentions.values * mentions.ideas * missed)) / mentions.total
    once = mentions.times(1)
    return 1 - once / mentions.total * mentions.novelty ** (m - mentions.size + 1)


def more_voices(counts: ArrayLike, *, target: float = TARGET, units: int | None = None) -> int:
    """Give how many more mentions (or people) it takes until ``target`` of all has been said."""
    if not 0 < target < 1:
        raise ValueError("a target lies between 0 and 1, such as 0.95")
    mentions = read_mentions(counts, units)
    once, novelty = mentions.times(1), mentions.novelty
    if once == 0 or novelty == 0:
        return 0
    return max(0, ceil(log((1 - target) * mentions.total / once) / log(novelty) - 1 - 1e-9))


@dataclass(frozen=True)
class CurvePoint:
    """What so many people would have said; beyond those who spoke it is extrapolated."""

    people: int
    ideas: float
    coverage: float
    extrapolated: bool


@dataclass(frozen=True)
class Saturation:
    """How much has been said, by how many, and how many more voices it takes for ``target``.

    reliable: the extrapolation to ``more_people`` stays within twice those who spoke.
    """

    people: int
    ideas: int
    heard_once: int
    coverage: Estimate
    richness: Estimate
    target: float
    more_people: int
    reliable: bool
    curve: tuple[CurvePoint, ...]


def measure_saturation(
    idea: ArrayLike,
    author: ArrayLike,
    *,
    target: float = TARGET,
    points: int = 20,
    minimum: int = MINIMUM_PEOPLE,
) -> Saturation:
    """Measure saturation: idea (c,) and author (c,) labels of every contribution.

    A person counts once per idea, so copies by one person change nothing. Raises NotEnoughData for
    fewer than ``minimum`` people, or when hardly any idea came from two people: then the grouping
    tells sentences apart, not ideas, and every figure would be made up.
    """
    counts, people = people_per_idea(idea, author)
    if people < minimum:
        raise NotEnoughData("people", people, minimum)
    repeated = int(np.sum(counts > 1))
    if repeated < min(MINIMUM_REPEATED, len(counts)):
        raise NotEnoughData("ideas that two people had", repeated, MINIMUM_REPEATED)
    more = more_voices(counts, target=target, units=people)
    sizes = np.unique([*np.linspace(1, RELIABLE * people, points).astype(int).tolist(), people])
    return Saturation(
        people=people,
        ideas=len(counts),
        heard_once=int(np.sum(counts == 1)),
        coverage=sample_coverage(counts, units=people),
        richness=chao2(counts, people),
        target=target,
        more_people=more,
        reliable=people + more <= RELIABLE * people,
        curve=tuple(_point(counts, int(size), people) for size in sizes),
    )


def sensitivity(
    ideas_by_threshold: Mapping[float, ArrayLike],
    author: ArrayLike,
    *,
    target: float = TARGET,
    minimum: int = MINIMUM_PEOPLE,
) -> dict[float, Saturation | NotEnoughData]:
    """Measure saturation for every threshold of what counts as the same idea, lowest first.

    A threshold at which hardly anything repeats gives its NotEnoughData.
    """
    found: dict[float, Saturation | NotEnoughData] = {}
    for threshold, idea in sorted(ideas_by_threshold.items()):
        try:
            found[threshold] = measure_saturation(idea, author, target=target, minimum=minimum)
        except NotEnoughData as few:
            found[threshold] = few
    return found


def people_per_idea(idea: ArrayLike, author: ArrayLike) -> tuple[NDArray[np.int64], int]:
    """Count how many different people mentioned each idea, and how many people there are."""
    _, which = np.unique(np.asarray(idea).reshape(-1), return_inverse=True)
    authors, who = np.unique(np.asarray(author).reshape(-1), return_inverse=True)
    if len(which) != len(who):
        raise ValueError("every contribution needs an idea and an author")
    if len(which) == 0:
        raise NotEnoughData("contributions", 0, 1)
    pairs = np.unique(which.astype(np.int64) * len(authors) + who)
    return np.bincount(pairs // len(authors)).astype(np.int64), len(authors)


def _point(counts: NDArray[np.int64], size: int, people: int) -> CurvePoint:
    ideas = extrapolate(counts, size, units=people)
    return CurvePoint(size, ideas, expected_coverage(counts, size, units=people), size > people)


def _rarefied(mentions: Mentions, m: int) -> float:
    missed = _choices(mentions.size - mentions.values, mentions.size, m)
    return float(np.sum(mentions.ideas * (1 - missed)))


def _choices(left: NDArray[np.int64], size: int, m: int) -> NDArray[np.float64]:
    """Give C(left, m)/C(size, m): how likely m draws of size all come from what is left."""
    from scipy.special import gammaln  # light pages needn't wait for it

    possible = left >= m
    kept = np.where(possible, left, m)
    logs = gammaln(kept + 1) - gammaln(kept - m + 1) - gammaln(size + 1) + gammaln(size - m + 1)
    return np.where(possible, np.exp(logs), 0.0)
