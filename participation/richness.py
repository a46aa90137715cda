"""How many different ideas there are, those nobody mentioned yet included.

All are lower bounds, and all inherit the error of whoever decides what "the same idea" is: show
how they move with the threshold of that grouping. Labels of a density clustering have no ideas that
were heard once, so nothing on this page may be computed from them.
"""

from collections.abc import Callable
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from participation.estimates import LEVEL, Estimate, normal_quantile
from participation.mentions import Mentions, read_mentions

RARE = 10
VARIANTS = ("chao", "classic", "bias-corrected", "vegan")


def chao1(counts: ArrayLike, *, variant: str = "chao", level: float = LEVEL) -> Estimate:
    """Estimate how many ideas there are, from how often each was mentioned.

    S + ((n-1)/n) f1^2/(2 f2), or S + ((n-1)/n) f1(f1-1)/2 when f2 = 0, with a log-normal interval.
    Source: Chao (1984, 1987); variance and f2 = 0 as in iNEXT. variant "classic" leaves (n-1)/n
    out; "bias-corrected" is S + f1(f1-1)/(2(f2+1)), the default of scikit-bio, and so is "vegan",
    with the standard error that R vegan gives.
    Raises NotEnoughData for fewer than two mentions.
    """
    if variant not in VARIANTS:
        raise ValueError(f"a variant is one of {', '.join(VARIANTS)}")
    mentions = read_mentions(counts)
    if variant in ("bias-corrected", "vegan"):
        return _bias_corrected(mentions, level, variant)
    return _chao(mentions, 1.0 if variant == "classic" else mentions.factor, level)


def chao2(incidence_counts: ArrayLike, units: int, *, level: float = LEVEL) -> Estimate:
    """Estimate how many ideas there are, from how many of ``units`` people mentioned each.

    As ``chao1`` with Q_k for f_k and T people for n mentions. Source: Chao (1987).
    Raises NotEnoughData for fewer than two people.
    """
    mentions = read_mentions(incidence_counts, units)
    return _chao(mentions, mentions.factor, level)


def ichao1(counts: ArrayLike) -> float:
    """Estimate a sharper lower bound: Chao1 + (f3/4f4) max(f1 - f2 f3/(2 f4), 0), f4 at least 1.

    Source: Chiu, Wang, Walther and Chao (2014).
    """
    mentions = read_mentions(counts)
    once, twice, thrice = (mentions.times(k) for k in (1, 2, 3))
    four = max(mentions.times(4), 1)
    more = thrice / (4 * four) * max(once - twice * thrice / (2 * four), 0)
    return mentions.observed + mentions.unseen + more


def ace(counts: ArrayLike, *, rare: int = RARE, level: float = LEVEL) -> Estimate:
    """Estimate how many ideas there are, from how the rare ones (up to ``rare`` mentions) repeat.

    S_abundant + S_rare/C + (f1/C) gamma^2, C = 1 - f1/n_rare. Source: Chao and Lee (1992); standard
    error by the jackknife over mentions. When all rare ideas were heard once, Chao1 (as SpadeR).
    """
    mentions = read_mentions(counts)
    value = _ace(mentions, rare)
    error = jackknife_error(mentions, lambda less: _ace(less, rare))
    return above_observed(mentions.observed, value, error, level)


def above_observed(observed: int, value: float, error: float, level: float) -> Estimate:
    """Give the interval of a richness that can't lie under what was observed.

    t = value - S, K = exp(z sqrt(log(1 + var/t^2))), from S + t/K to S + t K. Source: Chao (1987).
    """
    more = value - observed
    if more <= 0 or error == 0:
        return Estimate(value, error, value, value)
    reach = exp(normal_quantile(level) * sqrt(log(1 + (error / more) ** 2)))
    return Estimate(value, error, observed + more / reach, observed + more * reach)


def jackknife_error(mentions: Mentions, statistic: Callable[[Mentions], float]) -> float:
    """Estimate a standard error by leaving out each mention once (Efron and Stein 1981)."""
    times = mentions.values * mentions.ideas
    without = np.array([statistic(mentions.without_one(int(value))) for value in mentions.values])
    average = np.average(without, weights=times)
    variance = (mentions.total - 1) / mentions.total * np.sum(times * (without - average) ** 2)
    return float(np.sqrt(variance))


def _chao(mentions: Mentions, factor: float, level: float) -> Estimate:
    once, twice = mentions.times(1), mentions.times(2)
    if once == 0 or (twice == 0 and once == 1):
        return _all_heard(mentions, level)
    if twice == 0:
        more = factor * once * (once - 1) / 2
        variance = (
            factor * once * (once - 1) / 2
            + factor**2 * once * (2 * once - 1) ** 2 / 4
            - factor**2 * once**4 / (4 * (mentions.observed + more))
        )
    else:
        ratio = once / twice
        more = factor * once * ratio / 2
        variance = twice * (factor * ratio**2 / 2 + factor**2 * ratio**3 + factor**2 * ratio**4 / 4)
    value = mentions.observed + more
    return above_observed(mentions.observed, value, sqrt(max(variance, 0.0)), level)


def _bias_corrected(mentions: Mentions, level: float, variant: str) -> Estimate:
    """Source of the variance: Colwell, EstimateS manual, appendix B, equation 6; R vegan."""
    once, twice = mentions.times(1), mentions.times(2)
    if once <= 1:
        return _all_heard(mentions, level)
    more = once * (once - 1) / (2 * (twice + 1))
    slope, fall = (2 * once - 1) / (2 * (twice + 1)), more / (twice + 1)
    if variant == "vegan":
        variance = _delta_variance(mentions, more, slope, fall)
    else:
        variance = more + once * slope**2 + twice * fall**2
    return above_observed(mentions.observed, mentions.observed + more, sqrt(variance), level)


def _delta_variance(mentions: Mentions, more: float, slope: float, fall: float) -> float:
    """Give sum D_i^2 f_i - (sum D_i f_i)^2 / S, D_i the slope of S in the ideas heard i times.

    Multinomial variance by the delta method, as R vegan (estimateR) does.
    """
    once, twice = mentions.times(1), mentions.times(2)
    others = mentions.observed - once - twice
    squares = once * (1 + slope) ** 2 + twice * (1 - fall) ** 2 + others
    sums = once * (1 + slope) + twice * (1 - fall) + others
    return squares - sums**2 / (mentions.observed + more)


def _all_heard(mentions: Mentions, level: float) -> Estimate:
    """Give the interval when nothing seems unheard: ideas may still be missed by chance.

    Source: Colwell, EstimateS manual, appendix B, equation 14 (Poisson mentions).
    """
    missed = np.exp(-mentions.values.astype(np.float64))
    share = float(np.sum(mentions.ideas * missed)) / mentions.observed
    variance = float(
        np.sum(mentions.ideas * (missed - missed**2))
        - np.sum(mentions.values * mentions.ideas * missed) ** 2 / mentions.total
    )
    error = sqrt(max(variance, 0.0))
    high = (mentions.observed + normal_quantile(level) * error) / (1 - share)
    return Estimate(float(mentions.observed), error, float(mentions.observed), high)


def _ace(mentions: Mentions, rare: int) -> float:
    is_rare = mentions.values <= rare
    values, ideas = mentions.values[is_rare], mentions.ideas[is_rare]
    abundant = mentions.observed - int(ideas.sum())
    total, once = int(np.sum(values * ideas)), mentions.times(1)
    if total == 0:
        return float(abundant)
    if total == once:
        return mentions.observed + mentions.unseen
    covered = 1 - once / total
    pairs = float(np.sum(ideas * values * (values - 1))) / (total * (total - 1))
    spread = max(int(ideas.sum()) / covered * pairs - 1, 0.0)
    return abundant + int(ideas.sum()) / covered + once / covered * spread
