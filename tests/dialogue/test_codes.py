"""Codes as they are printed, typed, mistyped and stored."""

import random
import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.codes import (
    ALPHABET,
    CODE_LENGTH,
    code_hash,
    new_code,
    normalise_code,
    same_hash,
    show_code,
    with_check_character,
)
from dialogue.errors import CodeMistyped

bodies = st.text(alphabet=ALPHABET, min_size=12, max_size=12)
codes = bodies.map(with_check_character)


def test_a_code_has_thirteen_characters_in_groups_of_four():
    code = new_code(random_bits=secrets.randbits)
    assert len(code) == CODE_LENGTH == 13
    assert [len(group) for group in show_code(code).split("-")] == [4, 4, 4, 1]


def test_the_same_source_of_bits_gives_the_same_code():
    assert new_code(random_bits=random.Random(7).getrandbits) == new_code(
        random_bits=random.Random(7).getrandbits
    )


def test_all_sixty_bits_are_in_the_code():
    highest = new_code(random_bits=lambda bits: 2**bits - 1)
    assert highest[:12] == "Z" * 12
    assert len({new_code(random_bits=lambda bits, n=n: 1 << n) for n in range(60)}) == 60


@given(codes)
def test_what_is_shown_can_be_typed_back(code):
    assert normalise_code(show_code(code)) == code


@given(codes)
def test_lower_case_spaces_and_dashes_are_fine(code):
    typed = f"  {code[:4].lower()} {code[4:8].lower()} – {code[8:].lower()}\n"
    assert normalise_code(typed) == code


@given(codes)
def test_look_alike_letters_are_read_as_digits(code):
    assert normalise_code(code.replace("1", "l").replace("0", "o")) == code
    assert normalise_code(code.replace("1", "I").replace("0", "O")) == code
    assert normalise_code(code.replace("1", "ı")) == code


@given(codes, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_found(code, place, other):
    if other == code[place]:
        return
    with pytest.raises(CodeMistyped):
        normalise_code(code[:place] + other + code[place + 1 :])


def test_every_wrong_character_at_every_place_of_one_code_is_found():
    code = with_check_character("3NFCS0J6F9T3")
    for place in range(13):
        for other in set(ALPHABET) - {code[place]}:
            with pytest.raises(CodeMistyped):
                normalise_code(code[:place] + other + code[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_found():
    source = random.Random(1)
    found = total = 0
    for _ in range(500):
        code = new_code(random_bits=source.getrandbits)
        for place in range(12):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if swapped != code:
                total += 1
                found += _is_refused(swapped)
    assert found / total > 0.99


@pytest.mark.parametrize(
    "typed",
    ["", "ABC", "0" * 14, "UUUU-UUUU-UUUU-U", "💊" * 13, "\x00" * 13, "A" * 1_000_000, "ß" * 13],
)
def test_what_is_no_code_is_refused_without_a_look_up(typed):
    with pytest.raises(CodeMistyped):
        normalise_code(typed)


@given(st.text(max_size=40))
def test_anything_typed_is_read_or_refused(typed):
    try:
        assert len(normalise_code(typed)) == CODE_LENGTH
    except CodeMistyped:
        return


def test_every_character_of_the_alphabet_is_equally_likely():
    source = random.Random(2)
    counts = Counter("".join(new_code(random_bits=source.getrandbits) for _ in range(10_000)))
    expected = 10_000 * 13 / 32
    chi_squared = sum((counts[char] - expected) ** 2 / expected for char in ALPHABET)
    assert set(counts) == set(ALPHABET)
    assert chi_squared < 65.2  # 31 degrees of freedom, p = 0.0003


def test_the_hash_hides_the_code_and_is_the_same_for_every_way_of_typing():
    code = with_check_character("3NFCS0J6F9T3")
    key = b"k" * 32
    stored = code_hash(code, key=key, purpose="invitation", dialogue="d1")
    assert len(stored) == 64
    assert code not in stored.upper()
    typed = show_code(code).lower().replace("0", "o")
    assert same_hash(stored, code_hash(typed, key=key, purpose="invitation", dialogue="d1"))


def test_another_key_purpose_or_dialogue_gives_an_unrelated_hash():
    code = with_check_character("3NFCS0J6F9T3")
    hashes = {
        code_hash(code, key=key, purpose=purpose, dialogue=dialogue)
        for key in (b"one", b"two")
        for purpose in ("invitation", "receipt", "invitationd")
        for dialogue in ("d1", "1", "")
    }
    assert len(hashes) == 18


def test_a_mistyped_code_has_no_hash():
    with pytest.raises(CodeMistyped):
        code_hash("ABCD", key=b"k", purpose="invitation", dialogue="d1")


def _is_refused(typed: str) -> bool:
    try:
        normalise_code(typed)
    except CodeMistyped:
        return True
    return False
