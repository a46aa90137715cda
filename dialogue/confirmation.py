"""The confirm round: which finalists, how many support them, what people thought others think."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from dialogue.not_enough import NotEnoughData
from dialogue.proportions import wilson_interval

Floats = NDArray[np.float64]

FEWEST_PREDICTIONS = 3
FEWEST_VOTES = 5


@dataclass(frozen=True)
class FinalistRule:
    """How finalists are chosen; it is fixed and shown before the round opens.

    count: how many in all; from_minority: places kept for the minority panel, if it has as many.
    """

    count: int = 10
    from_minority: int = 2


@dataclass(frozen=True)
class PredictionGap:
    """What some people thought about the support of others. Shares are 0..1.

    gap: predicted less actual, with a 95% interval; a gap is certain when that excludes zero.
    """

    actual: float
    predicted: float
    gap: float
    low: float
    high: float
    votes: int
    predictions: int

    @property
    def certain(self) -> bool:
        """Whether these people certainly misjudge the others."""
        return self.low > 0 or self.high < 0


class Quadrant(StrEnum):
    """Where a proposal stands between residents and board."""

    SHARED = "shared"
    RESIDENTS_ONLY = "residents only"
    BOARD_ONLY = "board only"
    CONTESTED = "contested"


def choose_finalists(
    shrunken: ArrayLike,
    lowest_chamber: ArrayLike,
    minority: Sequence[int],
    rule: FinalistRule,
    *,
    supported: ArrayLike | None = None,
) -> list[int]:
    """Return items, best first: by the lowest chamber's support, then by shrunken mean.

    shrunken, lowest_chamber: (items,), NaN where unknown; unknown lowest chambers count by the
    shrunken mean, items without either are no finalists. minority: items of the panel. supported:
    (items,) whether any chamber is certainly for it; what none is for can only come from the panel,
    also when places stay empty. Without it all count as supported.
    """
    means = np.asarray(shrunken, dtype=np.float64)
    lowest = np.asarray(lowest_chamber, dtype=np.float64)
    score = np.where(np.isnan(lowest), means, np.minimum(lowest, means))
    order = [int(at) for at in np.lexsort((-means, -score)) if np.isfinite(score[at])]
    backed = np.ones(len(means), np.bool_) if supported is None else np.asarray(supported, np.bool_)
    kept = [at for at in order if at in set(minority)][: rule.from_minority]
    free = (at for at in order if at not in kept and backed[at])
    others = list(free)[: max(0, rule.count - len(kept))]
    chosen = {*kept, *others}
    return [at for at in order if at in chosen]


def prediction_gap(
    ratings: ArrayLike, predictions: ArrayLike, *, level: float = 0.95
) -> PredictionGap | NotEnoughData:
    """Compare the share of ratings above zero with predictions of it, in percent (0..100).

    ratings: of the people who were predicted, NaN for can't say, which is no vote. predictions:
    of the people who predicted; NaN for none. When both are residents, a certain gap is pluralistic
    ignorance: people misjudge each other.
    """
    votes = np.asarray(ratings, dtype=np.float64)
    votes = votes[~np.isnan(votes)]
    guesses = np.asarray(predictions, dtype=np.float64)
    guesses = guesses[~np.isnan(guesses)] / 100
    if len(votes) < FEWEST_VOTES:
        return NotEnoughData("ratings", len(votes), FEWEST_VOTES)
    if len(guesses) < FEWEST_PREDICTIONS:
        return NotEnoughData("predictions", len(guesses), FEWEST_PREDICTIONS)
    supporters = int(np.sum(votes > 0))
    actual, predicted = supporters / len(votes), float(guesses.mean())
    low, high = wilson_interval(supporters, len(votes), level=level)
    error = stdtrit(len(guesses) - 1, 0.5 + level / 2) * _standard_error(guesses)
    gap = predicted - actual
    return PredictionGap(
        actual=actual,
        predicted=predicted,
        gap=gap,
        low=gap - float(np.hypot(error, high - actual)),
        high=gap + float(np.hypot(error, actual - low)),
        votes=len(votes),
        predictions=len(guesses),
    )


def quadrant(residents: tuple[float, float], board: tuple[float, float]) -> Quadrant:
    """Place a proposal from the (low, high) interval of its mean among residents and board.

    Each side supports it when its whole interval is above zero; neither doing so is contested.
    """
    if residents[0] > 0:
        return Quadrant.SHARED if board[0] > 0 else Quadrant.RESIDENTS_ONLY
    return Quadrant.BOARD_ONLY if board[0] > 0 else Quadrant.CONTESTED


def _standard_error(values: Floats) -> float:
    """Return the standard error of a mean; equal guesses are as sure as rounding to 5% allows."""
    spread = max(float(np.std(values, ddof=1)), 0.05 / sqrt(12))
    return spread / sqrt(len(values))
