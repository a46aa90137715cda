"""Answers with more ties among themselves than chance gives become a community."""

import numpy as np

from clustering.communities import find_communities
from clustering.likeness import find_likeness
from clustering.quantisation import quantise


def likeness(sizes: list[int], *, inside: float, outside: float, seed: int = 1) -> np.ndarray:
    """Return noisy likeness of rows in blocks, higher inside a block than between blocks."""
    random = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    mean = np.where(block[:, None] == block, inside, outside)
    noise = random.normal(scale=0.1, size=mean.shape)
    return np.maximum(mean + (noise + noise.T) / 2, 0.0)


def test_blocks_are_found_in_noise() -> None:
    found = find_communities(
        likeness([30, 40, 25], inside=0.5, outside=0.2), min_size=5, least_share=0.35
    )

    assert sorted(np.bincount(found.labels)) == [25, 30, 40]
    assert all(0.35 <= share <= 1 for share in found.persistence)


def test_an_answer_whose_neighbours_are_elsewhere_is_in_none() -> None:
    between = likeness([30, 30, 30, 30], inside=0.6, outside=0.1)
    between[0, :] = between[:, 0] = np.tile([0.9, 0.0, 0.0], 40)

    found = find_communities(between, min_size=5, least_share=0.5)

    assert found.labels[0] == -1
    assert found.probabilities[0] == 0


def test_a_group_below_the_smallest_size_is_no_cluster() -> None:
    found = find_communities(
        likeness([40, 40, 4], inside=0.6, outside=0.05), min_size=6, least_share=0.35, neighbours=3
    )

    placed = np.bincount(found.labels[found.labels >= 0])
    assert placed.min() >= 6


def test_likeness_is_symmetric_and_without_texts_follows_the_vectors() -> None:
    random = np.random.default_rng(2)
    rows = np.repeat(random.normal(size=(2, 32)), 10, axis=0) + 0.2 * random.normal(size=(20, 32))

    alike = find_likeness(quantise(rows))

    np.testing.assert_array_equal(alike, alike.T)
    assert alike[:10, :10].mean() > alike[:10, 10:].mean()
