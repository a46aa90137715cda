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

from clustering.density import Dense
from clustering.likeness import Likeness
from clustering.result import IN_NONE

_DECIMALS = 9
_MOST_ROUNDS = 50
_SMALLEST_WEIGHT = 1e-6

Graph = sparse.csr_array
Places = npt.NDArray[np.intp]


def find_communities(
    likeness: Likeness, *, min_size: int, least_share: float, neighbours: int = 10
) -> Dense:
    """Return communities; persistence is the mean share of a member's ties that stay inside.

    The probability of an answer is that share for itself; below `least_share` it is in none.
    """
    ties = _ties(likeness, neighbours)
    labels = _modularity_communities((ties + ties.T).tocsr())
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


def _modularity_communities(graph: Graph) -> Places:
    """Move rows, then whole communities, then rows again, until nothing joins any more."""
    labels = np.arange(graph.shape[0])
    gathered = graph
    while True:
        joined = _move(gathered, np.arange(gathered.shape[0]))
        if joined.max() + 1 == gathered.shape[0]:
            return labels
        labels = _move(graph, joined[labels])
        gathered = _gather(graph, labels)


def _gather(graph: Graph, labels: Places) -> Graph:
    n = len(labels)
    membership = sparse.csr_array(
        (np.ones(n), (np.arange(n), labels)), shape=(n, int(labels.max()) + 1)
    )
    gathered: Graph = (membership.T @ graph @ membership).tocsr()
    gathered.sort_indices()
    return gathered


def _move(graph: Graph, labels: Places) -> Places:
    """Let each row in turn join the community where modularity grows most; ties stay."""
    labels = labels.copy()
    degrees = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    totals = np.bincount(labels, weights=degrees, minlength=len(labels)).astype(np.float64)
    for _ in range(_MOST_ROUNDS):
        before = labels.copy()
        for row in range(len(labels)):
            totals[labels[row]] -= degrees[row]
            labels[row] = _best_community(graph, labels, degrees, totals, row)
            totals[labels[row]] += degrees[row]
        if np.array_equal(before, labels):
            break
    return np.unique(labels, return_inverse=True)[1].ravel()


def _best_community(
    graph: Graph,
    labels: Places,
    degrees: npt.NDArray[np.float64],
    totals: npt.NDArray[np.float64],
    row: int,
) -> int:
    span = slice(graph.indptr[row], graph.indptr[row + 1])
    others = graph.indices[span] != row
    around = labels[graph.indices[span][others]]
    ties = np.bincount(around, weights=graph.data[span][others], minlength=1)
    near = np.union1d(around, labels[row])
    tied = np.where(near < len(ties), ties[np.minimum(near, len(ties) - 1)], 0.0)
    gains = np.round(tied - degrees[row] * totals[near] / degrees.sum(), _DECIMALS)
    own = gains[near == labels[row]][0]
    return int(labels[row]) if own >= gains.max() else int(near[gains.argmax()])
