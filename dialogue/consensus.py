"""Consensus over opinion groups that a tiny group can't sway.

Per group and contribution the *effective agreement* is p(agree) * (1 - p(disagree)), with Jeffreys'
half a vote added to each count and ten more votes as the whole room gave them, so that a group with
few ratings says little on its own. Groups are joined by a geometric mean, so that what one group
rejects does not pass, with weights that grow with the square root of a group's size (Penrose 1946):
a group of 8 beside 100 weighs 22%, not half. Beside it stands the lowest group's agreement.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from dialogue.polis_groups import group_tallies
from dialogue.rating_matrix import RatingMatrix
from dialogue.resampling import SingleFloats, people_weights

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

ROOM_VOTES = 10.0
MINIMUM_PEOPLE = 5


@dataclass(frozen=True, eq=False)
class Consensus:
    """Consensus per contribution, 0..1. low, high: 90% interval; lowest: the lowest group's
    effective agreement and which group that is; seen: ratings it rests on, can't say included.
    """

    score: Floats
    low: Floats
    high: Floats
    lowest: Floats
    lowest_group: Labels
    seen: NDArray[np.int64]


def consensus(
    ratings: RatingMatrix,
    group: Labels,
    *,
    seed: int,
    resamples: int = 100,
    minimum: int = MINIMUM_PEOPLE,
) -> Consensus:
    """Measure consensus of people in groups 0..k-1; people with group -1 don't count.

    resamples: at least one.

    Contributions that fewer than `minimum` people in groups saw have NaN everywhere.
    """
    tallies = group_tallies(ratings, group)
    sizes = np.bincount(group[group >= 0], minlength=len(tallies[0]))
    seen = tallies[2].sum(axis=0)
    agreement = effective_agreement(*tallies)
    low, high = _interval(ratings, group, sizes, seed, resamples)
    unknown = seen < max(minimum, 1)

    def known(figures: Floats) -> Floats:
        return np.where(unknown, np.nan, figures)

    return Consensus(
        score=known(_joined(agreement, sizes)),
        low=known(low),
        high=known(high),
        lowest=known(agreement.min(axis=0, initial=1.0)),
        lowest_group=agreement.argmin(axis=0) if len(agreement) else np.full(len(seen), -1),
        seen=seen.astype(np.int64),
    )


def group_consensus(
    agree: ArrayLike, disagree: ArrayLike, seen: ArrayLike, sizes: ArrayLike
) -> Floats:
    """Return consensus per contribution from (groups, contributions) tallies and group sizes."""
    tallies = (np.asarray(tally, dtype=np.float64) for tally in (agree, disagree, seen))
    return _joined(effective_agreement(*tallies), np.asarray(sizes, dtype=np.int64))


def effective_agreement(agree: Floats, disagree: Floats, seen: Floats) -> Floats:
    """Return p(agree) * (1 - p(disagree)) per group and contribution; see the top of the module.

    Works on stacked tallies too, groups on the first axis.
    """
    room = seen.sum(axis=0)
    agreeing = (agree.sum(axis=0) + 0.5) / (room + 1)
    rejecting = (disagree.sum(axis=0) + 0.5) / (room + 1)
    votes = seen + 1 + ROOM_VOTES
    agreed = (agree + 0.5 + ROOM_VOTES * agreeing) / votes
    rejected = (disagree + 0.5 + ROOM_VOTES * rejecting) / votes
    return np.asarray(agreed * (1 - rejected))


def _joined(agreement: Floats, sizes: Labels) -> Floats:
    """Return the geometric mean over the first axis, weighted by the root of the sizes."""
    weights = np.sqrt(sizes) / np.sqrt(sizes).sum() if sizes.sum() else np.ones(len(sizes))
    return np.asarray(np.exp(np.tensordot(weights, np.log(agreement), axes=1)))


def _interval(
    ratings: RatingMatrix, group: Labels, sizes: Labels, seed: int, resamples: int
) -> tuple[Floats, Floats]:
    """Return the 5th and 95th percentile over resamples of people inside their groups."""
    members = [np.flatnonzero(group == number) for number in range(len(sizes))]
    matrices = _vote_matrices(ratings)
    if not members:
        return np.full(ratings.contributions, np.nan), np.full(ratings.contributions, np.nan)
    votes = [[matrix[:, inside] for matrix in matrices] for inside in members]
    weights = people_weights(len(group), seed=seed, resamples=resamples)
    scores = [_resampled_scores(votes, members, sizes, drawn) for drawn in weights]
    low, high = np.quantile(np.concatenate(scores, axis=1), [0.05, 0.95], axis=1)
    return low, high


def _resampled_scores(
    votes: list[list[sparse.csr_array]],
    members: list[Labels],
    sizes: Labels,
    drawn: SingleFloats,
) -> Floats:
    """Return (contributions, resamples) consensus; weights of each group add up to its size."""
    tallies: list[list[Floats]] = [[], [], []]
    for of_group, inside in zip(votes, members, strict=True):
        weights = drawn[inside]
        weights *= len(inside) / np.maximum(weights.sum(axis=0), 1e-30)
        for kind, matrix in zip(tallies, of_group, strict=True):
            kind.append((matrix @ weights).astype(np.float64))
    agree, disagree, seen = (np.stack(kind) for kind in tallies)
    return _joined(effective_agreement(agree, disagree, seen), sizes)


def _vote_matrices(ratings: RatingMatrix) -> list[sparse.csr_array]:
    shape = (ratings.contributions, len(ratings.people))
    with np.errstate(invalid="ignore"):
        kinds = [ratings.value > 0, ratings.value < 0, np.ones(len(ratings.value), dtype=bool)]
    return [
        sparse.csr_array(
            (
                np.ones(int(kept.sum()), np.float32),
                (ratings.contribution[kept], ratings.person[kept]),
            ),
            shape=shape,
        )
        for kept in kinds
    ]
