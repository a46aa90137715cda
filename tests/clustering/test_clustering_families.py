"""Words that share a stem or a part of a compound count as one family."""

import pytest

from clustering.families import families, one_family


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("telefoon", "telefonisch"),
        ("telefoon", "telefoonlijn"),
        ("dienstapotheek", "apotheek"),
        ("wachttijd", "wachttijden"),
        ("bus", "bus"),
    ],
)
def test_stems_and_compounds_are_one_family(word: str, other: str) -> None:
    assert one_family(word, other)
    assert one_family(other, word)


@pytest.mark.parametrize(("word", "other"), [("kraamzorg", "kraan"), ("bus", "busje")])
def test_words_that_only_begin_alike_are_not(word: str, other: str) -> None:
    assert not one_family(word, other)


def test_a_word_has_its_compounds_in_its_family() -> None:
    found = families(["telefoon", "telefoonlijn", "huistelefoon", "parkeren"])

    assert found["telefoon"] == {"telefoon", "telefoonlijn", "huistelefoon"}
    assert found["parkeren"] == {"parkeren"}
