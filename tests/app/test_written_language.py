"""The language of a text is guessed among those of a Dutch region."""

import pytest

from app.written_language import written_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Doe gewoon normaal joh en neem de telefoon op", "nl"),
        ("I would like more care at night", "en"),
        ("Bu kart Türkçe olsun lütfen", "tr"),
        ("نعم، والطفل لا يفهم الكلمات", "ar"),
        ("Tak, i żeby ta pielęgniarka mogła oddzwonić", "pl"),
        ("Мені потрібен лікар, який говорить українською", "uk"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert written_language(text, otherwise="nl") == language


def test_of_two_words_nobody_can_tell() -> None:
    assert written_language("ja hoor", otherwise="en") == "en"
