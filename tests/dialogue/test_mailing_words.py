"""What may stand in an invitation, and how it is filled in."""

import pytest

from dialogue.errors import CodeNotInWords, PlaceholderUnknown
from dialogue.mailing_words import check_words, filled, pieces_of

VALUES = {"name": "Alice", "code": "ABCD", "link": "https://x.nl/d/y#ABCD", "last_day": ""}


def test_each_place_is_filled_in() -> None:
    assert filled("Beste { name }, {code}!", VALUES) == "Beste Alice, ABCD!"


def test_what_is_filled_in_is_never_read_as_a_place_again() -> None:
    assert filled("{name} {code}", VALUES | {"name": "{code}"}) == "{code} ABCD"


def test_words_and_what_was_filled_in_are_told_apart() -> None:
    assert [(each.text, each.name) for each in pieces_of("Ga naar {link}.", VALUES)] == [
        ("Ga naar ", ""),
        ("https://x.nl/d/y#ABCD", "link"),
        (".", ""),
    ]


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(PlaceholderUnknown) as refused:
        check_words("{link} {code} {adres}")
    assert refused.value.params == {"name": "{adres}"}


@pytest.mark.parametrize(("text", "missing"), [("{link}", "{code}"), ("{code}", "{link}")])
def test_without_the_way_in_words_are_refused(text: str, missing: str) -> None:
    with pytest.raises(CodeNotInWords) as refused:
        check_words(text)
    assert refused.value.params == {"name": missing}


def test_braces_that_are_no_place_are_left_alone() -> None:
    assert filled("{} {{name}} {" + "x" * 41 + "}", VALUES) == "{} {Alice} {" + "x" * 41 + "}"
