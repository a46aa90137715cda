"""When a Delphi dialogue may stop weighing: when another round would say the same.

Not agreement but stability ends it (Dajani, Sincoff and Talley 1979): people may stably disagree.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StopRule:
    """When to stop; fixed and shown before the first round.

    An item is stable when its mean moved by at most `moved`, or by less than twice the standard
    error of that. Stop when `stable_share` of items are stable and returning people repeat
    themselves (`repeated`, weighted kappa), or after `rounds` rounds.
    """

    moved: float = 0.3
    stable_share: float = 0.85
    repeated: float = 0.6
    rounds: int = 4
    minimum: int = 5


@dataclass(frozen=True, eq=False)
class RoundStability:
    """How far two rounds say the same. moved, spread: (contributions,) change of the mean, and
    interquartile range in the later round; NaN where either round has too few ratings.

    kappa: weighted kappa of ratings that the same person gave twice, NaN without any.
    """

    moved: Floats
    spread: Floats
    stable: NDArray[np.bool_]
    stable_share: float
    kappa: float
    repeated: int
    stop: bool


def round_stability(
    earlier: RatingMatrix, later: RatingMatrix, rule: StopRule, *, rounds_held: int
) -> RoundStability | NotEnoughData:
    """Compare two rounds over the same contributions. Raises ValueError when they are others."""
    if earlier.contributions != later.contributions:
        raise ValueError("the rounds weigh different contributions")
    before, after = _moments(earlier), _moments(later)
    known = (before[0] >= rule.minimum) & (after[0] >= rule.minimum)
    if not known.any():
        return NotEnoughData("ratings", int(max(after[0].max(initial=0), 0)), rule.minimum)
    moved = np.where(known, after[1] - before[1], np.nan)
    error = np.sqrt(before[2] / np.maximum(before[0], 1) + after[2] / np.maximum(after[0], 1))
    with np.errstate(invalid="ignore"):
        stable = known & (np.abs(moved) <= np.maximum(rule.moved, 2 * error))
    first, second = _given_twice(earlier, later)
    kappa = weighted_kappa(first, second)
    share = float(stable.sum() / known.sum())
    steady = share >= rule.stable_share and not kappa < rule.repeated
    return RoundStability(
        moved=moved,
        spread=np.where(known, _interquartile(later), np.nan),
        stable=stable,
        stable_share=share,
        kappa=kappa,
        repeated=len(first),
        stop=steady or rounds_held >= rule.rounds,
    )


def weighted_kappa(first: Floats, second: Floats) -> float:
    """Return Cohen's (1968) kappa with squared weights of paired ratings; NaN without variation."""
    if len(first) == 0:
        return float("nan")
    observed = float(np.mean((first - second) ** 2))
    expected = float(np.var(first) + np.var(second) + (first.mean() - second.mean()) ** 2)
    return 1 - observed / expected if expected > 0 else float("nan")


def _moments(ratings: RatingMatrix) -> tuple[Floats, Floats, Floats]:
    value, item = ratings.value[ratings.said], ratings.contribution[ratings.said]
    number = np.bincount(item, minlength=ratings.contributions).astype(np.float64)
    divisor = np.maximum(number, 1)
    mean = np.bincount(item, value, minlength=ratings.contributions) / divisor
    squares = np.bincount(item, (value - mean[item]) ** 2, minlength=ratings.contributions)
    return number, mean, squares / np.maximum(number - 1, 1)


def _interquartile(ratings: RatingMatrix) -> Floats:
    value, item = ratings.value[ratings.said], ratings.contribution[ratings.said]
    order = np.lexsort((value, item))
    cuts = np.searchsorted(item[order], np.arange(1, ratings.contributions))
    return np.array(
        [
            float(np.subtract(*np.quantile(part, [0.75, 0.25]))) if len(part) else np.nan
            for part in np.split(value[order], cuts)
        ]
    )


def _given_twice(earlier: RatingMatrix, later: RatingMatrix) -> tuple[Floats, Floats]:
    """Return the ratings that the same person gave the same contribution in both rounds."""
    people = np.union1d(earlier.people, later.people)
    first, second = (
        np.searchsorted(people, ratings.people)[ratings.person[ratings.said]]
        * ratings.contributions
        + ratings.contribution[ratings.said]
        for ratings in (earlier, later)
    )
    both = np.intersect1d(first, second)
    at_first = np.flatnonzero(np.isin(first, both))
    at_second = np.flatnonzero(np.isin(second, both))
    at_first = at_first[np.argsort(first[at_first], kind="stable")]
    at_second = at_second[np.argsort(second[at_second], kind="stable")]
    return earlier.value[earlier.said][at_first], later.value[later.said][at_second]
