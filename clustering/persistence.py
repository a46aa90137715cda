"""The clusters that persist longest over all densities, found by hdbscan.

find_persistent(points (n, d), min_cluster_size, min_samples)
    -> Dense(labels, probabilities, persistence, validity)
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clustering.reduction import Matrix
from clustering.result import Labels, Probabilities

if TYPE_CHECKING:
    from hdbscan import HDBSCAN

_DECIMALS = 4


@dataclass(frozen=True, eq=False)
class Dense:
    """Clusters in no particular order: a label and a probability per row, a strength per label."""

    labels: Labels
    probabilities: Probabilities
    persistence: tuple[float, ...]
    validity: float | None = None


def find_persistent(points: Matrix, min_cluster_size: int, min_samples: int) -> Dense:
    """Find the clusters by excess of mass (Campello et al. 2015)."""
    from hdbscan import HDBSCAN

    model = HDBSCAN(
        min_cluster_size=min_cluster_size,
        min_samples=min_samples,
        # The approximate tree saves little here and may differ from run to run.
        approx_min_span_tree=False,
        core_dist_n_jobs=1,
        gen_min_span_tree=True,
    ).fit(points)
    return Dense(
        labels=model.labels_.astype(np.int32),
        probabilities=model.probabilities_.astype(np.float64),
        persistence=tuple(float(value) for value in model.cluster_persistence_),
        validity=_validity(model),
    )


def _validity(model: "HDBSCAN") -> float | None:
    if model.labels_.max() < 1:
        return None
    return round(float(model.relative_validity_), _DECIMALS)
