"""Our view of opinion groups: shown only when other cards would have put people in the same ones.

Groups are sought on the map of graded ratings. Every number of groups is tried again on resampled
contributions (a bootstrap of what people happened to be shown); the adjusted Rand index tells how
far the same groups come back. What is not stable, or would be under the minimum size, is not shown:
then there are no groups, and the reason is given. Two groups may be the two ends of one scale of
opinion rather than two camps; the map shows which.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialogue.not_enough import NotEnoughData
from dialogue.partition import adjusted_rand, k_means, nearest_centre, silhouette, spread_centres
from dialogue.polis_groups import in_conversation
from dialogue.projection import Projection, graded_votes, project
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MINIMUM_GROUP = 10
STABLE = 0.6
MOST_GROUPS = 5
LOOKED_AT = 2_000
FINELY, ROUGHLY = 1e-6, 1e-3


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """People divided by how they rated. group: (people,) number, -1 for too few ratings.

    stability: mean adjusted Rand index over resamples of the contributions, 1 is perfect.
    """

    projection: Projection
    group: Labels
    sizes: Labels
    stability: float
    silhouette: float


@dataclass(frozen=True, eq=False)
class NoStableGroups:
    """People differ, but not in groups that would come back: `tried` gives k -> stability."""

    projection: Projection
    tried: dict[int, float]


def opinion_groups(
    ratings: RatingMatrix,
    *,
    seed: int,
    resamples: int = 20,
    minimum: int = MINIMUM_GROUP,
    stable: float = STABLE,
) -> OpinionGroups | NoStableGroups | NotEnoughData:
    """Find the best divided stable groups of at least `minimum` people, 2 to 5 of them."""
    votes, seen = graded_votes(ratings)
    inside = in_conversation(np.bincount(seen.indices, minlength=seen.shape[1]), seen.shape[0])
    if (people := int(inside.sum())) < 2 * minimum:
        return NotEnoughData("people", people, 2 * minimum)
    chance = np.random.default_rng(seed)
    looked_at = np.flatnonzero(inside)
    if people > LOOKED_AT:
        looked_at = np.sort(chance.choice(looked_at, LOOKED_AT, replace=False))
    projection = project(votes, seen, tolerance=FINELY)
    again = _resampled_positions(votes, seen, looked_at, chance, resamples)
    return _choose(projection, inside, looked_at, again, minimum, stable)


def _resampled_positions(
    votes: sparse.csr_array,
    seen: sparse.csr_array,
    people: Labels,
    chance: np.random.Generator,
    resamples: int,
) -> list[Floats]:
    """Return where the people would stand had the contributions counted by chance weights."""
    some_votes, some_seen = votes[:, people], seen[:, people]
    positions = []
    for _ in range(resamples):
        rows = np.sort(chance.choice(votes.shape[0], votes.shape[0]))
        positions.append(project(some_votes[rows], some_seen[rows], tolerance=ROUGHLY).positions)
    return positions


def _choose(
    projection: Projection,
    inside: NDArray[np.bool_],
    looked_at: Labels,
    again: list[Floats],
    minimum: int,
    stable: float,
) -> OpinionGroups | NoStableGroups:
    tried: dict[int, float] = {}
    best: OpinionGroups | None = None
    for count in range(2, MOST_GROUPS + 1):
        points = projection.positions[looked_at]
        labels, centres = _divide(points, count)
        tried[count] = float(
            np.mean([adjusted_rand(labels, _divide(moved, count)[0]) for moved in again])
        )
        group = np.where(inside, nearest_centre(projection.positions, centres), -1)
        sizes = np.bincount(group[inside], minlength=count)
        if tried[count] < stable or sizes.min() < minimum:
            continue
        score = silhouette(points, labels)
        if best is None or score > best.silhouette:
            best = OpinionGroups(projection, group, sizes, tried[count], score)
    return best or NoStableGroups(projection, tried)


def _divide(points: Floats, count: int) -> tuple[Labels, Floats]:
    return k_means(points, spread_centres(points, count))
