"""Groups that are there are found, groups that aren't are not invented, nothing is lost."""

import numpy as np
import pytest

from clustering import Clustering, ClusterSettings, Reason, cluster, cluster_texts
from clustering.embedding import Embedder
from clustering.errors import InvalidVectors, LengthMismatch


def groups(sizes: list[int], *, spread: float = 0.25, seed: int = 0) -> np.ndarray:
    """Return unit rows around as many random directions as there are sizes."""
    random = np.random.default_rng(seed)
    hearts = random.normal(size=(len(sizes), 64))
    rows = np.repeat(hearts, sizes, axis=0) + spread * random.normal(size=(sum(sizes), 64))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_three_clear_groups_are_found_largest_first() -> None:
    found = cluster(groups([30, 60, 45]))

    assert found.sizes == (60, 45, 30)
    assert found.reason is None
    assert set(found.members(0)) == set(range(30, 90))


def test_every_answer_is_placed_or_listed_as_unplaced() -> None:
    found = cluster(groups([40, 40, 40], spread=1.0))

    assert sum(found.sizes) + len(found.unplaced) == len(found.labels) == 120


def test_the_same_input_gives_the_same_labels() -> None:
    vectors = groups([50, 50, 70], spread=0.8)

    np.testing.assert_array_equal(cluster(vectors).labels, cluster(vectors.copy()).labels)


def test_codes_and_vectors_give_the_same_labels() -> None:
    from clustering import quantise

    vectors = groups([40, 60])

    np.testing.assert_array_equal(cluster(vectors).labels, cluster(quantise(vectors)).labels)


def test_a_hundred_copies_of_one_answer_change_no_other_label() -> None:
    vectors = groups([40, 60, 50], spread=0.6)

    plain = cluster(vectors)
    flooded = cluster(np.vstack([vectors, np.repeat(vectors[:1], 100, axis=0)]))

    same = [set(flooded.members(c)) & set(range(150)) for c in range(len(flooded.clusters))]
    assert sorted(map(sorted, same)) == sorted(
        sorted(plain.members(c)) for c in range(len(plain.clusters))
    )
    assert set(flooded.labels[150:]) == {flooded.labels[0]}


def test_exemplars_are_members_and_copies_are_shown_once() -> None:
    vectors = groups([30, 30])
    vectors[1:10] = vectors[0]

    found = cluster(vectors)

    for number, exemplars in enumerate(found.exemplars):
        assert set(exemplars) <= set(found.members(number))
        assert len({vectors[index].tobytes() for index in exemplars}) == len(exemplars)


@pytest.mark.parametrize(
    ("vectors", "reason"),
    [
        (np.zeros((0, 8)), Reason.NO_ANSWERS),
        (np.ones((1, 8)), Reason.TOO_FEW),
        (groups([6, 5]), Reason.TOO_FEW),
        (np.ones((50, 8)), Reason.ALL_THE_SAME),
        (np.zeros((50, 8)), Reason.TOO_FEW),
    ],
)
def test_where_nothing_can_be_grouped_the_reason_is_told(
    vectors: np.ndarray, reason: Reason
) -> None:
    found = cluster(vectors)

    assert found.reason is reason
    assert found.clusters == ()
    assert len(found.unplaced) == len(vectors)


def test_fewer_numbers_than_components_are_no_obstacle() -> None:
    vectors = np.random.default_rng(3).normal(size=(40, 3))

    assert len(cluster(vectors, ClusterSettings(components=15)).labels) == 40


def test_vectors_that_are_not_finite_are_refused() -> None:
    with pytest.raises(InvalidVectors):
        cluster(np.full((20, 4), np.nan))


def test_texts_must_be_as_many_as_vectors() -> None:
    with pytest.raises(LengthMismatch, match="20 vectors but 2 texts"):
        cluster(np.ones((20, 4)), texts=["een", "twee"])


WAITING = [
    f"De wachttijd bij de {who} is veel te lang" for who in ("huisarts", "specialist", "ggz")
]
PARKING = [
    f"Parkeren bij {where} is te duur" for where in ("het ziekenhuis", "de kliniek", "de post")
]


def answers() -> list[str]:
    endings = ["", " voor ouderen", " in onze wijk", ", elke keer weer", " vind ik"]
    return [start + end for start in WAITING + PARKING for end in endings]


@pytest.fixture(scope="module")
def found(embedder: Embedder) -> Clustering:
    return cluster_texts([*answers(), "", "👍"], embedder)


def test_two_subjects_become_clusters_that_do_not_mix(found: Clustering) -> None:
    waiting = set(range(15))

    for number in range(len(found.clusters)):
        members = set(found.members(number))
        assert members <= waiting or not members & waiting


def test_titles_name_the_subject(found: Clustering) -> None:
    titles = " ".join(found.titles).casefold()

    assert "wachttijd" in titles
    assert "parkeren" in titles


def test_answers_without_words_are_kept_outside(found: Clustering) -> None:
    assert {30, 31} <= set(found.unplaced)


def test_what_made_the_clustering_is_recorded(found: Clustering, embedder: Embedder) -> None:
    assert found.fingerprint == embedder.fingerprint
    assert found.settings == ClusterSettings()
    assert set(found.versions) == {"hdbscan", "numpy", "scipy"}
