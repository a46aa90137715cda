"""On a page in another language the Dutch words of a dialogue say that they are Dutch."""

from types import SimpleNamespace

from app import i18n
from app.dialogue_words import in_dutch, reads_dutch, say
from tests.residents import HOME, Resident

QUESTION = SimpleNamespace(text_nl="Wat <vindt> u?", text_en="What do you think?", hint_nl="")
DUTCH = '<span lang="nl" dir="ltr">Wat &lt;vindt&gt; u?</span>'


def test_words_in_the_language_of_the_page_are_left_alone() -> None:
    assert say(QUESTION, "text", "nl") == "Wat <vindt> u?"
    assert say(QUESTION, "text", "en") == "What do you think?"


def test_dutch_in_place_of_another_language_is_marked_and_escaped() -> None:
    assert say(QUESTION, "text", "ar").__html__() == DUTCH
    assert reads_dutch(QUESTION, "text", "ar")
    assert not reads_dutch(QUESTION, "text", "en")


def test_words_that_are_not_there_are_not_marked() -> None:
    assert say(QUESTION, "hint", "tr") == ""


def test_a_name_in_dutch_is_marked_for_who_reads_another_language() -> None:
    with i18n.speaking("tr"):
        assert "lang=" in in_dutch("Bewoners")
    with i18n.speaking("en"):
        assert in_dutch("Residents") == "Residents"


def test_somebody_who_reads_turkish_hears_that_the_question_is_in_dutch(alice: Resident) -> None:
    alice.go(f"{HOME}/answer/1?lang=tr")

    assert '<span lang="nl" dir="ltr">' in alice.page
    assert "Bu metin Hollandacadır. İstediğiniz dilde yanıt verebilirsiniz." in alice.page
    assert "<title>&lt;" not in alice.page
    assert "span" not in alice.page.partition("<title>")[2].partition("</title>")[0]
