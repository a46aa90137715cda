"""Whatever people hand in, the outcome is typed and said plainly, and no answer is lost.

Vectors that aren't finite, fewer numbers than components, a missing model, a worker that is killed
and a cache of another model are tried in test_clustering_{pipeline,embedding,parallel,cache}.py.
"""

import time
from pathlib import Path

import numpy as np
import pytest

from clustering import (
    Clustering,
    ClusterSettings,
    Reason,
    VectorCache,
    assign,
    cluster,
    cluster_texts,
    near_duplicates,
)
from clustering.embedding import Embedder
from clustering.errors import ClusteringError, FingerprintMismatch, InvalidVectors

WALL = "Ik wacht al heel lang op een plek in de wijk en niemand belt mij terug over de zorg. " * 24
SIX_LANGUAGES = (
    "De huisarts is full, doktor yok, الطبيب مشغول, lekarz nie ma czasu, лікар не має часу "
)
# Linear B and Deseret, which no model has read.
UNKNOWN_SCRIPT = "𐀀𐀁𐀂 𐀃𐀄𐀅 𐐀𐐁𐐂"
ORDINARY = [
    f"{what} bij {where}"
    for what in ("De wachttijd is te lang", "Parkeren is veel te duur")
    for where in ("de huisarts", "het ziekenhuis", "de kliniek", "de tandarts", "de fysio", "ons")
]


def nothing_lost(found: Clustering, answers: int) -> bool:
    return sum(found.sizes) + len(found.unplaced) == len(found.labels) == answers


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([], Reason.NO_ANSWERS),
        (["De wachttijd is te lang"], Reason.TOO_FEW),
        (["De wachttijd is te lang"] * 40, Reason.ALL_THE_SAME),
        (["", "   ", "\u200b\u200b", "\n\t", "\x00"] * 10, Reason.TOO_FEW),
        (["👍", "😀😀😀", "❤️", "🤷‍♀️"] * 10, Reason.TOO_FEW),
        (["...", "!!!", "???", "--"] * 10, Reason.TOO_FEW),
    ],
    ids=["none", "one", "all the same", "empty after cleaning", "emoji only", "signs only"],
)
def test_where_texts_give_nothing_to_group_the_reason_is_told(
    embedder: Embedder, texts: list[str], reason: Reason
) -> None:
    found = cluster_texts(texts, embedder)

    assert found.reason is reason
    assert found.clusters == found.hierarchy == ()
    assert nothing_lost(found, len(texts))
    assert found.quality.share_in_none == (1.0 if texts else 0.0)


def test_every_reason_is_a_sentence_without_jargon() -> None:
    for reason in Reason:
        assert 3 <= len(reason.value.split()) <= 12
        assert not {"hdbscan", "cluster", "vector", "none"} & set(reason.value.lower().split())


def test_fifty_thousand_copies_cost_no_more_than_one_answer(embedder: Embedder) -> None:
    once = embedder.embed(ORDINARY)
    vectors = np.vstack([once, np.repeat(once[:1], 50_000, axis=0)])
    texts = [*ORDINARY, *[ORDINARY[0]] * 50_000]
    started = time.process_time()

    found = cluster(vectors, ClusterSettings(resamples=0), texts=texts)

    # A comparison of all with all would take minutes.
    assert time.process_time() - started < 20
    assert nothing_lost(found, len(texts))
    assert len(set(found.labels[[0, *range(12, 50_012)]].tolist())) == 1


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(WALL[:2_000], id="a wall of text"),
        pytest.param("a" * 2_000, id="one long word"),
        pytest.param(SIX_LANGUAGES, id="six languages in a sentence"),
        pytest.param(UNKNOWN_SCRIPT, id="a script no model knows"),
        pytest.param("NULL\x00 '; DROP TABLE <b>", id="what looks like code"),
        pytest.param("é" + "\u0301" * 500, id="a letter under many accents"),
    ],
)
def test_an_odd_answer_harms_nobody_else(embedder: Embedder, odd: str) -> None:
    plain = cluster_texts(ORDINARY * 2, embedder)

    found = cluster_texts([*ORDINARY * 2, odd], embedder)

    assert nothing_lost(found, 25)
    assert len(found.clusters) == len(plain.clusters) >= 2
    assert all(0 < len(title) <= 60 for title in found.titles)


@pytest.mark.parametrize("odd", [WALL[:2_000], SIX_LANGUAGES, UNKNOWN_SCRIPT])
def test_a_dialogue_of_odd_answers_has_an_outcome(embedder: Embedder, odd: str) -> None:
    found = cluster_texts([f"{odd} {number}" for number in range(30)], embedder)

    assert nothing_lost(found, 30)
    assert found.clusters or found.reason is Reason.NO_GROUPS
    assert all(0 < len(title) <= 60 for title in found.titles)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_one_value_that_is_no_number_is_refused_and_its_row_named(bad: float) -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 8))
    vectors[17, 3] = bad

    with pytest.raises(InvalidVectors, match="17"):
        cluster(vectors)


@pytest.mark.parametrize("shape", [(8,), (2, 3, 4), ()])
def test_what_is_no_table_of_vectors_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidVectors):
        cluster(np.ones(shape))


@pytest.mark.parametrize("answers", [12, 14, 16])
def test_fewer_answers_than_components_are_no_obstacle(answers: int) -> None:
    vectors = np.random.default_rng(3).normal(size=(answers, 512))

    assert nothing_lost(cluster(vectors, ClusterSettings(components=15)), answers)


class SmallModel:
    """A model of another dimension that claims the fingerprint of the cache."""

    name = fingerprint = "small/1"

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension

    def embed(self, texts: list[str], **_: object) -> np.ndarray:
        return np.full((len(texts), self.dimension), self.dimension**-0.5, dtype=np.float32)


def test_a_cache_of_another_dimension_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    VectorCache(path, SmallModel(8)).embed(["een", "twee"])
    before = path.read_bytes()

    with pytest.raises(ClusteringError):
        VectorCache(path, SmallModel(16)).embed(["een", "drie"])

    assert path.read_bytes() == before


def test_answers_of_another_model_are_not_placed_and_both_models_are_named() -> None:
    found = cluster(np.random.default_rng(0).normal(size=(30, 8)), fingerprint="model/1")

    with pytest.raises(FingerprintMismatch, match=r"model/2.*model/1"):
        assign(np.ones((1, 8)), found, fingerprint="model/2")


@pytest.mark.parametrize("texts", [[], ["één"], ["👍", "👍"], ["", ""]])
def test_few_or_empty_texts_are_no_campaign(texts: list[str]) -> None:
    assert near_duplicates(texts, np.zeros((len(texts), 8), dtype=np.float32)) == ()
