"""Compounds are split by words that are there, and only by these."""

import pytest

from clustering.compounds import split_compounds

WORDS = [
    *("huisarts", "post", "wachten", "tijd", "lijst", "taxi", "nacht", "zorg", "bed", "hulp"),
    *("huisartsenpost", "wachttijd", "wachtlijst", "nachttaxi", "kraamzorg", "kraamhulp"),
    *("Klima", "klima", "schutz", "klimaschutz", "kantoor"),
]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("huisartsenpost", ("huisarts", "post")),
        ("wachttijd", ("wachten", "tijd")),
        ("wachtlijst", ("wachten", "lijst")),
        ("nachttaxi", ("nacht", "taxi")),
        ("klimaschutz", ("klima", "schutz")),
    ],
)
def test_a_compound_is_split_in_words_of_the_texts(compound: str, parts: tuple[str, str]) -> None:
    assert split_compounds(WORDS)[compound] == parts


def test_a_first_part_that_never_stands_alone_is_known_by_two_compounds() -> None:
    assert split_compounds(WORDS)["kraamzorg"] == ("kraam", "zorg")
    assert "kraamzorg" not in split_compounds(["kraamzorg", "zorg"])


def test_a_word_that_no_two_others_make_stays_whole() -> None:
    assert "kantoor" not in split_compounds(WORDS)
    assert "huisarts" not in split_compounds(WORDS)


def test_the_order_of_the_words_changes_nothing() -> None:
    assert split_compounds(WORDS) == split_compounds(WORDS[::-1])
