"""A sentence that stands for a cluster can be read alone and names nobody."""

import pytest

from clustering.names import PlainWords
from clustering.phrases import best_phrase, holds, share_told

NOBODY = PlainWords([])


def phrase(*texts: str, keywords: tuple[str, ...] = ("telefoon",), longest: int = 50) -> str:
    return best_phrase(texts, keywords, PlainWords(texts), longest)


def test_the_sentence_with_the_keywords_wins() -> None:
    texts = ("Het regent vaak in november. Te lang wachten aan de telefoon", "de telefoon, wachten")

    assert phrase(*texts, keywords=("telefoon", "wachten")) == "Te lang wachten aan de telefoon"


@pytest.mark.parametrize(
    "text",
    [
        "Fatma hielp aan de telefoon",
        "Hulp van Anna de Vries aan de telefoon",
        "Dokter Jansen nam de telefoon op",
    ],
)
def test_a_sentence_that_may_name_a_person_is_left_out(text: str) -> None:
    assert phrase(text) == ""


def test_a_place_that_many_write_is_no_name() -> None:
    texts = ["De telefoon doet het in Zoetermeer niet", *["naar Zoetermeer", "uit Zoetermeer"]]

    assert phrase(*texts) == texts[0]


@pytest.mark.parametrize(
    "text",
    [
        "Dat is met de telefoon gebeurd",
        "Met de telefoon in de hand",
        "Ik belde met mijn oude telefoon",
        "DE TELEFOON IS ALTIJD BEZET GEWEEST",
        "telefoon",
        "De telefoon gaat op 0612345678 over",
        "Apps op de telefoon bijv. voor bloeddruk",
    ],
)
def test_what_leans_on_more_or_tells_an_own_story_is_left_out(text: str) -> None:
    assert phrase(text) == ""


def test_what_comes_after_but_is_left_off_and_nothing_is_cut_to_fit() -> None:
    text = "De telefoon is altijd bezet, maar dat is een lang verhaal over vroeger en nu"

    assert phrase(text) == "De telefoon is altijd bezet"
    assert phrase(text, longest=20) == ""


def test_a_keyword_stands_in_a_phrase_by_its_family_too() -> None:
    assert holds("Lange wachttijden bij de balie", "wachttijd")
    assert not holds("Lange wachttijden bij de balie", "telefoon")
    assert holds("共乘精神應該要目的地相同", "共乘")


def test_the_share_of_answers_that_hold_one_of_the_keywords() -> None:
    assert share_told(["de balie", "een tolk", "de bus"], ("balie", "tolk")) == pytest.approx(2 / 3)
    assert share_told([], ("balie",)) == 0.0
