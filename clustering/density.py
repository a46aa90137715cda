"""Dense regions become clusters: hdbscan with sizes that follow the number of answers.

find_dense(points, min_cluster_size, min_samples, max_cluster_size)
    -> Dense(labels, probabilities, persistence)
"""

import math

import numpy as np
import numpy.typing as npt

from clustering.persistence import Dense, find_persistent
from clustering.reduction import Matrix
from clustering.result import IN_NONE

# Less, and the split would trade one vague cluster for many answers in none.
_WORTH_SPLITTING = 0.33


def find_dense(
    points: Matrix, *, min_cluster_size: int, min_samples: int, max_cluster_size: int
) -> Dense:
    """Find the clusters that persist longest over all densities (Campello et al. 2015, eom).

    A cluster above `max_cluster_size` is looked into and gives way to the clusters inside it,
    as long as these hold at least a third of it.
    """
    dense = find_persistent(points, min_cluster_size, min_samples)
    label = 0
    while label < len(dense.persistence):
        members = np.flatnonzero(dense.labels == label)
        inner = None
        if len(members) > max_cluster_size:
            inner = find_persistent(points[members], min_cluster_size, min_samples)
        if inner is None or np.mean(inner.labels != IN_NONE) < _WORTH_SPLITTING:
            label += 1
        else:
            # The first inner cluster takes this label and may be too large in turn.
            dense = _replace(dense, label, members, inner)
    return dense


def _replace(dense: Dense, label: int, members: npt.NDArray[np.intp], inner: Dense) -> Dense:
    """Put the first inner cluster in the place of the outer one and the others at the end."""
    count = len(dense.persistence)
    renumber = np.array([label, *range(count, count + len(inner.persistence) - 1), IN_NONE])
    labels, probabilities = dense.labels.copy(), dense.probabilities.copy()
    labels[members] = renumber[inner.labels]
    probabilities[members] = inner.probabilities
    persistence = list(dense.persistence)
    persistence[label] = inner.persistence[0]
    return Dense(labels, probabilities, (*persistence, *inner.persistence[1:]), dense.validity)


def default_min_cluster_size(n: int) -> int:
    """Return the smallest group worth calling one among n different answers."""
    if n < 60:
        return max(3, n // 10)
    if n < 5_000:
        return max(5, round(math.sqrt(n) / 3))
    return max(round(math.sqrt(5_000) / 3), n // 2_000)


def default_min_samples(n: int) -> int:
    """Return how many near neighbours make a place dense; fewer for few answers."""
    return 2 if n < 60 else 3 if n < 300 else 5


def default_max_cluster_size(n: int) -> int:
    """Return how large a cluster may be before it's looked into for the ones inside it.

    Without a limit one conversation of 613 answers gave a cluster of 590 and one of 23, which
    tells a facilitator nothing. With few answers a single large group is common and true.
    """
    return round(0.75 * n) if n < 100 else round(0.4 * n)


def none_found(n: int) -> Dense:
    """Return the outcome in which every row is in no cluster."""
    return Dense(np.full(n, IN_NONE, dtype=np.int32), np.zeros(n), ())
