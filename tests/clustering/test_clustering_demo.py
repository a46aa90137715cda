"""On the dialogues people see first, the clusters come near the themes a person gave the answers.

`demo_labels.tsv` was made by reading the answers of app/demo, before any clustering was seen.
The bounds lie a little under what the recipe reaches; the first recipe had an ARI of 0.05.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clustering import Clustering, ClusterSettings, cluster, cluster_texts, quantise
from clustering.embedding import Embedder

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "app" / "demo"
# Slug: words that a reader of the dialogue expects in some title.
DIALOGUES = {
    "spoedzorg": ("telefoon", "kind", "taxi", "crisis", "eigen risico"),
    "chronische-zorg": ("aanspreekpunt", "pillen", "wijkverpleging", "eigen risico"),
    "geboortezorg": ("kraamzorg", "consultatiebureau", "borstvoeding"),
}


@dataclass(frozen=True)
class Labelled:
    """The answers of a dialogue, the themes a person gave them, and what was found."""

    slug: str
    texts: list[str]
    themes: np.ndarray
    found: Clustering


@pytest.fixture(scope="module", params=DIALOGUES)
def labelled(request: pytest.FixtureRequest, embedder: Embedder) -> Labelled:
    texts = [row["text"] for row in rows(DEMO / f"{request.param}.tsv")]
    themes = [r["label"] for r in rows(HERE / "demo_labels.tsv") if r["slug"] == request.param]
    found = cluster_texts(texts, embedder, ClusterSettings(resamples=0))
    return Labelled(request.param, texts, np.array(themes), found)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def alone(groups: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """Give every answer outside a group of its own: being in none together is no likeness."""
    numbers = np.unique(groups, return_inverse=True)[1]
    numbers[outside] = len(groups) + np.flatnonzero(outside)
    return numbers


def test_every_answer_has_a_label(labelled: Labelled) -> None:
    assert len(labelled.themes) == len(labelled.texts)


def test_clusters_come_near_the_themes_of_a_person(labelled: Labelled) -> None:
    other, labels = labelled.themes == "other", labelled.found.labels

    likeness = adjusted_rand_score(alone(labelled.themes, other), alone(labels, labels < 0))

    assert likeness >= 0.08
    assert v_measure_score(labelled.themes[~other], labels[~other]) >= 0.30


def test_a_facilitator_gets_a_handful_of_themes_and_few_answers_in_none(
    labelled: Labelled,
) -> None:
    answers = len(labelled.texts)

    assert 6 <= len(labelled.found.clusters) <= 14
    assert labelled.found.sizes[0] <= 0.25 * answers
    assert len(labelled.found.unplaced) <= 0.3 * answers


def test_titles_are_short_and_hold_words_a_reader_expects(labelled: Labelled) -> None:
    titles = [title.casefold() for title in labelled.found.titles]

    assert all(0 < len(title) <= 60 for title in titles)
    for word in DIALOGUES[labelled.slug]:
        assert any(word in title for title in titles), (word, titles)


def test_titles_hold_no_numbers_times_or_words_of_few(labelled: Labelled) -> None:
    own = [title for title in labelled.found.titles if "…" not in title and "“" not in title]
    said = {word for title in own for word in title.split()}
    empty = {"drie", "jaar", "avonds", "helpen", "elf", "uur", "minuten"}

    assert not {word.strip(",").casefold() for word in said} & empty


def test_the_first_exemplar_can_be_read_at_a_glance(labelled: Labelled) -> None:
    firsts = [labelled.texts[exemplars[0]] for exemplars in labelled.found.exemplars]

    assert np.mean([20 <= len(text) <= 220 for text in firsts]) >= 0.8


def test_no_title_holds_a_sentence_of_somebody_who_may_not_be_quoted(
    labelled: Labelled, embedder: Embedder
) -> None:
    codes = quantise(embedder.embed(labelled.texts))
    told = {}
    for allowed in (True, False):
        found = cluster(
            codes,
            ClusterSettings(resamples=0),
            texts=labelled.texts,
            quotable=[allowed] * len(labelled.texts),
            embedder=embedder,
        )
        told[allowed] = found.titles
    assert told[True] == labelled.found.titles
    assert any(quotes(title, labelled.texts) for title in told[True]), "else nothing is shown"
    assert not any(quotes(title, labelled.texts) for title in told[False])


def quotes(title: str, texts: list[str]) -> bool:
    start = title.removesuffix(" …")
    return "“" in title or ("," not in start and any(text.startswith(start) for text in texts))
