"""How good a clustering is, in numbers that need no labels.

measure_quality(codes, labels, density_validity, seed) -> Quality(dbcv, silhouette, share_in_none)
"""

import numpy as np
import numpy.typing as npt

from clustering.quantisation import Codes, Vectors, dequantise
from clustering.result import IN_NONE, Labels, Quality
from clustering.threads import unthreaded

_SAMPLE = 2_000
_DECIMALS = 4


def measure_quality(
    codes: Codes, labels: Labels, *, density_validity: float | None, seed: int
) -> Quality:
    """Measure the silhouette (Rousseeuw 1987, cosine) on at most 2,000 placed answers.

    `density_validity` is hdbscan's quick DBCV (Moulavi et al. 2014), from -1 to 1.
    """
    share = float(np.mean(labels == IN_NONE)) if len(labels) else 0.0
    return Quality(
        dbcv=density_validity,
        silhouette=_silhouette(codes, labels, seed),
        share_in_none=round(share, _DECIMALS),
    )


def _silhouette(codes: Codes, labels: Labels, seed: int) -> float | None:
    placed = np.flatnonzero(labels != IN_NONE)
    if len(placed) > _SAMPLE:
        random = np.random.default_rng(seed)
        placed = np.sort(random.choice(placed, _SAMPLE, replace=False))
    present, sampled = np.unique(labels[placed], return_inverse=True)
    if not 2 <= len(present) < len(placed):
        return None
    with unthreaded():
        return round(float(_each(dequantise(codes[placed]), sampled).mean()), _DECIMALS)


def _each(rows: Vectors, clusters: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Return (b - a) / max(a, b): the mean distance to one's own and to the nearest other cluster.

    A row alone in its cluster has 0, as in scikit-learn; importing that takes a second.
    """
    apart = 1.0 - (rows @ rows.T).astype(np.float64)
    np.fill_diagonal(apart, 0.0)
    sizes = np.bincount(clusters).astype(np.float64)
    membership = np.eye(len(sizes))[clusters]
    sums, every = apart @ membership, np.arange(len(rows))
    own = sums[every, clusters] / np.maximum(sizes[clusters] - 1, 1)
    means = sums / sizes
    means[every, clusters] = np.inf
    other = means.min(axis=1)
    scores: npt.NDArray[np.float64] = (other - own) / np.maximum(np.maximum(own, other), 1e-12)
    return np.where(sizes[clusters] > 1, scores, 0.0)
