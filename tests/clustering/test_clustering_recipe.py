"""Which way of grouping answers get: by density, or by communities that come back."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from clustering.quantisation import Codes, quantise
from clustering.recipe import find, group
from clustering.result import ClusterSettings

SETTINGS = ClusterSettings()


def fine_and_broad(fine: int, broad: int, *, seed: int = 0) -> tuple[Codes, np.ndarray]:
    """Return rows on fine subjects of 15 close ones each, and on loose ones of 150."""
    random = np.random.default_rng(seed)
    sizes = [15] * fine + [150] * broad
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    spread = np.repeat([1.0] * fine + [3.0] * broad, sizes)[:, None]
    hearts = random.normal(size=(len(sizes), 64))
    return quantise(hearts[kinds] + spread * random.normal(size=(len(kinds), 64))), kinds


@pytest.fixture(scope="module")
def mixed() -> tuple[Codes, np.ndarray]:
    return fine_and_broad(40, 3)


def test_density_alone_leaves_many_of_these_in_none(mixed: tuple[Codes, np.ndarray]) -> None:
    codes, _ = mixed

    assert np.mean(find(codes, SETTINGS).labels == -1) > 0.1


def test_where_density_leaves_many_in_none_communities_take_over(
    mixed: tuple[Codes, np.ndarray],
) -> None:
    codes, kinds = mixed

    found = group(codes, SETTINGS).dense

    assert np.mean(found.labels == -1) < 0.1
    density = adjusted_rand_score(kinds, find(codes, SETTINGS).labels)
    assert adjusted_rand_score(kinds, found.labels) > density


def test_clear_subjects_stay_with_density() -> None:
    random = np.random.default_rng(1)
    rows = np.repeat(random.normal(size=(10, 64)), 40, axis=0)
    codes = quantise(rows + 0.5 * random.normal(size=rows.shape))

    found = group(codes, SETTINGS).dense

    np.testing.assert_array_equal(found.labels, find(codes, SETTINGS).labels)


def test_some_of_the_answers_are_grouped_again_in_the_same_way(
    mixed: tuple[Codes, np.ndarray],
) -> None:
    codes, kinds = mixed
    taken = np.sort(np.random.default_rng(2).choice(len(codes), 800, replace=False))

    again = group(codes, SETTINGS).again(taken)

    assert len(again) == 800
    assert adjusted_rand_score(kinds[taken], again) > 0.5


def test_a_stricter_vote_leaves_more_in_none(mixed: tuple[Codes, np.ndarray]) -> None:
    codes, _ = mixed

    usual = group(codes, SETTINGS).dense.labels
    strict = group(codes, ClusterSettings(least_vote=0.9)).dense.labels

    assert (strict == -1).sum() > (usual == -1).sum()
