"""The tree over many rows is nearly the least there is, and its clusters are those of hdbscan."""

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial.distance import cdist
from sklearn.metrics import adjusted_rand_score

from clustering import persistence
from clustering.persistence import find_persistent
from clustering.spanning import spanning_tree


def blobs(n: int, count: int, *, apart: float = 1.0) -> np.ndarray:
    random = np.random.default_rng(n)
    hearts = apart * random.normal(size=(count, 15))
    points = hearts[random.integers(0, count, n)] + 0.15 * random.normal(size=(n, 15))
    return np.round(points, 6)


def joins_all(edges: np.ndarray, n: int) -> bool:
    joined = np.zeros((n, n), dtype=bool)
    joined[edges[:, 0].astype(int), edges[:, 1].astype(int)] = True
    return connected_components(joined, directed=False)[0] == 1


def least_weight(points: np.ndarray, min_samples: int) -> float:
    apart = cdist(points, points)
    cores = np.sort(apart, axis=1)[:, min_samples]
    reach = np.maximum(np.maximum(apart, cores[:, None]), cores[None, :])
    return minimum_spanning_tree(np.triu(reach, 1)).sum()


def test_the_tree_of_one_cloud_is_the_least_there_is() -> None:
    points = blobs(1_000, 1)

    edges = spanning_tree(points, 5)

    assert joins_all(edges, 1_000)
    assert len(edges) == 999
    assert (np.diff(edges[:, 2]) >= 0).all()
    assert edges[:, 2].sum() == pytest.approx(least_weight(points, 5), rel=1e-3)


def test_groups_far_apart_are_joined_where_they_come_nearest() -> None:
    points = blobs(1_200, 12, apart=20.0)

    edges = spanning_tree(points, 5)

    assert joins_all(edges, 1_200)
    assert edges[:, 2].sum() == pytest.approx(least_weight(points, 5), rel=0.01)


def test_rows_in_one_place_are_no_obstacle() -> None:
    edges = spanning_tree(np.repeat(blobs(100, 3), 30, axis=0), 5)

    assert joins_all(edges, 3_000)


def test_clusters_among_many_rows_are_those_that_hdbscan_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = blobs(6_000, 30, apart=0.4)

    ours = find_persistent(points, 40, 5)
    monkeypatch.setattr(persistence, "_OWN_TREE_FROM", 10_000)
    theirs = find_persistent(points, 40, 5)

    assert len(theirs.persistence) > 5
    assert adjusted_rand_score(theirs.labels, ours.labels) > 0.95
    assert ours.validity == pytest.approx(theirs.validity, abs=0.1)
