"""Each region gets the level at which its communities come back when some ties are missing."""

import numpy as np
from sklearn.metrics import adjusted_rand_score

from clustering.levels import find_lasting, tie_graph
from clustering.neighbours import nearest_neighbours
from clustering.quantisation import quantise


def rows(sizes: list[int], *, spread: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return rows around random directions, and which direction each belongs to."""
    random = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    hearts = random.normal(size=(len(sizes), 64))
    return hearts[kinds] + spread * random.normal(size=(len(kinds), 64)), kinds


def lasting(vectors: np.ndarray, *, min_size: int = 10, least_share: float = 0.25) -> np.ndarray:
    ties = tie_graph(nearest_neighbours(quantise(vectors), 15))
    return find_lasting(ties, min_size=min_size, least_share=least_share).labels


def test_ties_are_whole_numbers_and_count_both_ways() -> None:
    vectors, _ = rows([20, 20], spread=1.0)

    ties = tie_graph(nearest_neighbours(quantise(vectors), 5))

    assert ties.dtype == np.int64
    assert (ties != ties.T).nnz == 0


def test_many_fine_subjects_are_told_apart() -> None:
    vectors, kinds = rows([40] * 40, spread=1.0)

    assert adjusted_rand_score(kinds, lasting(vectors)) >= 0.95


def test_fine_subjects_are_found_beside_broad_ones() -> None:
    broad, _ = rows([300, 300], spread=1.2, seed=1)
    fine, _ = rows([30] * 10, spread=0.9, seed=2)
    kinds = np.repeat(np.arange(12), [300, 300] + [30] * 10)

    labels = lasting(np.vstack([broad, fine]))

    assert adjusted_rand_score(kinds, labels) >= 0.9
    assert 11 <= labels.max() + 1 <= 15


def test_a_subject_below_the_smallest_size_is_no_cluster_of_its_own() -> None:
    vectors, _ = rows([60, 60, 60, 12], spread=0.8)

    labels = lasting(vectors, min_size=20)

    assert np.bincount(labels[labels >= 0]).min() >= 20


def test_a_row_with_few_ties_inside_is_in_none_and_one_without_any_too() -> None:
    vectors, _ = rows([60, 60, 60], spread=0.8)
    ties = tie_graph(nearest_neighbours(quantise(vectors), 15)).tolil()
    ties[0, :] = ties[:, 0] = 0
    ties[1, :] = ties[:, 1] = 0
    for other in (2, 61, 121):
        ties[1, other] = ties[other, 1] = 500

    dense = find_lasting(ties.tocsr(), min_size=10, least_share=0.5)

    assert dense.labels[0] == dense.labels[1] == -1
    assert dense.probabilities[0] == dense.probabilities[1] == 0
    assert np.mean(dense.labels == -1) < 0.05


def test_persistence_and_probabilities_are_shares() -> None:
    vectors, _ = rows([60, 60, 60], spread=0.8)
    ties = tie_graph(nearest_neighbours(quantise(vectors), 15))

    dense = find_lasting(ties, min_size=10, least_share=0.25)

    assert len(dense.persistence) == dense.labels.max() + 1
    assert all(0 < share <= 1 for share in dense.persistence)
    assert ((dense.probabilities > 0) == (dense.labels >= 0)).all()
