"""Communities of highest modularity in a graph with whole-number ties, also for 100,000 rows.

ladder(graph int64 csr (n, n), resolutions, seed) -> one labelling per resolution, fine to coarse

Rows move in four groups: those of one group at the same time, each to the community where
modularity grows most (Blondel et al. 2008, with the resolution of Reichardt & Bornholdt 2006).
That takes a few matrix products instead of a visit to each row. Ties are whole numbers and every
other step treats numbers one by one, so no order of adding can change an outcome.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ties = sparse.csr_array
Plain = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_GROUPS = 4
_GROUPS_OF_FEW, _FEW = 16, 200
# So few rows fit a plain matrix, which spares the bookkeeping of a sparse one.
_PLAIN_UP_TO = 400
_FIRST_ROUNDS, _LATER_ROUNDS = 10, 4
# With so few rows still moving, more rounds change nothing that matters.
_SETTLED = 0.002


def ladder(graph: Ties, resolutions: Sequence[float], *, seed: int) -> list[Places]:
    """Return communities from the finest resolution to the coarsest, each grown from the last."""
    order = np.random.default_rng(seed).permutation(graph.shape[0])
    parts = _parts(graph, order, _GROUPS)
    degrees = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    labels = _move(parts, degrees, np.arange(len(order)), resolutions[0], _FIRST_ROUNDS)
    rungs = []
    for resolution in resolutions:
        labels = _join(graph, labels, resolution)
        labels = _move(parts, degrees, labels, resolution, _LATER_ROUNDS)
        labels = _join(graph, labels, resolution)
        rungs.append(labels)
    return rungs


def _join(graph: Ties, labels: Places, resolution: float) -> Places:
    """Let whole communities move together, until none joins another."""
    while True:
        gathered = _gather(graph, labels)
        count = gathered.shape[0]
        degrees = np.asarray(gathered.sum(axis=1), dtype=np.float64).ravel()
        parts = _parts(gathered, np.arange(count), _GROUPS if count > _FEW else _GROUPS_OF_FEW)
        joined = _move(parts, degrees, np.arange(count), resolution, _FIRST_ROUNDS)
        if joined.max() + 1 == count:
            return labels
        labels = joined[labels]


def _gather(graph: Ties, labels: Places) -> Ties:
    n = len(labels)
    membership = sparse.csr_array(
        (np.ones(n, dtype=np.int64), labels, np.arange(n + 1)), shape=(n, int(labels.max()) + 1)
    )
    gathered: Ties = (membership.T.tocsr() @ graph @ membership).tocsr()
    return gathered


def _parts(graph: Ties, order: Places, groups: int) -> list[tuple[Places, Ties | Plain]]:
    """Return rows that move at the same time, with their ties to others."""
    parts: list[tuple[Places, Ties | Plain]] = []
    for rows in np.array_split(order, min(groups, len(order))):
        ties = graph[np.sort(rows)]
        own = np.repeat(np.sort(rows), np.diff(ties.indptr)) == ties.indices
        if own.any():
            ties.data[own] = 0
            ties.eliminate_zeros()
        plain = graph.shape[0] <= _PLAIN_UP_TO
        parts.append((np.sort(rows), ties.toarray().astype(np.float64) if plain else ties))
    return parts


def _move(
    parts: list[tuple[Places, Ties | Plain]],
    degrees: npt.NDArray[np.float64],
    start: Places,
    resolution: float,
    rounds: int,
) -> Places:
    labels = start.copy()
    pull = resolution / degrees.sum()
    for _ in range(rounds):
        moved = 0
        for rows, ties in parts:
            if isinstance(ties, np.ndarray):
                best = _best_of_few(rows, ties, labels, degrees, pull)
            else:
                best = _best(rows, ties, labels, degrees, pull)
            moved += int((best != labels[rows]).sum())
            labels[rows] = best
        if moved <= _SETTLED * len(labels):
            break
    return np.unique(labels, return_inverse=True)[1].ravel()


def _best(
    rows: Places, ties: Ties, labels: Places, degrees: npt.NDArray[np.float64], pull: float
) -> Places:
    """Return per row the community with most ties beyond chance; stay where it's no better."""
    n = len(labels)
    count = int(labels.max()) + 1
    membership = sparse.csr_array(
        (np.ones(n, dtype=np.int64), labels, np.arange(n + 1)), shape=(n, count)
    )
    towards = (ties @ membership).tocsr()
    own, mine = labels[rows], degrees[rows]
    totals = np.bincount(labels, weights=degrees, minlength=count)
    row = np.repeat(np.arange(len(rows)), np.diff(towards.indptr))
    stays = towards.indices == own[row]
    gains = towards.data - pull * mine[row] * (totals[towards.indices] - mine[row] * stays)
    staying = -pull * mine * (totals[own] - mine)
    staying[row[stays]] = gains[stays]
    tied = np.flatnonzero(np.diff(towards.indptr))
    if not len(tied):
        return own
    starts = towards.indptr[tied]
    highest = np.full(len(rows), -np.inf)
    highest[tied] = np.maximum.reduceat(gains, starts)
    lowest = np.full(len(rows), count)
    lowest[tied] = np.minimum.reduceat(
        np.where(gains == highest[row], towards.indices, count), starts
    )
    return np.where(highest > staying, lowest, own)


def _best_of_few(
    rows: Places, ties: Plain, labels: Places, degrees: npt.NDArray[np.float64], pull: float
) -> Places:
    """Return what `_best` returns, of ties (m, n) in a plain matrix: whole numbers, so exact."""
    membership = np.zeros((len(labels), int(labels.max()) + 1))
    membership[np.arange(len(labels)), labels] = 1.0
    towards = ties @ membership
    own, mine, every = labels[rows], degrees[rows], np.arange(len(rows))
    totals = np.broadcast_to(degrees @ membership, towards.shape).copy()
    totals[every, own] -= mine
    gains = towards - pull * mine[:, None] * totals
    staying = gains[every, own]
    gains[towards == 0] = -np.inf
    best: Places = gains.argmax(axis=1)
    return np.where(gains[every, best] > staying, best, own)
