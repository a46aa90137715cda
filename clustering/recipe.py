"""The recipe: neighbour graph, averaging over it, principal components, density, vote.

find(codes int8 (n, d), settings, progress=SILENT) -> Dense

Every step gives the same on any number of threads and any BLAS (docs/adr/0010).
"""

import math

from clustering.density import (
    Dense,
    default_max_cluster_size,
    default_min_cluster_size,
    default_min_samples,
    find_dense,
)
from clustering.graph import admit_by_vote, neighbour_graph
from clustering.neighbours import nearest_neighbours
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes
from clustering.reduction import reduce, smooth
from clustering.result import ClusterSettings


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
