"""The recipe: neighbour graph, averaging over it, principal components, density, vote.

group(codes int8 (n, d), settings, texts=None, ...) -> Grouping(dense, again)
find(codes int8 (n, d), settings, progress=SILENT) -> Dense

Where the answers show one cloud with no gaps, `group` looks closer: communities by likeness. Many
answers hold fine and broad subjects at once: there communities that come back take over.
Every step gives the same on any number of threads and any BLAS (docs/adr/0010).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.communities import find_communities
from clustering.density import (
    default_max_cluster_size,
    default_min_cluster_size,
    default_min_samples,
    find_dense,
)
from clustering.embedding import Embedder
from clustering.graph import admit_by_vote, neighbour_graph
from clustering.levels import find_lasting, tie_graph
from clustering.likeness import Likeness, find_likeness
from clustering.modularity import Ties
from clustering.neighbours import Neighbours, nearest_neighbours
from clustering.persistence import Dense
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes
from clustering.reduction import reduce, smooth
from clustering.result import IN_NONE, ClusterSettings, Labels

# With more than this in none, or with a cluster that could not be split, people learn too little.
_MANY_IN_NONE = 0.3
_FEWEST_FOR_COMMUNITIES = 60
# From here on subjects are fine and broad at once, which one density can't tell apart.
_MANY, _VERY_MANY = 300, 5_000
_MANY_IN_NONE_OF_MANY = 0.1
# Among dozens of communities a quarter of one's ties inside one is far beyond chance.
_VOTE_AMONG_MANY = 0.7


@dataclass(frozen=True, eq=False)
class Grouping:
    """What was found, and how to group some of the rows once more in the same way."""

    dense: Dense
    again: Callable[[npt.NDArray[np.intp]], Labels]


def group(
    codes: Codes,
    settings: ClusterSettings,
    *,
    texts: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    embedder: Embedder | None = None,
    progress: Progress = SILENT,
) -> Grouping:
    """Find the clusters among different rows; look closer when these are one cloud."""
    n = len(codes)
    neighbours = _neighbours(codes, settings, progress)
    dense = None
    if n <= _VERY_MANY:
        dense = _find_among(codes, neighbours, settings, progress)
    few_enough = _FEWEST_FOR_COMMUNITIES <= n <= settings.closer_look_up_to
    if dense is not None and few_enough and _is_one_cloud(dense):
        return _closer(find_likeness(codes, texts, languages, embedder), settings, progress)
    if dense is None or (n > _MANY and _share_in_none(dense) > _MANY_IN_NONE_OF_MANY):
        return _lasting(neighbours, settings, progress)
    return Grouping(dense, lambda taken: find(codes[taken], settings).labels)


def _closer(likeness: Likeness, settings: ClusterSettings, progress: Progress) -> Grouping:
    def by_likeness(taken: npt.NDArray[np.intp]) -> Dense:
        return find_communities(
            likeness[np.ix_(taken, taken)],
            min_size=settings.min_cluster_size or default_min_cluster_size(len(taken)),
            least_share=settings.least_vote,
        )

    closer = by_likeness(np.arange(len(likeness)))
    progress.step("density", 1, 1)
    return Grouping(closer, lambda taken: by_likeness(taken).labels)


def _lasting(neighbours: Neighbours, settings: ClusterSettings, progress: Progress) -> Grouping:
    ties = tie_graph(neighbours)

    def by_lasting(among: Ties) -> Dense:
        return find_lasting(
            among,
            min_size=settings.min_cluster_size or default_min_cluster_size(among.shape[0]),
            least_share=settings.least_vote * _VOTE_AMONG_MANY,
        )

    dense = by_lasting(ties)
    progress.step("smooth", 1, 1)
    progress.step("density", 1, 1)
    return Grouping(dense, lambda taken: by_lasting(ties[taken][:, taken].tocsr()).labels)


def _share_in_none(dense: Dense) -> float:
    return float(np.mean(dense.labels == IN_NONE))


def _is_one_cloud(dense: Dense) -> bool:
    largest = np.bincount(dense.labels[dense.labels != IN_NONE], minlength=1).max()
    too_large = bool(largest > default_max_cluster_size(len(dense.labels)))
    return too_large or _share_in_none(dense) > _MANY_IN_NONE


def find(codes: Codes, settings: ClusterSettings, *, progress: Progress = SILENT) -> Dense:
    """Find the clusters among different rows by density; needs a handful of them."""
    return _find_among(codes, _neighbours(codes, settings, progress), settings, progress)


def _neighbours(codes: Codes, settings: ClusterSettings, progress: Progress) -> Neighbours:
    k = min(settings.neighbours, default_neighbours(len(codes)))
    return nearest_neighbours(codes, k, progress=progress)


def _find_among(
    codes: Codes, neighbours: Neighbours, settings: ClusterSettings, progress: Progress
) -> Dense:
    n = len(codes)
    graph = neighbour_graph(neighbours)
    smoothed = smooth(codes, graph, rounds=settings.smoothing_rounds)
    progress.step("smooth", 1, 1)
    points = reduce(smoothed, components=settings.components)
    dense = find_dense(
        points,
        min_cluster_size=settings.min_cluster_size or default_min_cluster_size(n),
        min_samples=settings.min_samples or default_min_samples(n),
        max_cluster_size=settings.max_cluster_size or default_max_cluster_size(n),
    )
    progress.step("density", 1, 1)
    return admit_by_vote(graph, dense, least_share=settings.least_vote)


def default_neighbours(n: int) -> int:
    """Return how many neighbours to average over: with few answers a group itself is small."""
    return max(3, round(math.sqrt(n)))
