"""What is liked across the main line of division: a one-factor model with intercepts.

rating = mean + person's mildness + contribution's bridge + person's side * contribution's side.
What one camp likes is explained by the sides; what everybody likes is left in the bridge. The idea
is that of Community Notes (Wojcik and others 2022), fitted here by alternating least squares from a
fixed start, so that the same ratings always give the same scores. Its thresholds were tuned to
another place and are not used.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialogue.projection import graded_votes, project
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]

INTERCEPT_PENALTY = 2.0
SIDE_PENALTY = 0.4


@dataclass(frozen=True, eq=False)
class Bridging:
    """bridge, side: (contributions,) on a scale of -1..+1 ratings, NaN where nobody rated.

    mildness, person_side: (people,). The sign of the sides means nothing.
    """

    mean: float
    bridge: Floats
    side: Floats
    mildness: Floats
    person_side: Floats


def bridging(ratings: RatingMatrix, *, rounds: int = 60, tolerance: float = 1e-4) -> Bridging:
    """Fit the model to ratings over the scale's reach; can't say is left out."""
    votes, seen = graded_votes(ratings)
    if votes.nnz == 0:
        nothing, nobody = np.full(votes.shape[0], np.nan), np.zeros(votes.shape[1])
        return Bridging(0.0, nothing, nothing, nobody, nobody)
    mean = float(votes.data.mean())
    rest = sparse.csr_array((votes.data - mean, votes.indices, votes.indptr), shape=votes.shape)
    turned, seen_turned = rest.T.tocsr(), seen.T.tocsr()
    person_side = _start(votes, seen)
    mildness = np.zeros(votes.shape[1])
    bridge = side = np.zeros(votes.shape[0])
    for _ in range(rounds):
        before = bridge
        bridge, side = _fit_lines(rest, seen, mildness, person_side)
        mildness, person_side = _fit_lines(turned, seen_turned, bridge, side)
        person_side = _even_room(person_side)
        if np.max(np.abs(bridge - before)) < tolerance:
            break
    unrated = np.diff(seen.indptr) == 0
    return Bridging(
        mean,
        np.where(unrated, np.nan, bridge),
        np.where(unrated, np.nan, side),
        mildness,
        person_side,
    )


def _start(votes: sparse.csr_array, seen: sparse.csr_array) -> Floats:
    return _even_room(project(votes, seen, tolerance=1e-3).positions[:, 0])


def _even_room(side: Floats) -> Floats:
    """Put zero between the two ends of opinion, so that the intercepts stand for an even room.

    Both ends count with the root of how many people are there: many of one mind pull the middle
    to them less than by counting heads, and a handful can't pull it away.
    """
    above = side > side.mean()
    if not above.any() or above.all():
        return np.asarray(side - side.mean())
    ends = np.array([side[above].mean(), side[~above].mean()])
    middle = float(np.average(ends, weights=np.sqrt([above.sum(), (~above).sum()])))
    return np.asarray((side - middle) / (ends[0] - ends[1]) * 2)


def _fit_lines(
    rest: sparse.csr_array, seen: sparse.csr_array, level: Floats, slope: Floats
) -> tuple[Floats, Floats]:
    """Fit, per row, an intercept and a slope on the columns' sides, with ridge penalties."""
    number = np.diff(seen.indptr) + INTERCEPT_PENALTY
    first, second = seen @ slope, seen @ slope**2 + SIDE_PENALTY
    total = np.asarray(rest.sum(axis=1)) - seen @ level
    product = rest @ slope - seen @ (level * slope)
    determinant = number * second - first**2
    intercept = (second * total - first * product) / determinant
    slopes = (number * product - first * total) / determinant
    return np.asarray(intercept), np.asarray(slopes)
