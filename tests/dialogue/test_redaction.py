"""Words go out of a text and none comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.errors import NothingLeft, NothingTakenOut, WordsAdded
from dialogue.moderation import MASK
from dialogue.redaction import take_out

TEXT = "Bel Jan Jansen op 06-12345678, of mail j.jansen@x.nl nu. (Jan) zegt: geen zorg."


def test_each_run_of_words_that_is_gone_becomes_one_mark() -> None:
    left = take_out(TEXT, "Bel op of mail nu. zegt: geen zorg")

    assert left == "Bel […] op […], of mail […] nu. ([…]) zegt: geen zorg."


def test_marks_that_were_put_in_by_hand_are_no_words() -> None:
    assert take_out("Dokter Bos hielp mij.", "Dokter […] hielp mij.") == "Dokter […] hielp mij."
    assert take_out("Dokter […] Bos hielp", "Dokter […] hielp") == "Dokter […] hielp"


def test_signs_and_lines_stay_as_the_author_wrote_them() -> None:
    assert take_out("Eén.\n\nTwee, Bos!", "Eén Twee") == ("Eén.\n\nTwee, […]!")


@pytest.mark.parametrize(
    "left",
    [
        "Bel Piet op",  # another name
        "Bel Jans op",  # half a word
        "op Bel",  # another order
        "Bel Bel",  # twice
        "Bel <b>Jan</b>",
    ],
)
def test_a_word_that_was_not_there_is_refused(left: str) -> None:
    with pytest.raises(WordsAdded):
        take_out(TEXT, left)


def test_half_a_word_is_another_word() -> None:
    with pytest.raises(WordsAdded):
        take_out("Er is geen zorg.", "Er is een zorg.")


def test_all_or_nothing_is_no_redaction() -> None:
    with pytest.raises(NothingTakenOut):
        take_out(TEXT, TEXT.replace(",", ""))
    with pytest.raises(NothingLeft):
        take_out(TEXT, f" {MASK} ")


@given(
    st.lists(st.tuples(st.sampled_from(["ik", "wacht", "al", "weken", "op", "Jan"]), st.booleans()))
)
def test_what_is_left_reads_as_the_words_that_were_left(words: list[tuple[str, bool]]) -> None:
    kept = [word for word, stays in words if stays]
    if not kept or len(kept) == len(words):
        return

    left = take_out(", ".join(word for word, _ in words), " ".join(kept))

    assert left.replace(MASK, "").replace(",", " ").split() == kept
