"""A writer of questions hears what may be hard or steering, and good questions get no hint."""

import pytest

from dialogue.question_check import HintKind, check_question, reading_ease, syllables

GOOD = [
    ("nl", "Wat mist u in de zorg bij u in de buurt?"),
    ("nl", "Hoe gaat het als u een afspraak maakt bij de huisarts?"),
    ("nl", "Wie helpt u als u ziek bent?"),
    ("nl", "Welke zorg wilt u dicht bij huis?"),
    ("nl", "Wat kan Gezondheidsregio Zoetermeer beter doen?"),
    ("nl", "Wat gaat er niet goed?"),
    ("en", "What do you miss in the care near you?"),
    ("en", "How do you get help at night?"),
    ("en", "What would help you stay at home for longer?"),
]
BAD = [
    ("nl", "Wat gaat er goed en wat mist u?", HintKind.SEVERAL, ()),
    ("nl", "Wat mist u? Wie moet dat doen?", HintKind.SEVERAL, ()),
    ("nl", "Gaat u naar de huisarts of bent u liever thuis?", HintKind.SEVERAL, ()),
    ("nl", "Vindt u ook dat de post moet blijven?", HintKind.STEERING, ("vindt u ook",)),
    ("nl", "De spoedpost is natuurlijk nodig. Waarom?", HintKind.STEERING, ("natuurlijk",)),
    ("nl", "De zorg moet toch dichtbij zijn, toch?", HintKind.STEERING, ("toch",)),
    ("nl", "Wat vindt u ervan dat er geen huisarts is die niet vol zit?",
     HintKind.TWICE_NEGATIVE, ("geen", "niet")),
    ("nl", "Is het onnodig om niet te bellen?", HintKind.TWICE_NEGATIVE, ("onnodig", "niet")),
    ("nl", "Hoe kunnen stakeholders het zorglandschap verbeteren?", HintKind.JARGON,
     ("stakeholders", "zorglandschap")),
    ("nl", "Wat vindt u van het sociaal domein?", HintKind.JARGON, ("sociaal domein",)),
    ("nl", "Wat vindt u van arbeidsongeschiktheidsverzekeringen?", HintKind.LONG_WORDS,
     ("arbeidsongeschiktheidsverzekeringen",)),
    ("nl", "Wat " + "vindt u dan " * 8 + "?", HintKind.LONG, ()),
    ("nl", "Welke maatschappelijke ontwikkelingen beïnvloeden volgens inwoners de toegankelijkheid "
     "van gespecialiseerde behandelmogelijkheden buiten ziekenhuizen?", HintKind.HARD, ()),
    ("en", "What goes well and what do you miss?", HintKind.SEVERAL, ()),
    ("en", "Don’t you think the clinic should stay?", HintKind.STEERING, ("don't you",)),
    ("en", "Do you agree that care is too far away?", HintKind.STEERING, ("do you agree that",)),
    ("en", "Is it impossible to not wait?", HintKind.TWICE_NEGATIVE, ("impossible", "not")),
    ("en", "How do we facilitate stakeholders?", HintKind.JARGON, ("facilitate", "stakeholders")),
    ("en", "What do you think of institutionalisation?", HintKind.LONG_WORDS,
     ("institutionalisation",)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_a_plain_question_gets_no_hint(language: str, text: str) -> None:
    assert check_question(text, language) == ()


@pytest.mark.parametrize(("language", "text", "kind", "words"), BAD)
def test_a_question_that_may_be_better_gets_a_hint(language, text, kind, words) -> None:
    found = {each.kind: each.words for each in check_question(text, language)}

    assert found.get(kind) == words


def test_each_language_has_its_own_words() -> None:
    assert check_question("Hoe kunnen we dit toch natuurlijk doen", "en") == ()
    assert check_question("Surely it is good of course?", "nl") == ()


@pytest.mark.parametrize("text", ["", "   ", "?", "12", "😀"])
def test_a_text_without_words_gets_no_hint(text: str) -> None:
    assert check_question(text, "nl") == ()


def test_a_language_that_is_not_checked_gets_no_hint() -> None:
    assert check_question("Ne eksik ve neden?", "tr") == ()


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("zorg", "nl", 1), ("huisarts", "nl", 2), ("samenwerking", "nl", 4), ("verzekering", "nl", 4),
     ("care", "en", 1), ("hospital", "en", 3)],
)  # fmt: skip
def test_syllables_are_counted_about_right(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_short_words_read_more_easily_than_long_ones() -> None:
    easy = "Wat mist u in de zorg bij u in de buurt?"
    hard = "Welke voorzieningen ontbreken momenteel binnen uw directe leefomgeving?"

    assert reading_ease(easy, "nl") > 80 > 40 > reading_ease(hard, "nl")


def test_a_very_long_text_is_checked_at_once() -> None:
    hints = check_question("niet " * 100, "nl")

    assert {each.kind for each in hints} == {
        HintKind.LONG, HintKind.TWICE_NEGATIVE, HintKind.HARD,
    }  # fmt: skip
