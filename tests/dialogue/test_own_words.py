"""A dialogue's texts in more languages: where they stand, and when they are taken back."""

import pytest

from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question, question
from dialogue.background_words import LANGUAGES
from dialogue.group_names import option_named, question_named, words_of_question
from dialogue.models import Chamber, Dialogue, InOwnLanguage, Prompt
from dialogue.own_words import (
    DRAFTS,
    FORMER,
    OF_PROMPT,
    aside,
    carry_question_words,
    carry_row_words,
    keep_aside,
    only_said,
    suggested,
    texts_of,
)
from dialogue.templates import plan_chambers


def prompt(text: str, **words: dict[str, str]) -> Prompt:
    return Prompt(round_id=None, position=1, text_nl=text, words=words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_standard_questions_are_complete_in_six_languages(language: str) -> None:
    for asked in (*STANDARD_QUESTIONS, neighbourhood_question(["Centrum", "Meerzicht"])):
        assert asked[f"text_{language}"]
        said = [option[language] for option in asked["options"]]
        assert all(said)
        assert len(set(said)) == len(said)


def test_the_chambers_have_names_in_six_languages() -> None:
    for chamber in plan_chambers(Dialogue(slug="x", template="pulse", seed=1, title_nl="x")):
        assert {code for code, words in chamber.words.items() if words["name"]} == {
            "tr", "ar", "pl", "uk",
        }  # fmt: skip


def test_a_file_may_call_a_group_by_its_name_in_any_language() -> None:
    age = question_named(STANDARD_QUESTIONS, "kaç yaşındasınız?")

    assert age is not None
    assert option_named(age, "80 سنة أو أكثر")["key"] == "80-plus"
    assert isinstance(words_of_question(age, "uk"), InOwnLanguage)
    assert not isinstance(words_of_question(age, "de"), InOwnLanguage)


def test_the_same_question_keeps_its_words_wherever_it_moves() -> None:
    here = Dialogue(slug="x", template="pulse", seed=1, title_nl="x")
    former = [prompt("Een?", tr={"text": "Bir?"}), prompt("Twee?", tr={"text": "İki?"})]
    present = [prompt("Nieuw?"), prompt("Een?")]

    carry_row_words(here, former, present, OF_PROMPT)

    assert present[1].words == {"tr": {"text": "Bir?"}}
    assert present[0].words == {}
    assert suggested(here, "tr", "Nieuw?") == ("Bir?", FORMER)


def test_what_is_kept_aside_is_no_word_that_anybody_reads() -> None:
    here = Dialogue(slug="x", template="pulse", seed=1, title_nl="Zorg",
                    words={"tr": {"intro": "x"}})  # fmt: skip
    keep_aside(here, DRAFTS, "tr", {"Zorg": "Bakım"})

    [title] = texts_of(here, [], [], [])
    assert title.read("tr") == ""
    assert only_said(here.words) == {"tr": {"intro": "x"}}
    keep_aside(here, DRAFTS, "tr", {})
    assert aside(here, DRAFTS, "tr") == {}
    assert here.words == {"tr": {"intro": "x"}}


def test_questions_about_people_keep_words_as_long_as_their_dutch_stays() -> None:
    former = question("role", "Wat is uw rol?", "", ("a", "Buur", ""), ("b", "Zorg", ""))
    former |= {"text_tr": "Rolünüz nedir?"}
    former["options"][0] |= {"tr": "Komşu"}
    former["options"][1] |= {"tr": "Bakım"}
    present = question("role", "Wat is uw rol?", "", ("a", "Buurman", ""), ("b", "Zorg", ""))

    [carried] = carry_question_words([former], [present])

    assert carried["text_tr"] == "Rolünüz nedir?"
    assert "tr" not in carried["options"][0]
    assert carried["options"][1]["tr"] == "Bakım"


def test_a_text_without_dutch_needs_no_words() -> None:
    here = Dialogue(slug="x", template="pulse", seed=1, title_nl="Zorg")
    chamber = Chamber(key="a", name_nl="Buren", name_en="Neighbours", position=1)

    places = [each.place for each in texts_of(here, [prompt("Wat?")], [chamber], [])]

    assert places == ["dialogue-1.title", "prompt-1.text", "chamber-1.name"]
