"""Answers are alike when they mean, spell or name alike, in whatever language."""

import numpy as np

from clustering.embedding import Embedder
from clustering.likeness import by_meaning, by_spelling, by_words
from clustering.quantisation import quantise


def test_parts_of_compounds_make_texts_alike() -> None:
    alike = by_spelling(
        ["de telefoon", "een telefoonlijn", "telefonisch bereikbaar", "parkeren", "parkeerplaats"]
    )

    assert alike[0, 1] > alike[0, 3] == 0
    assert alike[3, 4] > 0


def test_chinese_words_make_texts_alike() -> None:
    alike = by_spelling(["計程車很貴", "我坐計程車", "保險不夠", "買保險"])

    assert alike[0, 1] > 0 == alike[0, 2]


def test_texts_without_a_shared_piece_are_not_alike() -> None:
    assert not by_spelling(["aap", "noot", "mies"]).any()


def test_words_of_one_meaning_make_texts_alike_across_languages(embedder: Embedder) -> None:
    texts = ["ziekenhuis", "hospital", "fiets", "bicycle", "school", "geld", "muziek", "👍"]

    alike = by_words(texts, embedder)

    assert alike[0, 1] > max(alike[0, 2:])
    assert alike[2, 3] > max(alike[2, 4:])
    assert not alike[7].any()


def test_what_a_language_has_in_common_is_taken_away() -> None:
    random = np.random.default_rng(0)
    subjects, tongues = random.normal(size=(2, 64)), random.normal(size=(2, 64))
    subject, tongue = np.tile([0, 1], 40), np.repeat([0, 1], 40)
    rows = subjects[subject] + 2 * tongues[tongue] + 0.3 * random.normal(size=(80, 64))

    plain = by_meaning(quantise(rows))
    centred = by_meaning(quantise(rows), [("nl", "tr")[which] for which in tongue])

    assert plain[0, 2] > 0 > plain[0, 40]
    assert centred[0, 40] > 0.5 > centred[0, 1]
