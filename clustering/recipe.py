"""The recipe: neighbour graph, averaging over it, principal components, density, vote.

group(codes int8 (n, d), settings, texts=None, ...) -> Grouping(dense, again)
find(codes int8 (n, d), settings, progress=SILENT) -> Dense

Where the answers show one cloud with no gaps, `group` looks closer: communities by likeness.
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
from clustering.likeness import find_likeness
from clustering.neighbours import nearest_neighbours
from clustering.persistence import Dense
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes
from clustering.reduction import reduce, smooth
from clustering.result import IN_NONE, ClusterSettings, Labels

# With more than this in none, or with a cluster that could not be split, people learn too little.
_MANY_IN_NONE = 0.3
_FEWEST_FOR_COMMUNITIES = 60


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
    dense = find(codes, settings, progress=progress)
    few_enough = _FEWEST_FOR_COMMUNITIES <= len(codes) <= settings.closer_look_up_to
    if not (few_enough and _is_one_cloud(dense)):
        return Grouping(dense, lambda taken: find(codes[taken], settings).labels)
    likeness = find_likeness(codes, texts, languages, embedder)

    def by_likeness(taken: npt.NDArray[np.intp]) -> Dense:
        return find_communities(
            likeness[np.ix_(taken, taken)],
            min_size=settings.min_cluster_size or default_min_cluster_size(len(taken)),
            least_share=settings.least_vote,
        )

    closer = by_likeness(np.arange(len(codes)))
    progress.step("density", 1, 1)
    return Grouping(closer, lambda taken: by_likeness(taken).labels)


def _is_one_cloud(dense: Dense) -> bool:
    n = len(dense.labels)
    sizes = np.bincount(dense.labels[dense.labels != IN_NONE], minlength=1)
    return bool(sizes.max() > default_max_cluster_size(n) or n - sizes.sum() > _MANY_IN_NONE * n)


def find(codes: Codes, settings: ClusterSettings, *, progress: Progress = SILENT) -> Dense:
    """Find the clusters among different rows; needs a handful of them."""
    n = len(codes)
    k = min(settings.neighbours, default_neighbours(n))
    graph = neighbour_graph(nearest_neighbours(codes, k, progress=progress))
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
