"""The silhouette is the one that scikit-learn computes, without importing it."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from clustering import dequantise, quantise
from clustering.quality import measure_quality


@pytest.mark.parametrize("clusters", [2, 7])
def test_the_silhouette_is_that_of_scikit_learn(clusters: int) -> None:
    random = np.random.default_rng(clusters)
    labels = random.integers(-1, clusters, 300).astype(np.int32)
    labels[0] = clusters  # alone in its cluster
    codes = quantise(random.normal(size=(clusters + 2, 16))[labels] + random.normal(size=(300, 16)))
    placed = labels >= 0

    found = measure_quality(codes, labels, density_validity=None, seed=0)

    expected = silhouette_score(dequantise(codes[placed]), labels[placed], metric="cosine")
    assert found.silhouette == pytest.approx(expected, abs=1e-4)


def test_one_cluster_has_no_silhouette() -> None:
    codes = quantise(np.random.default_rng(0).normal(size=(20, 8)))

    found = measure_quality(codes, np.zeros(20, dtype=np.int32), density_validity=None, seed=0)

    assert found.silhouette is None
