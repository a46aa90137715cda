"""New answers join the nearest cluster, unless they belong to none of them."""

import numpy as np
import pytest

from clustering import assign, assign_to, cluster
from clustering.errors import FingerprintMismatch, InvalidVectors


def groups(sizes: list[int], *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    hearts = random.normal(size=(len(sizes), 64))
    rows = np.repeat(hearts, sizes, axis=0) + 0.4 * random.normal(size=(sum(sizes), 64))
    return rows.astype(np.float32), hearts.astype(np.float32)


def test_an_answer_near_a_heart_joins_that_cluster() -> None:
    rows, hearts = groups([40, 30, 20])
    found = cluster(rows)

    placed = assign(hearts, found)

    assert placed.labels.tolist() == [0, 1, 2]
    assert placed.probabilities.min() > 0.9


def test_an_answer_of_another_kind_is_in_none_but_its_nearest_is_named() -> None:
    rows, _ = groups([40, 30, 20])
    stranger = np.random.default_rng(99).normal(size=(1, 64))

    placed = assign(stranger, cluster(rows))

    assert placed.labels[0] == -1
    assert placed.nearest[0] in (0, 1, 2)
    assert 0 < placed.probabilities[0] < 1


def test_nearly_all_members_would_join_their_own_cluster_again() -> None:
    rows, _ = groups([60, 50, 40])
    found = cluster(rows)
    members = found.labels >= 0

    again = assign(rows[members], found)

    assert (again.labels == found.labels[members]).mean() > 0.93


def test_where_no_clusters_are_nobody_is_placed() -> None:
    placed = assign(np.ones((3, 8)), cluster(np.ones((2, 8))))

    assert placed.labels.tolist() == placed.nearest.tolist() == [-1, -1, -1]


def test_a_row_without_anything_to_read_has_no_nearest_cluster() -> None:
    rows, _ = groups([30, 30])

    placed = assign(np.zeros((1, 64)), cluster(rows))

    assert (placed.labels[0], placed.nearest[0], placed.probabilities[0]) == (-1, -1, 0.0)


def test_vectors_of_another_model_are_refused() -> None:
    rows, _ = groups([30, 30])
    found = cluster(rows, fingerprint="model/one")

    with pytest.raises(FingerprintMismatch, match="embed the texts again"):
        assign(rows, found, fingerprint="model/two")
    with pytest.raises(InvalidVectors, match="64 numbers, not 8"):
        assign(np.ones((1, 8)), found)


def test_hearts_of_groups_that_people_made_take_answers_too() -> None:
    rows, hearts = groups([40, 30, 20])
    found = cluster(rows)

    placed = assign_to(hearts, found.hearts)

    assert placed.labels.tolist() == assign(hearts, found).labels.tolist()
    with pytest.raises(InvalidVectors):
        assign_to(np.ones((1, 8)), found.hearts)
