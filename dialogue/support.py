"""Ratings become support, per contribution and per theme, with how sure we may be of it.

    result = support(participant, contribution, value, theme_of_contribution, seed=1)
    result.themes.figure(3)         -> SupportFigure(n=84, mean=1.2, low=0.9, high=1.5, ...)
    result.contributions.figure(0)  -> NotEnoughData(what="people", have=3, need=5)

`support` takes plain arrays: participant ids (r,), contribution indexes (r,), values (r,) with NaN
for can't say (of repeated rows the last counts); theme_of_contribution (m,) with -1 for in
no theme. It works for any scale on which 0 is neutral: -3..+3 or disagree/pass/agree as -1/0/+1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import stdtrit

from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import RatingMatrix, read_ratings
from dialogue.resampling import gather_items, resample_means
from dialogue.shrinkage import shrink

MINIMUM_PEOPLE = 5
PRIOR_PEOPLE = 2.0
ROUNDING_VARIANCE = 1 / 12

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class SupportFigure:
    """Support of one contribution or theme; shares are of those who chose more than can't say."""

    n: int
    ratings: int
    cannot_say: int
    mean: float
    low: float
    high: float
    shrunken: float
    against: float
    neutral: float
    in_favour: float


@dataclass(frozen=True, eq=False)
class SupportTable:
    """Support of many: equally long arrays, NaN wherever fewer than `minimum` people rated.

    ids: index of the contribution, or id of the theme; n: people; low, high: interval of the mean.
    """

    ids: Counts
    n: Counts
    ratings: Counts
    cannot_say: Counts
    mean: Floats
    low: Floats
    high: Floats
    standard_error: Floats
    shrunken: Floats
    against: Floats
    neutral: Floats
    in_favour: Floats
    minimum: int

    def figure(self, of: int) -> SupportFigure | NotEnoughData:
        """Return the support of one id, or how many people are missing for it."""
        found = np.flatnonzero(self.ids == of)
        people = int(self.n[found[0]]) if len(found) else 0
        if people < self.minimum:
            return NotEnoughData("people", people, self.minimum)
        at = found[0]
        whole = {name: int(getattr(self, name)[at]) for name in ("n", "ratings", "cannot_say")}
        return SupportFigure(
            **whole,
            mean=float(self.mean[at]),
            low=float(self.low[at]),
            high=float(self.high[at]),
            shrunken=float(self.shrunken[at]),
            against=float(self.against[at]),
            neutral=float(self.neutral[at]),
            in_favour=float(self.in_favour[at]),
        )


@dataclass(frozen=True, eq=False)
class Support:
    """Support per contribution and per theme, of the same ratings and the same resamples."""

    contributions: SupportTable
    themes: SupportTable


def support(
    participant: ArrayLike,
    contribution: ArrayLike,
    value: ArrayLike,
    theme_of_contribution: ArrayLike,
    *,
    seed: int,
    resamples: int = 200,
    level: float = 0.95,
    minimum: int = MINIMUM_PEOPLE,
    weights: ArrayLike | None = None,
) -> Support:
    """Measure support; see the top of this module for the shapes.

    weights: one number per distinct participant, in the order of their sorted ids.
    Raises ValueError for arrays that don't belong together.
    """
    themes = np.asarray(theme_of_contribution, dtype=np.int64).reshape(-1)
    ratings = read_ratings(participant, contribution, value, contributions=len(themes))
    people_weights = np.ones(len(ratings.people)) if weights is None else np.asarray(weights, float)
    if people_weights.shape != ratings.people.shape:
        raise ValueError("weights needs one number for every distinct participant")
    theme_ids, theme_index = np.unique(themes, return_inverse=True)
    own = np.arange(len(themes))
    measure = _Measure(level, minimum, people_weights)
    stacked = gather_items(
        np.concatenate([own, len(themes) + theme_index.reshape(-1)]), len(themes)
    )
    spread = _spread_of_means(ratings, stacked, seed, resamples, people_weights)
    both = spread[: len(themes)], spread[len(themes) :]
    return Support(
        contributions=_table(ratings, own, own, both[0], measure),
        themes=_table(ratings, theme_ids, theme_index.reshape(-1), both[1], measure),
    )


@dataclass(frozen=True)
class _Measure:
    level: float
    minimum: int
    weights: Floats


def _table(
    ratings: RatingMatrix, ids: Counts, item_of: Counts, spread: Floats, measure: _Measure
) -> SupportTable:
    """Measure items, each a set of contributions: `item_of` (m,) says which item each is in."""
    gather = gather_items(item_of, ratings.contributions)
    values, counts = gather @ ratings.values, gather @ ratings.counts
    weights = measure.weights
    n = np.diff(counts.indptr)
    few = n < measure.minimum
    with np.errstate(invalid="ignore", divide="ignore"):
        weighed = counts @ weights
        mean = (values @ weights) / weighed
        against, neutral, in_favour = (
            _weighed_share(ratings, item_of[ratings.contribution], sign, weights, weighed)
            for sign in (-1, 0, 1)
        )
    variance = _moderated(spread, n, ratings)
    half = stdtrit(np.maximum(n - 1, 1) + PRIOR_PEOPLE, 0.5 + measure.level / 2)
    half = half * np.sqrt(variance)
    lowest, highest = _ends_of_scale(ratings)

    def known(figures: Floats) -> Floats:
        return np.where(few, np.nan, figures)

    return SupportTable(
        ids=ids,
        n=n,
        ratings=np.asarray(counts.sum(axis=1)).astype(np.int64),
        cannot_say=(gather @ ratings.passes).astype(np.int64),
        mean=known(mean),
        low=known(np.maximum(mean - half, lowest)),
        high=known(np.minimum(mean + half, highest)),
        standard_error=known(np.sqrt(variance)),
        shrunken=known(shrink(np.where(few, np.nan, mean), variance)),
        against=known(against),
        neutral=known(neutral),
        in_favour=known(in_favour),
        minimum=measure.minimum,
    )


def _weighed_share(
    ratings: RatingMatrix, item: Counts, sign: int, weights: Floats, weighed: Floats
) -> Floats:
    chosen = ratings.said & (np.sign(ratings.value) == sign)
    of_sign = np.bincount(item[chosen], weights[ratings.person[chosen]], minlength=len(weighed))
    share: Floats = of_sign / weighed
    return share


def _spread_of_means(
    ratings: RatingMatrix, gather: sparse.csr_array, seed: int, resamples: int, weights: Floats
) -> Floats:
    """Return the variance of every item's mean over resamples of people."""
    values, counts = ratings.values, ratings.counts
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (gather @ (values @ weights)) / (gather @ (counts @ weights))
        squares = np.zeros(len(mean))
        for drawn in resample_means(
            values, counts, gather, seed=seed, resamples=resamples, weights=weights
        ):
            squares += ((drawn - mean[:, None]) ** 2).sum(axis=1)
    return squares / resamples


def _moderated(variance: Floats, n: Counts, ratings: RatingMatrix) -> Floats:
    """Mix each variance with that of all ratings, as if two more people had given it.

    Five equal ratings do not make us certain (moderated variance, Smyth 2004). Random weights
    give (n-1)/(n+1) of the unbiased variance; that is set right first.
    """
    usual = _usual_variance(ratings)
    with np.errstate(invalid="ignore", divide="ignore"):
        unbiased = (n + 1) * variance
        mixed: Floats = (unbiased + PRIOR_PEOPLE * usual / n) / (n - 1 + PRIOR_PEOPLE)
    return np.where(n > 1, mixed, np.nan)


def _usual_variance(ratings: RatingMatrix) -> float:
    """Return the variance of ratings of one contribution, pooled; rounding alone gives 1/12."""
    value, item = ratings.value[ratings.said], ratings.contribution[ratings.said]
    n = np.bincount(item, minlength=ratings.contributions)
    spare = int(np.sum(n[n > 0] - 1))
    if spare == 0:
        return ROUNDING_VARIANCE
    mean = np.bincount(item, value, minlength=ratings.contributions) / np.maximum(n, 1)
    return max(float(np.sum((value - mean[item]) ** 2)) / spare, ROUNDING_VARIANCE)


def _ends_of_scale(ratings: RatingMatrix) -> tuple[float, float]:
    """Return what a mean can't exceed: the scale is symmetric and reaches as far as anyone went."""
    reach = float(np.max(np.abs(ratings.value[ratings.said]), initial=0.0))
    return -reach, reach
