"""Ranks that can't be told apart are shown as one band: "rank 1-4".

Two items are told apart when the difference of their means is larger than what resampling people
would bring about anywhere in the list (Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for
ranks"): so the whole list is right in 95 of 100 repetitions, not each pair by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import RatingMatrix
from dialogue.resampling import gather_items, resample_means

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_ITEMS = 300


@dataclass(frozen=True, eq=False)
class Bands:
    """order: items, best first. best_rank, worst_rank: (items,) ranks from 1 that an item may have.

    band: (items,) number from 1: an item opens a band when the best of the band before it is
    certainly better. Items without a mean have rank and band 0 and are not in the order.
    """

    order: Labels
    best_rank: Labels
    worst_rank: Labels
    band: Labels


def bands(means: Floats, resampled: Floats, *, level: float = 0.95) -> Bands | NotEnoughData:
    """Divide items into bands from their means (items,) and resampled means (items, resamples).

    Looks at the 300 best at most; for longer lists the others share the last band.
    """
    known = np.flatnonzero(np.isfinite(means) & np.isfinite(resampled).all(axis=1))
    if len(known) < 2:
        return NotEnoughData("items", len(known), 2)
    order = known[np.lexsort((known, -means[known]))]
    compared = order[:MOST_ITEMS]
    better = _certainly_better(means[compared], resampled[compared], level)
    best, worst, band = (np.zeros(len(means), dtype=np.int64) for _ in range(3))
    best[compared] = 1 + better.sum(axis=0)
    worst[compared] = len(order) - better.sum(axis=1)
    rest = order[MOST_ITEMS:]
    best[rest], worst[rest] = 1, len(order)
    band[order] = _number_bands(better, len(order))
    return Bands(order, best, worst, band)


def rank_items(
    ratings: RatingMatrix,
    item_of: Labels,
    *,
    seed: int,
    resamples: int = 200,
    minimum: int = 5,
    level: float = 0.95,
) -> Bands | NotEnoughData:
    """Rank items, each a set of contributions; `item_of` (contributions,) numbers them from 0.

    Items that fewer than `minimum` people rated are left out.
    """
    gather = gather_items(item_of, ratings.contributions)
    values, counts = ratings.values, ratings.counts
    people = np.diff((gather @ counts).indptr)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.asarray((gather @ values).sum(axis=1)) / (gather @ counts).sum(axis=1)
    drawn = resample_means(values, counts, gather, seed=seed, resamples=resamples)
    resampled = np.concatenate(list(drawn), axis=1)
    return bands(np.where(people < minimum, np.nan, means), resampled, level=level)


def _certainly_better(means: Floats, resampled: Floats, level: float) -> NDArray[np.bool_]:
    """Return (items, items) whether the row is certainly better than the column."""
    count = len(means)
    noise = resampled - means[:, None]
    covariance = noise @ noise.T / resampled.shape[1]
    variance = np.diag(covariance)
    spread = np.sqrt(np.maximum(variance[:, None] + variance[None, :] - 2 * covariance, 1e-18))
    largest = np.zeros(resampled.shape[1])
    for first in range(count):
        difference = np.abs(noise[first] - noise[first + 1 :]) / spread[first, first + 1 :, None]
        largest = np.maximum(largest, difference.max(axis=0, initial=0.0))
    certain = means[:, None] - means[None, :] > np.quantile(largest, level) * spread
    return np.asarray(certain, dtype=bool)


def _number_bands(better: NDArray[np.bool_], total: int) -> Labels:
    """Go down the list; who is certainly worse than the best of the band opens another."""
    numbers = np.ones(total, dtype=np.int64)
    opened = 0
    for place in range(1, total):
        certain = place < len(better) and bool(better[opened, place])
        numbers[place] = numbers[place - 1] + certain
        opened = place if certain else opened
    return numbers
