"""How many different viewpoints there are, and how far apart people stand.

Hill numbers count ideas or themes, weighing rare ones less as q grows; discursive diversity
measures how far apart people's words lie. Neither rises when somebody says the same a hundred times
(count people per idea, not mentions, for the first).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate, normal_quantile, read_weights
from participation.mentions import Mentions, read_mentions
from participation.richness import chao1, jackknife_error

Floats = NDArray[np.float64]
SHUFFLES = 200
SAME_DIRECTION = 6  # decimals up to which two viewpoints are one


def hill_number(counts: ArrayLike, q: float) -> float:
    """Give the effective number of kinds of order q, as observed: richness, exp-Shannon, 1/Simpson.

    (sum p^q)^(1/(1-q)); q = 1: exp(-sum p ln p); q = infinity: 1/max p. Source: Hill (1973).
    Counts or shares of any total. Raises NotEnoughData when nothing was counted.
    """
    if q < 0:
        raise ValueError("the order of a Hill number is 0 or more")
    given = read_weights(counts, "counts")
    if given.sum() == 0:
        raise NotEnoughData("mentions", 0, 1)
    share = given[given > 0] / given.sum()
    if q == 1:
        return exp(-float(np.sum(share * np.log(share))))
    if q == inf:
        return 1 / float(share.max())
    # Relative to the largest share: a high power of a small one is no longer a number.
    largest = float(share.max())
    power = float(np.sum((share / largest) ** q))
    return float(power ** (1 / (1 - q)) * largest ** (q / (1 - q)))


def hill_estimate(counts: ArrayLike, q: float, *, level: float = LEVEL) -> Estimate:
    """Estimate the Hill number of all that could be said, of order 0, 1 or 2.

    q = 0: Chao1; q = 1: exp of the entropy of Chao, Wang and Jost (2013); q = 2: 1/sum of
    x(x-1)/(n(n-1)). Source: Chao and Jost (2015). Standard errors of q = 1 and 2 by the jackknife.
    Raises NotEnoughData for fewer than two mentions, or when nothing repeats and q = 2.
    """
    if q not in (0, 1, 2):
        raise ValueError("estimates exist for q = 0, 1 and 2")
    if q == 0:
        return chao1(counts, level=level)
    mentions = read_mentions(counts)
    if q == 2 and mentions.values.max() == 1:
        raise NotEnoughData("repeated mentions", 0, 1)
    statistic = _shannon if q == 1 else _simpson
    value, error = statistic(mentions), jackknife_error(mentions, statistic)
    reach = normal_quantile(level) * error
    return Estimate(value, error, max(1.0, value - reach), value + reach)


def chao_shannon(counts: ArrayLike) -> float:
    """Estimate the Shannon entropy (nats). Source: Chao, Wang and Jost (2013), equation 4."""
    return log(_shannon(read_mentions(counts)))


def _shannon(mentions: Mentions) -> float:
    from scipy.special import digamma  # light pages needn't wait for it

    size, values = mentions.size, mentions.values
    known = mentions.ideas * values / size * (digamma(size) - digamma(values))
    once = mentions.times(1)
    tail = _entropy_tail(mentions.novelty, size) if once and size > 1 else 0.0
    return exp(float(np.sum(known)) + once / size * tail)


@lru_cache(maxsize=64)
def _entropy_tail(novelty: float, size: int) -> float:
    """Give the sum over j >= 0 of A^(j+1)/(n+j), which is A^(1-n) (-ln(1-A) - sum_{r<n} A^r/r).

    The second form is exact unless A^n is tiny: then its difference is rounding, blown up.
    """
    if novelty == 0:
        return 0.0
    if size * -log(novelty) < 10:
        powers = np.arange(1, size, dtype=np.float64)
        below = float(np.sum(novelty**powers / powers))
        return float(novelty ** (1.0 - size) * (-log(1 - novelty) - below))
    terms = np.arange(int(40 / -log(novelty)) + 1, dtype=np.float64)
    return float(np.sum(novelty ** (terms + 1) / (size + terms)))


def _simpson(mentions: Mentions) -> float:
    size, values = mentions.size, mentions.values
    pairs = float(np.sum(mentions.ideas * values * (values - 1)))
    return size * (size - 1) / pairs if pairs else inf


@dataclass(frozen=True)
class ViewpointDiversity:
    """How far apart people stand, beside what chance would give.

    value, low, high: mean cosine distance between people (0: all the same, 1: nothing in common).
    baseline_low, baseline_high: where 95% of the shuffles fall, in which every contribution was
    given to a random author; None when nobody said more than one thing, for then shuffling changes
    nothing. viewpoints: different ones among these people.
    """

    value: float
    standard_error: float
    low: float
    high: float
    baseline: float | None
    baseline_low: float | None
    baseline_high: float | None
    people: int
    viewpoints: int


def viewpoint_diversity(
    vectors: ArrayLike,
    authors: ArrayLike,
    *,
    seed: int = 0,
    shuffles: int = SHUFFLES,
    level: float = LEVEL,
) -> ViewpointDiversity:
    """Measure discursive diversity: vectors (c, d) of contributions, authors (c,) labels.

    Mean cosine distance over pairs of people, each the centre of what they said. Source: Lix,
    Goldberg, Srivastava and Valentine (2022). Unlike there, equal contributions of a person and
    equal people count once, so that copies don't move it. Interval: jackknife over viewpoints.
    Raises NotEnoughData for fewer than two people, ValueError for vectors that are no numbers.
    """
    unit, author = _read_vectors(vectors, authors)
    people = int(author.max()) + 1 if len(author) else 0
    if people < 2:
        raise NotEnoughData("people", people, 2)
    normal_quantile(level)
    unit, author = _without_repeats(unit, author)
    points = _distinct(_centres(unit, author, people))
    value, error = _mean_distance(points)
    reach = normal_quantile(level) * error
    chance = _shuffled(unit, author, people, seed, shuffles) if len(unit) > people else None
    ends = None if chance is None else np.quantile(chance, [0.025, 0.975])
    return ViewpointDiversity(
        value=value,
        standard_error=error,
        low=max(0.0, value - reach),
        high=min(2.0, value + reach),
        baseline=None if chance is None else float(chance.mean()),
        baseline_low=None if ends is None else float(ends[0]),
        baseline_high=None if ends is None else float(ends[1]),
        people=people,
        viewpoints=len(points),
    )


def vendi_score(kernel: ArrayLike) -> float:
    """Give the effective number of different items of a similarity matrix (n, n) with ones.

    exp(-sum l ln l) over the eigenvalues l of kernel/n. Source: Friedman and Dieng (2023).
    Copies of an item change it. Raises NotEnoughData for no items, ValueError for no similarity.
    """
    given = np.asarray(kernel, dtype=np.float64)
    if given.size == 0:
        raise NotEnoughData("items", 0, 1)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not np.isfinite(given).all():
        raise ValueError("a similarity matrix is square and holds numbers")
    if not np.allclose(given, given.T) or not np.allclose(np.diag(given), 1):
        raise ValueError("a similarity matrix is symmetric, and everything is like itself")
    values = np.linalg.eigvalsh(given / len(given))
    positive = values[values > 1e-12]
    return exp(-float(np.sum(positive * np.log(positive))))


def _read_vectors(vectors: ArrayLike, authors: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    given = np.asarray(vectors, dtype=np.float64)
    _, author = np.unique(np.asarray(authors).reshape(-1), return_inverse=True)
    if len(author) == 0 and given.size == 0:
        raise NotEnoughData("people", 0, 2)
    if given.ndim != 2 or len(given) != len(author) or not np.isfinite(given).all():
        raise ValueError("every contribution needs one vector of numbers and one author")
    length = np.linalg.norm(given, axis=1, keepdims=True)
    if (length == 0).any():
        raise ValueError("a vector of nothing but zeros has no direction")
    return given / length, author.reshape(-1).astype(np.int64)


def _without_repeats(unit: Floats, author: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Keep one of the contributions in which a person says the same."""
    keys = np.column_stack([author, np.round(unit, SAME_DIRECTION)])
    _, first = np.unique(keys, axis=0, return_index=True)
    kept = np.sort(first)
    return unit[kept], author[kept]


def _centres(unit: Floats, author: NDArray[np.int64], people: int) -> Floats:
    """Give every person's centre, of length 1; a person whose words cancel out has none."""
    sums = np.zeros((people, unit.shape[1]))
    np.add.at(sums, author, unit)
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(length < 1e-9, 1, length))


def _distinct(points: Floats) -> Floats:
    _, first = np.unique(np.round(points, SAME_DIRECTION), axis=0, return_index=True)
    return points[np.sort(first)]


def _mean_distance(points: Floats) -> tuple[float, float]:
    """Give the mean cosine distance over pairs and its jackknife standard error."""
    n = len(points)
    if n < 2:
        return 0.0, 0.0
    total = points.sum(axis=0)
    own = np.sum(points**2, axis=1)
    towards = points @ total - own
    pairs = float(towards.sum())
    value = 1 - pairs / (n * (n - 1))
    if n < 3:
        return value, 0.0
    without = 1 - (pairs - 2 * towards) / ((n - 1) * (n - 2))
    return value, sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))


def _shuffled(
    unit: Floats, author: NDArray[np.int64], people: int, seed: int, shuffles: int
) -> Floats:
    random = np.random.default_rng(seed)
    return np.array(
        [
            _mean_distance(_distinct(_centres(unit, random.permutation(author), people)))[0]
            for _ in range(shuffles)
        ]
    )
