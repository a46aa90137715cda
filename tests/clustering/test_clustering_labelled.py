"""On texts that people labelled, the clusters found without the labels come close to them."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import v_measure_score

from clustering import Clustering, ClusterSettings, cluster, cluster_texts
from clustering.embedding import Embedder
from tests.clustering import labelled_sets

LANGUAGES = ("nld_Latn", "eng_Latn", "tur_Latn")
QUICK = ClusterSettings(resamples=0)

CONVERSATIONS = {
    # The number of rows in comments.csv, and words a reader of the language expects in a title.
    "austria-climate": (613, ("Immobilien", "Photovoltaik", "Klima")),
    "vtaiwan.uberx": (197, ("計程車", "費率", "意外險")),
    "bg2050-volunteers": (371, ()),
    "brexit-consensus": (50, ("rexit",)),
    "football-concussions": (298, ("ootball",)),
    "london.youth.policing": (39, ("olice",)),
}


@pytest.fixture(scope="module")
def three_languages(shared_data: Path, embedder: Embedder) -> dict[str, np.ndarray]:
    """The same 1,004 sentences in three languages, in one order."""
    vectors = {}
    for language in LANGUAGES:
        texts, _, ids = labelled_sets.sib200(shared_data, language)
        vectors[language] = embedder.embed(texts)[np.argsort(ids, kind="stable")]
    return vectors


@pytest.mark.slow
@pytest.mark.parametrize(("other", "least"), [("eng_Latn", 0.95), ("tur_Latn", 0.90)])
def test_a_dutch_sentence_finds_its_translation(
    three_languages: dict[str, np.ndarray], other: str, least: float
) -> None:
    nearest = (three_languages["nld_Latn"] @ three_languages[other].T).argmax(axis=1)

    assert np.mean(nearest == np.arange(len(nearest))) >= least


@pytest.mark.slow
def test_pooled_languages_cluster_by_topic_and_not_by_language(
    shared_data: Path, three_languages: dict[str, np.ndarray]
) -> None:
    _, topics, ids = labelled_sets.sib200(shared_data, "nld_Latn")
    in_order = [topics[place] for place in np.argsort(ids, kind="stable")]

    found = cluster(np.vstack(list(three_languages.values())), QUICK)

    assert v_measure_score(in_order * 3, found.labels) >= 0.40
    assert v_measure_score(np.repeat(LANGUAGES, len(in_order)), found.labels) <= 0.05


def test_dutch_intents_are_found_without_knowing_their_number(
    shared_data: Path, embedder: Embedder
) -> None:
    texts, intents = labelled_sets.xsid(shared_data, "nl")

    found = cluster_texts(texts, embedder, QUICK)

    assert v_measure_score(intents, found.labels) >= 0.70
    assert len(found.unplaced) < 0.15 * len(texts)


@pytest.mark.slow
def test_likeness_of_dutch_sentences_follows_that_of_people(
    shared_data: Path, embedder: Embedder
) -> None:
    pairs = labelled_sets.sick_nl(shared_data)
    first = embedder.embed([pair["sentence_a"] for pair in pairs])
    second = embedder.embed([pair["sentence_b"] for pair in pairs])

    agreement = spearmanr((first * second).sum(axis=1), [float(p["relatedness"]) for p in pairs])

    assert agreement.statistic >= 0.67


@pytest.fixture(scope="module", params=CONVERSATIONS)
def conversation(
    request: pytest.FixtureRequest, shared_data: Path, embedder: Embedder
) -> tuple[str, Clustering]:
    texts = labelled_sets.polis_comments(shared_data, request.param)
    return request.param, cluster_texts(texts, embedder)


def test_no_answer_of_a_real_conversation_is_lost(conversation: tuple[str, Clustering]) -> None:
    name, found = conversation

    assert sum(found.sizes) + len(found.unplaced) == len(found.labels) == CONVERSATIONS[name][0]


def test_a_real_conversation_gives_themes_with_titles_and_stability(
    conversation: tuple[str, Clustering],
) -> None:
    name, found = conversation
    _, expected = CONVERSATIONS[name]

    assert 2 <= len(found.clusters) <= 20
    assert all(found.titles)
    assert all(value is not None and 0 <= value <= 1 for value in found.stability)
    for word in expected:
        assert any(word in title for title in found.titles)


def test_a_flood_of_one_answer_changes_no_other_theme(
    shared_data: Path, embedder: Embedder
) -> None:
    texts = labelled_sets.polis_comments(shared_data, "bg2050")

    plain = cluster_texts(texts, embedder, QUICK)
    flooded = cluster_texts([*texts, *[texts[0]] * 100], embedder, QUICK)

    assert _groups(plain) == _groups(flooded, of_first=len(texts))


def _groups(found: Clustering, of_first: int | None = None) -> set[frozenset[int]]:
    end = of_first or len(found.labels)
    return {
        frozenset(index for index in found.members(label) if index < end)
        for label in range(len(found.clusters))
    }


@pytest.mark.parametrize(("answers", "subjects"), [(12, 2), (40, 4)])
def test_few_answers_give_few_themes_that_do_not_mix_subjects(
    shared_data: Path, embedder: Embedder, answers: int, subjects: int
) -> None:
    texts, intents = labelled_sets.xsid(shared_data, "nl")
    wanted = ["weather/find", "BookRestaurant", "AddToPlaylist", "SearchScreeningEvent"][:subjects]
    each = answers // subjects
    chosen = [
        index
        for intent in wanted
        for index in [i for i, other in enumerate(intents) if other == intent][:each]
    ]

    found = cluster_texts([texts[index] for index in chosen], embedder)

    assert len(found.clusters) <= subjects + 1
    for label in range(len(found.clusters)):
        kinds = [intents[chosen[member]] for member in found.members(label)]
        assert max(kinds.count(kind) for kind in kinds) >= 0.8 * len(kinds)
