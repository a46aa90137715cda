"""A theme keeps its identity when the clusters are found again."""

import numpy as np
import pytest

from clustering import Clustering, cluster, match, match_labels
from clustering.errors import LengthMismatch


def blobs(sizes: list[int], *, seed: int) -> np.ndarray:
    hearts = np.random.default_rng(7).normal(size=(8, 64))
    random = np.random.default_rng(seed)
    return np.vstack(
        [hearts[i] + 0.4 * random.normal(size=(size, 64)) for i, size in enumerate(sizes) if size]
    )


def grown(before: np.ndarray, more: list[int]) -> np.ndarray:
    return np.vstack([before, blobs(more, seed=2)])


@pytest.fixture
def before() -> np.ndarray:
    return blobs([40, 30, 20], seed=1)


def test_after_growth_each_old_cluster_has_its_successor(before: np.ndarray) -> None:
    old = cluster(before)
    # The smallest group becomes the largest, so every number changes.
    new = cluster(grown(before, [0, 5, 60]))

    matching = match(old, new)

    assert matching.successors == {0: 1, 1: 2, 2: 0}
    assert matching.predecessors == {1: 0, 2: 1, 0: 2}
    assert min(matching.overlaps.values()) >= 0.9


def test_a_new_subject_is_reported_as_appeared(before: np.ndarray) -> None:
    new = cluster(grown(before, [0, 0, 0, 50]))

    matching = match(cluster(before), new)

    assert matching.appeared == (0,)
    assert matching.vanished == ()


def test_a_cluster_swallowed_by_another_is_vanished_and_traced() -> None:
    old = labelled([0] * 10 + [1] * 6)
    new = labelled([0] * 16)

    matching = match(old, new)

    assert matching.successors == {0: 0}
    assert matching.vanished == (1,)
    assert matching.absorbed_by == {1: 0}


def test_ids_say_which_answers_are_the_same(before: np.ndarray) -> None:
    old = cluster(before)
    shuffle = np.random.default_rng(3).permutation(len(before))[5:]
    new = cluster(before[shuffle])

    matching = match(old, new, old_ids=range(len(before)), new_ids=shuffle.tolist())

    assert len(matching.successors) == 3
    assert min(matching.overlaps.values()) == 1.0


def test_ids_must_be_as_many_as_answers(before: np.ndarray) -> None:
    found = cluster(before)

    with pytest.raises(LengthMismatch):
        match(found, found, old_ids=[1], new_ids=range(len(before)))


def test_runs_without_clusters_match_nothing() -> None:
    nothing = cluster(np.ones((2, 4)))

    assert match(nothing, nothing).successors == {}


def labelled(labels: list[int]) -> Clustering:
    """Find clusters so far apart that they are exactly these."""
    import dataclasses

    template = cluster(blobs([12, 12], seed=1))
    count = max(labels) + 1
    return dataclasses.replace(
        template,
        labels=np.array(labels, dtype=np.int32),
        probabilities=np.ones(len(labels)),
        clusters=template.clusters[:count],
    )


def test_two_groupings_of_the_same_answers_are_matched_by_their_members() -> None:
    before = [0, 0, 0, 1, 1, 1, 2, -1]
    after = [1, 1, 1, 0, 0, -1, -1, 2]

    found = match_labels(before, after)

    assert found.successors == {0: 1, 1: 0}
    assert (found.appeared, found.vanished) == ((2,), (2,))
    with pytest.raises(LengthMismatch):
        match_labels([0], [0, 1])
