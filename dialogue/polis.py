"""The Polis view: the formulas of Polis' production maths, exactly, on tallies of groups.

Arrays have groups on the first axis and contributions on the second. `seen` counts agree, disagree
and pass; a pass counts as seen. The formulas were derived from Polis' conversation, repness and
stats modules (compdemocracy/polis, math/src/polismath/math); z values are one-sided at 90%.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SIGNIFICANT = 1.2816
META_PRIORITY = 7.0**2


@dataclass(frozen=True, eq=False)
class PolisRepresentativeness:
    """How much more a group chooses a side than all others do; (groups, contributions) arrays.

    side: +1 agree, -1 disagree; successes, trials: votes for that side and votes seen;
    probability, ratio: smoothed share and its ratio to the others'; the tests are z values.
    """

    side: NDArray[np.int64]
    successes: Floats
    trials: Floats
    probability: Floats
    probability_test: Floats
    ratio: Floats
    ratio_test: Floats


@dataclass(frozen=True, eq=False)
class _Side:
    successes: Floats
    probability: Floats
    probability_test: Floats
    ratio: Floats
    ratio_test: Floats

    @property
    def metric(self) -> Floats:
        return self.ratio * self.ratio_test * self.probability * self.probability_test

    @property
    def sufficient(self) -> NDArray[np.bool_]:
        return (self.ratio_test > SIGNIFICANT) & (self.probability_test > SIGNIFICANT)


def polis_group_informed_consensus(agree: ArrayLike, seen: ArrayLike) -> Floats:
    """Return per contribution the product over groups of (agree + 1) / (seen + 2)."""
    agreed, shown = _tallies(agree, seen)
    return np.asarray(np.prod((agreed + 1) / (shown + 2), axis=0), dtype=np.float64)


def polis_representativeness(
    agree: ArrayLike, disagree: ArrayLike, seen: ArrayLike
) -> PolisRepresentativeness:
    """Return for every group and contribution the side that sets the group apart, and how much."""
    agreed, disagreed, shown = _tallies(agree, disagree, seen)
    for_it, against_it = _side(agreed, shown), _side(disagreed, shown)
    agrees = for_it.ratio_test > against_it.ratio_test

    return PolisRepresentativeness(
        side=np.where(agrees, 1, -1),
        successes=np.where(agrees, for_it.successes, against_it.successes),
        trials=shown,
        probability=np.where(agrees, for_it.probability, against_it.probability),
        probability_test=np.where(agrees, for_it.probability_test, against_it.probability_test),
        ratio=np.where(agrees, for_it.ratio, against_it.ratio),
        ratio_test=np.where(agrees, for_it.ratio_test, against_it.ratio_test),
    )


def polis_select_representative(
    agree: ArrayLike,
    disagree: ArrayLike,
    seen: ArrayLike,
    moderated_out: ArrayLike | None = None,
    limit: int = 5,
) -> list[list[int]]:
    """Return per group the columns Polis shows for it: agrees before disagrees.

    moderated_out: (contributions,) truth values. What most sets the group's agreement apart is
    always first; when nothing is significant that one, or else the largest z, is shown alone.
    """
    agreed, disagreed, shown = _tallies(agree, disagree, seen)
    out = _mask(moderated_out, agreed.shape[1])
    for_it, against_it = _side(agreed, shown), _side(disagreed, shown)
    voted = agreed + disagreed > 0
    return [
        _select(group, for_it, against_it, voted[group], np.flatnonzero(~out), limit)
        for group in range(len(agreed))
    ]


def polis_majority(
    votes: ArrayLike, seen: ArrayLike, moderated_out: ArrayLike | None = None, limit: int = 5
) -> list[int]:
    """Return the columns that a majority of all participants voted for, best first.

    votes, seen: (contributions,) tallies over all participants, of agrees or of disagrees.
    """
    cast, shown = _tallies(votes, seen)
    probability = (cast + 1) / (shown + 2)
    test = _proportion_test(cast, shown)
    fits = (probability > 0.5) & (test > SIGNIFICANT) & ~_mask(moderated_out, len(cast))
    order = np.argsort(-probability * test, kind="stable")
    return [int(column) for column in order if fits[column]][:limit]


def polis_priority(
    agree: ArrayLike, passes: ArrayLike, seen: ArrayLike, extremity: ArrayLike, is_meta: ArrayLike
) -> Floats:
    """Return per contribution the weight with which Polis draws it next (counts over all groups).

    extremity, is_meta: (contributions,). Few votes, agreement and extremity raise the weight.
    """
    agreed, passed, shown = (tally.sum(axis=0) for tally in _tallies(agree, passes, seen))
    agreement, passing = (agreed + 1) / (shown + 2), (passed + 1) / (shown + 2)
    importance = (1 - passing) * (np.asarray(extremity, dtype=float) + 1) * agreement
    priority = (importance * (1 + 8 * 2 ** (-shown / 5))) ** 2
    return np.where(np.asarray(is_meta, dtype=bool), META_PRIORITY, priority)


def _tallies(*tallies: ArrayLike) -> tuple[Floats, ...]:
    arrays = tuple(np.asarray(tally, dtype=np.float64) for tally in tallies)
    if any(array.shape != arrays[0].shape for array in arrays):
        raise ValueError("tallies must have the same shape")
    if any(not np.all(array >= 0) for array in arrays):
        raise ValueError("tallies count from zero")
    return arrays


def _mask(moderated_out: ArrayLike | None, count: int) -> NDArray[np.bool_]:
    if moderated_out is None:
        return np.zeros(count, dtype=bool)
    return np.asarray(moderated_out, dtype=bool)


def _side(successes: Floats, trials: Floats) -> _Side:
    others, other_trials = successes.sum(axis=0) - successes, trials.sum(axis=0) - trials
    probability = (successes + 1) / (trials + 2)
    return _Side(
        successes=successes,
        probability=probability,
        probability_test=_proportion_test(successes, trials),
        ratio=probability / ((others + 1) / (other_trials + 2)),
        ratio_test=polis_two_proportions(successes, trials, others, other_trials),
    )


def _proportion_test(successes: Floats, trials: Floats) -> Floats:
    z: Floats = 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)
    return z


def polis_two_proportions(
    successes: ArrayLike, trials: ArrayLike, other_successes: ArrayLike, other_trials: ArrayLike
) -> Floats:
    """Return the z value of the difference of two shares, with one added to all four counts."""
    first, n = np.asarray(successes) + 1.0, np.asarray(trials) + 1.0
    second, m = np.asarray(other_successes) + 1.0, np.asarray(other_trials) + 1.0
    pooled = (first + second) / (n + m)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (first / n - second / m) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return np.where(pooled == 1, 0.0, z)


def _select(
    group: int,
    for_it: _Side,
    against_it: _Side,
    voted: NDArray[np.bool_],
    columns: NDArray[np.int64],
    limit: int,
) -> list[int]:
    """Follow Polis' rule for one group; the sides are over all groups."""
    agrees = (for_it.ratio_test > against_it.ratio_test)[group]
    metric = np.where(agrees, for_it.metric[group], against_it.metric[group])
    enough = (for_it.sufficient | against_it.sufficient)[group]
    best = _best_agreed(group, for_it, voted, columns)
    sufficient = sorted(
        (int(c) for c in columns if enough[c] and c != best), key=lambda c: -metric[c]
    )
    if best is not None:
        chosen = [best, *sufficient][: limit if enough.any() else 1]
    elif sufficient:
        chosen = sufficient[:limit]
    else:
        largest = np.maximum(for_it.ratio_test, against_it.ratio_test)[group]
        chosen = [int(columns[np.argmax(largest[columns])])] if len(columns) else []
    return [c for c in chosen if agrees[c]] + [c for c in chosen if not agrees[c]]


def _best_agreed(
    group: int, for_it: _Side, voted: NDArray[np.bool_], columns: NDArray[np.int64]
) -> int | None:
    """Walk through the columns as Polis does: what beats the best so far becomes the best."""
    ratio, metric = for_it.ratio[group], for_it.metric[group]
    probability, test = for_it.probability[group], for_it.probability_test[group]
    best: int | None = None
    for column in columns[voted[columns]].tolist():
        if best is None:
            better = test[column] > SIGNIFICANT or (ratio[column] > 1 and probability[column] > 0.5)
        elif ratio[best] > 1:
            better = metric[column] > metric[best]
        else:
            better = probability[column] * test[column] > probability[best] * test[best]
        best = column if better else best
    return best
