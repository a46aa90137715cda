"""How many different ideas or themes there are, weighing rare ones less as the order q grows.

Count people per idea, not mentions, and copies by one person change nothing.
"""

from functools import lru_cache
from math import exp, inf, log

import numpy as np
from numpy.typing import ArrayLike

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate, normal_quantile, read_weights
from participation.mentions import Mentions, read_mentions
from participation.richness import chao1, jackknife_error

NEARLY_ONE = 1e-7


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
    if abs(q - 1) < NEARLY_ONE:
        return exp(-float(np.sum(share * np.log(share))))
    if q == inf:
        return 1 / float(share.max())
    # Relative to the largest share: a high power of a small one is no longer a number.
    largest = float(share.max())
    power = float(np.sum((share / largest) ** q))
    return exp((log(power) + q * log(largest)) / (1 - q))


def hill_estimate(counts: ArrayLike, q: float, *, level: float = LEVEL) -> Estimate:
    """Estimate the Hill number of all that could be said, of order 0, 1 or 2.

    q = 0: Chao1; q = 1: exp of the entropy of Chao, Wang and Jost (2013); q = 2: 1/sum of
    x(x-1)/(n(n-1)). Source: Chao and Jost (2015). Standard errors of q = 1 and 2 by the jackknife.
    Raises NotEnoughData for fewer than two mentions, or fewer than two repeated ones and q = 2.
    """
    if q not in (0, 1, 2):
        raise ValueError("estimates exist for q = 0, 1 and 2")
    if q == 0:
        return chao1(counts, level=level)
    mentions = read_mentions(counts)
    repeated = mentions.total - mentions.observed
    if q == 2 and repeated < 2:  # without one of them nothing may repeat, and the jackknife fails
        raise NotEnoughData("repeated mentions", repeated, 2)
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
