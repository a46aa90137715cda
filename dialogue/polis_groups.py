"""The Polis view of opinion groups: who is in the conversation, and k-means on the map.

Up to a hundred people this starts from the same points as Polis does. Polis itself goes on from
the groups of its last tick, so that its groups depend on the history of the process; beyond a
hundred people they can't be reproduced from the data alone. The map can, and is, exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dialogue.not_enough import NotEnoughData
from dialogue.partition import k_means, nearest_centre, silhouette
from dialogue.projection import Projection, project, votes_of
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

RATINGS_TO_BE_IN = 7
FEWEST_IN = 15
BASE_CLUSTERS = 100
MOST_GROUPS = 5


@dataclass(frozen=True, eq=False)
class PolisGroups:
    """Groups of the people in conversation. group: (people,) number, -1 when not in conversation.

    agree, disagree, seen: (groups, contributions) tallies, a pass counted as seen.
    """

    projection: Projection
    group: Labels
    silhouette: float
    agree: Floats
    disagree: Floats
    seen: Floats

    @property
    def sizes(self) -> Labels:
        """(groups,) number of people in each."""
        return np.bincount(self.group[self.group >= 0], minlength=len(self.agree))


def polis_groups(
    ratings: RatingMatrix, moderated_out: ArrayLike | None = None
) -> PolisGroups | NotEnoughData:
    """Find 2 to 5 groups as Polis does, from the signs of ratings; can't say is a pass."""
    out = np.zeros(ratings.contributions, dtype=bool)
    out = out if moderated_out is None else np.asarray(moderated_out, dtype=bool)
    votes, seen = votes_of(ratings)
    given = np.bincount(seen.indices, minlength=len(ratings.people))
    inside = in_conversation(given, ratings.contributions)
    if inside.sum() < 2:
        return NotEnoughData("people", int(inside.sum()), 2)
    projection = project(votes, seen, out)
    labels, score = _divide(projection.positions[inside])
    group = np.full(len(inside), -1)
    group[inside] = labels
    return PolisGroups(projection, group, score, *group_tallies(ratings, group))


def in_conversation(given: NDArray[np.int64], contributions: int) -> NDArray[np.bool_]:
    """Return who gave at least 7 ratings (or all); the most active fill up to fifteen people."""
    inside = given >= min(RATINGS_TO_BE_IN, contributions)
    inside &= given > 0
    if inside.sum() < FEWEST_IN:
        active = np.argsort(-given, kind="stable")[:FEWEST_IN]
        inside[active[given[active] > 0]] = True
    return inside


def group_tallies(ratings: RatingMatrix, group: Labels) -> tuple[Floats, Floats, Floats]:
    """Return (groups, contributions) agrees, disagrees and seen; people in no group don't count."""
    of_rating = group[ratings.person]
    count = int(group.max(initial=-1)) + 1
    shape = (count, ratings.contributions)

    def tally(chosen: NDArray[np.bool_]) -> Floats:
        kept = chosen & (of_rating >= 0)
        flat = of_rating[kept] * ratings.contributions + ratings.contribution[kept]
        return np.bincount(flat, minlength=count * shape[1]).reshape(shape).astype(np.float64)

    with np.errstate(invalid="ignore"):
        return (
            tally(ratings.value > 0),
            tally(ratings.value < 0),
            tally(np.ones(len(of_rating), bool)),
        )


def _divide(points: Floats) -> tuple[Labels, float]:
    """Divide by k-means over at most a hundred base clusters, k by the mean silhouette."""
    distinct = _first_distinct(points, BASE_CLUSTERS)
    base, centres = k_means(points, distinct, rounds=20)
    weights = np.bincount(base, minlength=len(centres)).astype(np.float64)
    kept = weights > 0
    centres, weights = centres[kept], weights[kept]
    best = (np.zeros(len(centres), dtype=np.int64), float("nan"))
    for count in range(2, min(MOST_GROUPS, 2 + len(centres) // 12) + 1):
        if len(centres) < count:
            break
        labels, _ = k_means(centres, _first_distinct(centres, count), weights=weights, rounds=20)
        score = silhouette(centres, labels)
        if not score <= best[1]:
            best = (labels, score)
    return best[0][nearest_centre(points, centres)], best[1]


def _first_distinct(points: Floats, count: int) -> Floats:
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:count]]
