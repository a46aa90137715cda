"""Fine themes where the answers hold them, broad ones elsewhere: communities that come back.

tie_graph(neighbours) -> ties, int64 csr (n, n), symmetric
find_lasting(ties, min_size, least_share) -> Dense

Communities are sought at seven resolutions, in the graph of nearest neighbours and in some copies
of it that miss a fifth of the ties. A community counts for as much as it comes back in the copies:
the best Jaccard overlap (Hennig 2007), times its size. From the fine ones up, a community takes
the place of those inside it when it counts for more than they do together (as hdbscan weighs
persistence, Campello et al. 2015). So one resolution need not fit all subjects.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from clustering.graph import admit_by_vote
from clustering.modularity import Places, Ties, ladder
from clustering.neighbours import Neighbours
from clustering.persistence import Dense
from clustering.result import IN_NONE
from clustering.threads import in_threads

_RESOLUTIONS = (16.0, 10.0, 6.3, 4.0, 2.5, 1.6, 1.0)
_COPIES = 3
_TIES_KEPT = 0.8
# A cosine of 1 in whole numbers: fine enough, and all sums stay exact.
_WHOLE = 1_000
_DECIMALS = 9
# Two communities side by side share a border that the one around them hasn't, so they come back
# less whole; this makes up for it.
_FOR_THE_FINER = 1.05
_SEED = 0


@dataclass(frozen=True, eq=False)
class _Chosen:
    """Per community of a rung: its worth, and the communities it stands for as (rung, number)."""

    worth: npt.NDArray[np.float64]
    stands_for: list[list[tuple[int, int]]]


def tie_graph(neighbours: Neighbours) -> Ties:
    """Return whole-number ties: the cosine in thousandths where either is the other's neighbour."""
    n, k = neighbours.indices.shape
    weights = np.maximum(np.rint(neighbours.similarities * np.float64(_WHOLE)), 1).astype(np.int64)
    starts = np.arange(0, n * k + 1, k)
    directed = sparse.csr_array((weights.ravel(), neighbours.indices.ravel(), starts), shape=(n, n))
    both: Ties = directed.maximum(directed.T.tocsr()).tocsr()
    both.sort_indices()
    return both


def find_lasting(ties: Ties, *, min_size: int, least_share: float) -> Dense:
    """Return the lasting communities of at least `min_size`; a row's probability is the share of
    its ties that stay inside. Below `least_share` it is in none, unless its neighbours vote it in.
    """
    whole, *copies = in_threads(
        lambda seed: ladder(
            ties if seed == _SEED else _thinned(ties, seed), _RESOLUTIONS, seed=seed
        ),
        range(_SEED, _SEED + 1 + _COPIES),
    )
    labels = _choose(_nested(whole), copies, min_size)
    shares = _own_shares(ties, labels)
    dense = _as_dense(np.where(shares >= least_share, labels, IN_NONE), shares, min_size)
    return admit_by_vote(_rows_to_one(ties), dense, least_share=least_share)


def _thinned(ties: Ties, seed: int) -> Ties:
    """Return the graph with a fifth of its ties away, the same ones for the same seed."""
    upper = sparse.triu(ties, k=1).tocoo()
    kept = np.random.default_rng(seed).random(upper.nnz) < _TIES_KEPT
    half = sparse.coo_array(
        (upper.data[kept], (upper.row[kept], upper.col[kept])), shape=ties.shape
    ).tocsr()
    both: Ties = (half + half.T).tocsr()
    both.sort_indices()
    return both


def _nested(rungs: list[Places]) -> list[Places]:
    """Make each rung a grouping of the one below: whole communities go where most of them went."""
    nested = rungs[:1]
    for coarser in rungs[1:]:
        towards = _shared(nested[-1], coarser).argmax(axis=1)
        nested.append(np.unique(towards, return_inverse=True)[1].ravel()[nested[-1]])
    return nested


def _shared(labels: Places, others: Places) -> npt.NDArray[np.int64]:
    """Return how many rows each community of one labelling shares with each of the other."""
    shape = (int(labels.max()) + 1, int(others.max()) + 1)
    counts = np.bincount(labels * shape[1] + others, minlength=shape[0] * shape[1])
    shared: npt.NDArray[np.int64] = counts.reshape(shape)
    return shared


def _choose(rungs: list[Places], copies: list[list[Places]], min_size: int) -> Places:
    chosen = _Chosen(np.zeros(0), [])
    for number, labels in enumerate(rungs):
        sizes = np.bincount(labels)
        worth = np.where(sizes >= min_size, sizes * _returns(number, labels, copies), 0.0)
        itself = [[(number, community)] for community in range(len(sizes))]
        chosen = (
            _weigh(chosen, rungs[number - 1], labels, worth, itself)
            if number
            else _Chosen(worth, itself)
        )
    labels = np.full(len(rungs[0]), IN_NONE, dtype=np.intp)
    winners = [winner for stands_for in chosen.stands_for for winner in stands_for]
    for new, (number, community) in enumerate(winners):
        labels[rungs[number] == community] = new
    return labels


def _weigh(
    below: _Chosen,
    finer: Places,
    labels: Places,
    worth: npt.NDArray[np.float64],
    itself: list[list[tuple[int, int]]],
) -> _Chosen:
    """Let each community take the place of those inside it when it's worth more."""
    parents = np.zeros(len(below.worth), dtype=np.intp)
    parents[finer] = labels
    inside = np.bincount(parents, weights=below.worth, minlength=len(worth))
    inside = np.round(inside, _DECIMALS)
    children: list[list[tuple[int, int]]] = [[] for _ in worth]
    for child, parent in enumerate(parents):
        children[parent] += below.stands_for[child]
    wins = worth > _FOR_THE_FINER * inside
    return _Chosen(
        np.where(wins, worth, inside),
        [itself[at] if wins[at] else children[at] for at in range(len(worth))],
    )


def _returns(number: int, labels: Places, copies: list[list[Places]]) -> npt.NDArray[np.float64]:
    """Return per community its mean best overlap with those of the copies, on the rungs near."""
    near = slice(max(0, number - 1), number + 2)
    best = [
        np.max(np.array([_overlaps(labels, other) for other in copy[near]]), axis=0)
        for copy in copies
    ]
    returns: npt.NDArray[np.float64] = np.round(np.array(best).mean(axis=0), _DECIMALS)
    return returns


def _overlaps(labels: Places, others: Places) -> npt.NDArray[np.float64]:
    shared = _shared(labels, others)
    union = shared.sum(axis=1)[:, None] + shared.sum(axis=0) - shared
    best: npt.NDArray[np.float64] = (shared / union).max(axis=1)
    return best


def _own_shares(ties: Ties, labels: Places) -> npt.NDArray[np.float64]:
    rows = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    inside = np.where(labels[ties.indices] == labels[rows], ties.data, 0)
    own = np.bincount(rows, weights=inside, minlength=len(labels))
    everything = np.bincount(rows, weights=ties.data, minlength=len(labels))
    shares: npt.NDArray[np.float64] = own / np.maximum(everything, 1)
    return shares


def _as_dense(labels: Places, shares: npt.NDArray[np.float64], least: int) -> Dense:
    sizes = np.bincount(labels[labels != IN_NONE], minlength=1)
    kept = np.flatnonzero(sizes >= least)
    renumber = np.full(len(sizes) + 1, IN_NONE, dtype=np.int32)
    renumber[kept] = np.arange(len(kept))
    found = renumber[labels]
    inside = [shares[found == label].mean() for label in range(len(kept))]
    return Dense(
        labels=found,
        probabilities=np.where(found != IN_NONE, shares, 0.0),
        persistence=tuple(round(float(share), _DECIMALS) for share in inside),
    )


def _rows_to_one(ties: Ties) -> Ties:
    weights = ties.astype(np.float64)
    weights.data /= np.repeat(np.asarray(ties.sum(axis=1)).ravel(), np.diff(ties.indptr))
    return weights
