"""What is said a hundred times is shown once, with the number of people who said it."""

import numpy as np
import pytest

from clustering import duplicates, near_duplicates
from clustering.duplicates import Likeness
from clustering.embedding import Embedder
from clustering.errors import LengthMismatch

TEXTS = [
    "De bus naar het ziekenhuis rijdt te weinig.",
    "de bus naar het ziekenhuis rijdt te weinig",
    "De bus naar het ziekenhuis rijdt veel te weinig!",
    "Er rijden te weinig bussen naar het hospitaal.",
    "Mijn huisarts neemt altijd rustig de tijd voor mij.",
    "👍",
    "👍",
]


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> np.ndarray:
    return embedder.embed(TEXTS)


def test_copies_near_copies_and_paraphrases_form_one_group(vectors: np.ndarray) -> None:
    (group,) = near_duplicates(TEXTS, vectors, 0.65)

    assert group.members == (0, 1, 2, 3)
    assert group.likeness is Likeness.PARAPHRASE


def test_the_likeness_is_that_of_the_least_alike_member(vectors: np.ndarray) -> None:
    (exact,) = near_duplicates(TEXTS[:2], vectors[:2])
    (near,) = near_duplicates(TEXTS[:3], vectors[:3])

    assert exact.likeness is Likeness.EXACT
    assert near.likeness is Likeness.NEAR


def test_one_person_posting_often_counts_once(vectors: np.ndarray) -> None:
    (group,) = near_duplicates(TEXTS[:3], vectors[:3], authors=["a", "a", "b"])

    assert len(group.members) == 3
    assert group.people == 2


def test_an_answer_and_its_denial_are_never_the_same(embedder: Embedder) -> None:
    texts = ["De dokter luistert wel naar mij.", "De dokter luistert niet naar mij."]
    vectors = embedder.embed(texts)

    assert vectors[0] @ vectors[1] > 0.7
    assert near_duplicates(texts, vectors, 0.5) == ()


def test_texts_without_words_form_no_group(vectors: np.ndarray) -> None:
    assert near_duplicates(TEXTS[5:], vectors[5:]) == ()


def test_a_chain_of_small_steps_does_not_join_its_ends() -> None:
    angles = np.linspace(0, np.pi / 2, 10)
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    texts = [letter * 12 for letter in "abcdefghij"]

    groups = near_duplicates(texts, vectors, 0.98)

    assert max(len(group.members) for group in groups) < 4


def test_fifty_thousand_copies_are_one_group_at_once() -> None:
    (group,) = near_duplicates(["zelfde tekst"] * 50_000, np.ones((50_000, 8)))

    assert group.people == 50_000


def test_authors_must_be_as_many_as_answers(vectors: np.ndarray) -> None:
    with pytest.raises(LengthMismatch, match="authors"):
        near_duplicates(TEXTS, vectors, authors=["a"])


def test_no_answers_give_no_groups() -> None:
    assert near_duplicates([], np.zeros((0, 8))) == ()


def test_among_very_many_texts_the_nearest_are_enough_to_find_who_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(3)
    hearts = np.repeat(random.normal(size=(20, 64)), 4, axis=0)
    vectors = hearts + 0.1 * random.normal(size=hearts.shape)
    texts = [f"zin {'abcd'[place % 4]} over {chr(97 + place // 4) * 9}" for place in range(80)]
    everything = near_duplicates(texts, vectors)

    monkeypatch.setattr(duplicates, "_ALL_PAIRS_UP_TO", 50)

    assert len(everything) == 20
    assert near_duplicates(texts, vectors) == everything
