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


def test_a_word_has_the_compounds_in_which_it_is_the_first_part() -> None:
    found = families(["wachten", "wachttijd", "wachtlijst", "tijd", "lijst", "wachtwoord"])

    assert found["wachten"] == {"wachten", "wachttijd", "wachtlijst"}
    assert found["tijd"] == {"tijd", "wachttijd"}


def test_a_short_word_takes_endings_and_not_every_word_that_begins_with_it() -> None:
    found = families(["kant", "kanten", "kantoorgebouw"])

    assert found["kant"] == {"kant", "kanten"}


def test_arabic_words_are_alike_with_and_without_the_article() -> None:
    found = families(["مستشفى", "المستشفى", "بالمستشفى"])

    assert found["مستشفى"] == {"مستشفى", "المستشفى", "بالمستشفى"}
