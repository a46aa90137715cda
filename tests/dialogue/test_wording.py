"""What is a contribution and what is not, on texts as phones and pranksters send them."""

import contextlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.errors import EmptyText, NoWords, Refusal, TextTooLong, UnreadableText
from dialogue.wording import CHARACTER_LIMIT, clean_text, comparison_key


@pytest.mark.parametrize(
    "raw", ["", "   ", "\n\t\r\n", "...", "?!", "- - -", "\u200b\u2066", "\u3164"]
)
def test_a_text_without_anything_to_read_is_empty(raw):
    with pytest.raises(EmptyText):
        clean_text(raw)


@pytest.mark.parametrize("raw", ["👍", "❤️❤️", "👨‍👩‍👧", "🇳🇱 🙂!", "5️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_only_pictures_are_no_words(raw):
    with pytest.raises(NoWords):
        clean_text(raw)


@pytest.mark.parametrize("raw", ["ja", "112", "سرعة", "Так", "🙂 goed"])
def test_one_word_or_number_is_enough(raw):
    assert clean_text(raw) == raw


@pytest.mark.parametrize("raw", ["goed\x00", "goed \ud83d", "\udc00"])
def test_nul_and_lone_surrogates_are_unreadable(raw):
    with pytest.raises(UnreadableText):
        clean_text(raw)


def test_exactly_the_limit_fits():
    assert len(clean_text("a" * CHARACTER_LIMIT)) == 2000


def test_one_character_more_is_refused_with_its_length_and_the_limit():
    with pytest.raises(TextTooLong) as refusal:
        clean_text("a" * 2001)
    assert refusal.value.params == {"length": 2001, "limit": 2000}
    assert str(refusal.value) == "Your text has 2001 characters. There is room for 2000."


def test_characters_are_counted_after_cleaning():
    padded = "  " + "e\u0301" * 2000 + "\u200b" * 100 + "\r\n\r\n"
    assert clean_text(padded) == "é" * 2000


def test_a_shorter_limit_can_be_asked():
    with pytest.raises(TextTooLong):
        clean_text("meer dan tien letters", limit=10)


@pytest.mark.parametrize(
    "control", [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
)
def test_bidi_controls_are_taken_out(control):
    assert clean_text(f"goede {control}zorg{control}") == "goede zorg"


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u200c", "\x07", "\x1b", "\U000e0041"],
)
def test_what_cannot_be_seen_is_taken_out(hidden):
    assert clean_text(f"huis{hidden}arts") == "huisarts"


def test_a_joiner_inside_an_emoji_stays():
    assert clean_text("Mijn gezin 👨‍👩‍👧 en ❤️‍🔥") == "Mijn gezin 👨‍👩‍👧 en ❤️‍🔥"


def test_a_persian_non_joiner_is_spelling_and_stays():
    assert clean_text("می\u200cخواهم") == "می\u200cخواهم"


def test_newlines_become_of_one_kind_and_spaces_around_lines_go():
    assert (
        clean_text(" een \r\ntwee\r\rdrie\u2028vier \n\n\n\n vijf\t")
        == "een\ntwee\n\ndrie\nvier\n\nvijf"
    )


def test_letters_are_composed():
    assert clean_text("cafe\u0301") == "café"


def test_piled_up_marks_are_cut_to_four():
    cleaned = clean_text("z" + "\u0336" * 60 + "org")
    assert cleaned.count("\u0336") == 4


def test_a_hostile_megabyte_is_refused_at_once():
    started = time.perf_counter()
    for flood in ("\u0301\u0323" * 500_000, " " * 999_999 + "a", "\u200d" * 1_000_000):
        with pytest.raises(Refusal):
            clean_text(flood)
    assert time.perf_counter() - started < 1.0


def test_the_longest_text_that_is_read_is_read_quickly():
    for flood in (" " * 19_000 + "a", "a" + "\u0323\u0301" * 9_000, "\n \n" * 6_000 + "a"):
        started = time.perf_counter()
        clean_text(flood)
        assert time.perf_counter() - started < 0.2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_cleaning_twice_is_cleaning_once_and_nothing_hidden_is_left(raw):
    try:
        cleaned = clean_text(raw)
    except Refusal:
        return
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in cleaned)


@given(st.text())
def test_a_text_is_cleaned_or_refused_by_name_and_nothing_else(raw):
    with contextlib.suppress(Refusal):
        assert clean_text(raw)


def test_two_spellings_of_the_same_text_have_one_comparison_key():
    spellings = [
        "Meer  TIJD\nvoor zorg!",
        "meer tijd voor zorg",
        "Ｍeer tijd voor zorg...",
        "Meer t\u200bijd voor zorg",
    ]
    assert {comparison_key(text) for text in spellings} == {"meer tijd voor zorg"}


def test_other_words_have_another_key():
    assert comparison_key("meer tijd voor zorg") != comparison_key("meer geld voor zorg")


@given(st.text(max_size=200))
def test_the_key_of_a_key_is_itself(text):
    assert comparison_key(comparison_key(text)) == comparison_key(text)
