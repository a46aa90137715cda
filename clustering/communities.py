"""Communities of answers that are more alike than chance: for one broad subject without gaps.

find_communities(likeness (n, n), min_size, least_share, neighbours=10) -> Dense

Where answers lie in one cloud, no density sets groups apart. The neighbour graph still does: this
moves each answer to the community it has most ties with beyond chance, until modularity grows no
more (Blondel et al. 2008), and each step counts in one fixed order. An answer whose neighbours are
elsewhere is in none.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from clustering.likeness import Likeness
from clustering.persistence import Dense
from clustering.result import IN_NONE

_DECIMALS = 9
_MOST_ROUNDS = 50
_SMALLEST_WEIGHT = 1e-6
# Above 1 asks for more and smaller communities (Reichardt & Bornholdt 2006), as few answers need.
_RESOLUTION_OF_FEW, _RESOLUTION_OF_MANY = 1.3, 1.0
_FEW = 400
_STARTS = 5
# The orders are part of the recipe, not of what a caller's seed draws.
_SEED = 0

Graph = sparse.csr_array
Places = npt.NDArray[np.intp]


def find_communities(
    likeness: Likeness, *, min_size: int, least_share: float, neighbours: int = 10
) -> Dense:
    """Return communities; persistence is the mean share of a member's ties that stay inside.

    The probability of an answer is that share for itself; below `least_share` it is in none.
    """
    ties = _ties(likeness, neighbours)
    resolution = _RESOLUTION_OF_FEW if len(likeness) < _FEW else _RESOLUTION_OF_MANY
    labels = _best_of_several_orders((ties + ties.T).tocsr(), resolution)
    shares = _own_shares(ties.maximum(ties.T).tocsr(), labels)
    labels = np.where(shares >= least_share, labels, IN_NONE)
    sizes = np.bincount(labels[labels != IN_NONE], minlength=1)
    kept = np.flatnonzero(sizes >= min_size)
    renumber = np.full(len(sizes) + 1, IN_NONE, dtype=np.int32)
    renumber[kept] = np.arange(len(kept))
    found = renumber[labels]
    return Dense(
        labels=found,
        probabilities=np.where(found != IN_NONE, shares, 0.0),
        persistence=tuple(
            round(float(shares[found == label].mean()), _DECIMALS) for label in range(len(kept))
        ),
    )


def _ties(likeness: Likeness, neighbours: int) -> Graph:
    """Return each row's most alike others, ties to the lower index; weights are the likeness."""
    n = len(likeness)
    k = min(neighbours, n - 1)
    others = likeness.copy()
    np.fill_diagonal(others, -np.inf)
    nearest = np.argsort(-others, axis=1, kind="stable")[:, :k]
    weights = np.maximum(np.take_along_axis(others, nearest, axis=1), _SMALLEST_WEIGHT)
    starts = np.arange(0, n * k + 1, k)
    return sparse.csr_array((weights.ravel(), nearest.ravel(), starts), shape=(n, n))


def _own_shares(graph: Graph, labels: Places) -> npt.NDArray[np.float64]:
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    inside = np.where(labels[graph.indices] == labels[rows], graph.data, 0.0)
    own = np.bincount(rows, weights=inside, minlength=len(labels))
    everything = np.bincount(rows, weights=graph.data, minlength=len(labels))
    shares: npt.NDArray[np.float64] = np.round(own / everything, _DECIMALS)
    return shares


def _best_of_several_orders(graph: Graph, resolution: float) -> Places:
    """Start with the rows in several orders, because the order steers where the moves end."""
    random = np.random.default_rng(_SEED)
    n = graph.shape[0]
    found = []
    for start in range(_STARTS):
        order = random.permutation(n) if start else np.arange(n)
        labels = np.empty(n, dtype=np.intp)
        labels[order] = _modularity_communities(graph[order][:, order].tocsr(), resolution)
        found.append(labels)
    return max(found, key=lambda labels: _modularity(graph, labels, resolution))


def _modularity(graph: Graph, labels: Places, resolution: float) -> float:
    """Return the share of ties inside communities beyond the share expected by chance."""
    degrees = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    rows = np.repeat(np.arange(len(labels)), np.diff(graph.indptr))
    inside = graph.data[labels[rows] == labels[graph.indices]].sum()
    totals = np.bincount(labels, weights=degrees)
    expected = resolution * (totals**2).sum() / degrees.sum()
    return round(float((inside - expected) / degrees.sum()), _DECIMALS)


def _modularity_communities(graph: Graph, resolution: float) -> Places:
    """Move rows, then whole communities, then rows again, until nothing joins any more."""
    labels = np.arange(graph.shape[0])
    gathered = graph
    while True:
        joined = _move(gathered, np.arange(gathered.shape[0]), resolution)
        if joined.max() + 1 == gathered.shape[0]:
            return labels
        labels = _move(graph, joined[labels], resolution)
        gathered = _gather(graph, labels)


def _gather(graph: Graph, labels: Places) -> Graph:
    n = len(labels)
    membership = sparse.csr_array(
        (np.ones(n), (np.arange(n), labels)), shape=(n, int(labels.max()) + 1)
    )
    gathered: Graph = (membership.T @ graph @ membership).tocsr()
    gathered.sort_indices()
    return gathered


def _move(graph: Graph, start: Places, resolution: float) -> Places:
    """Let each row in turn join the community where modularity grows most; ties stay.

    In plain lists: rows have a dozen ties, for which arrays cost more than they save.
    """
    graph.sort_indices()
    degrees: list[float] = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel().tolist()
    labels = [int(label) for label in start]
    totals = [0.0] * len(labels)
    for label, degree in zip(labels, degrees, strict=True):
        totals[label] += degree
    whole = sum(degrees)
    ties = [_ties_of(graph, row) for row in range(len(labels))]
    for _ in range(_MOST_ROUNDS):
        moved = False
        for row, own in enumerate(labels):
            totals[own] -= degrees[row]
            labels[row] = _best(labels, ties[row], totals, own, resolution * degrees[row] / whole)
            totals[labels[row]] += degrees[row]
            moved = moved or labels[row] != own
        if not moved:
            break
    return np.unique(labels, return_inverse=True)[1].ravel()


def _ties_of(graph: Graph, row: int) -> list[tuple[int, float]]:
    span = slice(graph.indptr[row], graph.indptr[row + 1])
    both = zip(graph.indices[span].tolist(), graph.data[span].tolist(), strict=True)
    return [(other, weight) for other, weight in both if other != row]


def _best(
    labels: list[int],
    ties: list[tuple[int, float]],
    totals: list[float],
    own: int,
    expected: float,
) -> int:
    """Return the community with the most ties beyond those expected by chance."""
    weights = {own: 0.0}
    for other, weight in ties:
        weights[labels[other]] = weights.get(labels[other], 0.0) + weight
    gains = {
        label: round(weight - expected * totals[label], _DECIMALS)
        for label, weight in weights.items()
    }
    return min(gains, key=lambda label: (-gains[label], label != own, label))
