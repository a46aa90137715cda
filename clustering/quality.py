"""How good a clustering is, in numbers that need no labels.

measure_quality(codes, labels, density_validity, seed) -> Quality(dbcv, silhouette, share_in_none)
"""

import numpy as np

from clustering.quantisation import Codes, dequantise
from clustering.result import IN_NONE, Labels, Quality

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
    from sklearn.metrics import silhouette_score

    placed = np.flatnonzero(labels != IN_NONE)
    if len(placed) > _SAMPLE:
        random = np.random.default_rng(seed)
        placed = np.sort(random.choice(placed, _SAMPLE, replace=False))
    sampled = np.unique(labels[placed])
    if not 2 <= len(sampled) < len(placed):
        return None
    score = silhouette_score(dequantise(codes[placed]), labels[placed], metric="cosine")
    return round(float(score), _DECIMALS)
