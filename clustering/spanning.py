"""A tree over all rows by how densely they lie: the skeleton from which hdbscan reads clusters.

spanning_tree(points (n, d), min_samples) -> float64 (n - 1, 3): row, row, distance; nearest first

The distance is mutual reachability (Campello et al. 2015, definition 3): the greatest of the
distance itself and the distances of both rows to their `min_samples`-th neighbour. Only the edges
to each row's 15 nearest are looked at, which takes time in step with the number of rows instead of
hdbscan's search through trees of boxes; groups that these leave apart are joined where they come
nearest. Distances are compared as squares in whole numbers: no rounding, and ties by place.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from clustering.neighbours import find_nearest
from clustering.spaces import Space, distance_space

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_NEIGHBOURS = 15
# Points are rounded to six decimals by `reduce`, so this makes whole numbers of them.
_UNIT = 1e6
_SAMPLED_FOR_BRIDGES = 2_000
_STEPS_TO_NEAREST = 3


def spanning_tree(points: Floats, min_samples: int) -> Floats:
    """Span all rows with the edges of least mutual reachability; needs over 15 rows.

    Points are rounded to six decimals; their coordinates must stay below a million or so.
    """
    space = distance_space(np.rint(points * _UNIT))
    indices, nearness = find_nearest(space, max(_NEIGHBOURS, min_samples))
    squared = _lengths(space)[:, None] - 2.0 * nearness
    cores = squared[:, min_samples - 1]
    reach = np.maximum(np.maximum(squared, cores[:, None]), cores[indices])
    rows = np.repeat(np.arange(len(points)), indices.shape[1])
    edges = _lightest(rows, indices.ravel().astype(np.intp), reach.ravel(), len(points))
    groups = _groups(edges, len(points))
    if groups.max() > 0:
        edges = np.concatenate([edges, _bridges(space, cores, groups)])
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0], edges[:, 2]))]
    edges[:, 2] = np.sqrt(edges[:, 2]) / _UNIT
    return edges


def _lightest(rows: Places, others: Places, weights: Floats, n: int) -> Floats:
    """Return the least edges that hold together what these edges hold together (Kruskal 1956)."""
    order = np.argsort(weights, kind="stable")
    # Ranks in place of weights: without ties there is one such tree, whatever the sort below does.
    ranks = sparse.csr_array((np.arange(1.0, len(order) + 1), (rows[order], others[order])), (n, n))
    kept = order[minimum_spanning_tree(ranks).data.astype(np.intp) - 1]
    return np.column_stack([rows[kept], others[kept], weights[kept]])


def _groups(edges: Floats, n: int) -> npt.NDArray[np.int32]:
    rows, others = edges[:, :2].astype(np.intp).T
    joined = sparse.csr_array((np.ones(len(edges)), (rows, others)), (n, n))
    groups: npt.NDArray[np.int32] = connected_components(joined, directed=False)[1]
    return groups


def _bridges(space: Space, cores: Floats, groups: npt.NDArray[np.int32]) -> Floats:
    """Join the groups into one, each bridge where a sample says that two come nearest."""
    members = np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1])
    gaps = _gaps(space, members)
    first, second = np.triu_indices(len(members), 1)
    tree = _lightest(first, second, gaps[first, second], len(members))
    bridges = np.empty((len(tree), 3))
    for place, (one, other, _) in enumerate(tree.astype(np.intp)):
        row, end, squared = _nearest_pair(space, members[one], members[other])
        bridges[place] = row, end, max(squared, cores[row], cores[end])
    return bridges


def _gaps(space: Space, members: list[Places]) -> Floats:
    """Return the squared distance between each two groups, measured between some of each."""
    each = max(1, _SAMPLED_FOR_BRIDGES // len(members))
    sampled = [rows[:: -(-len(rows) // each)] for rows in members]
    starts = np.cumsum([0, *map(len, sampled[:-1])])
    taken = space.take(np.concatenate(sampled))
    squared = _lengths(taken)[:, None] - 2.0 * taken.nearness(taken.rows)
    return np.minimum.reduceat(np.minimum.reduceat(squared, starts, axis=0), starts, axis=1)


def _nearest_pair(space: Space, ones: Places, others: Places) -> tuple[int, int, float]:
    """Go to and fro between two groups, each time to the nearest row of the other."""
    here, there = space.take(ones), space.take(others)
    row = ones[0]
    for _ in range(_STEPS_TO_NEAREST):
        end = others[there.nearness(space.rows[[row]])[0].argmax()]
        row = ones[here.nearness(space.rows[[end]])[0].argmax()]
    apart = space.rows[row] - space.rows[end]
    return int(row), int(end), float(apart @ apart)


def _lengths(space: Space) -> Floats:
    lengths: Floats = np.einsum("ij,ij->i", space.rows, space.rows)
    return lengths
