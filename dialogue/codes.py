"""Single-use invitation codes and receipt codes: 60 random bits a person can type from a letter.

Twelve characters of Crockford's base 32 carry the bits, a thirteenth finds typing errors. The
check is the hybrid system of ISO 7064 (as MOD 37,36, over the 32 characters used here): every
single wrong character is found, and nearly every swap of two neighbours.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable

from stdnum.iso7064 import mod_37_36

from dialogue.errors import CodeMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 12
CODE_LENGTH = RANDOM_CHARACTERS + 1
RANDOM_BITS = 5 * RANDOM_CHARACTERS

# Longer input is no code; it is not worth normalising.
_LONGEST_INPUT = 100
# Spaces, every kind of dash, dots, underscores, and characters that can't be seen.
_SEPARATORS = re.compile(r"[\s._\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060\ufeff]+")
# Characters that look alike on paper. A Turkish keyboard gives the two other letters i.
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "İ": "1", "ı": "1"})


def new_code(*, random_bits: Callable[[int], int]) -> str:
    """Draw a code of 13 characters; pass ``secrets.randbits``, or a seeded source in a test.

    Each of the 2**60 codes is equally likely when the source is uniform.
    """
    number = random_bits(RANDOM_BITS)
    shifts = range(RANDOM_BITS - 5, -1, -5)
    return with_check_character("".join(ALPHABET[number >> shift & 31] for shift in shifts))


def with_check_character(body: str) -> str:
    """Append the check character (ISO 7064 hybrid system, modulus 33 and 32)."""
    return body + str(mod_37_36.calc_check_digit(body, ALPHABET))


def show_code(code: str) -> str:
    """Write a code as it stands in a letter: ``XXXX-XXXX-XXXX-X``."""
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def normalise_code(typed: str) -> str:
    """Read what somebody typed as a code of 13 characters, without asking the database.

    Lower case, spaces and dashes are fine; I and L are read as 1, O as 0.
    Raises CodeMistyped when the length, a character or the check character is wrong.
    """
    if len(typed) > _LONGEST_INPUT:
        raise CodeMistyped
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    code = _ascii_upper(plain).translate(_LOOKALIKES)
    if len(code) != CODE_LENGTH or not mod_37_36.is_valid(code, ALPHABET):
        raise CodeMistyped
    return code


def code_hash(code: str, *, key: bytes, purpose: str, dialogue: str) -> str:
    """Give the HMAC-SHA256 (64 hexadecimal characters) under which a code is stored.

    ``purpose`` ("invitation", "receipt") and ``dialogue`` are part of what is hashed, so that the
    same code has unrelated hashes elsewhere. ``key`` is the secret of the installation.
    Raises CodeMistyped when ``code`` is none.
    """
    parts = (purpose, dialogue, normalise_code(code))
    # Lengths go in front: ("ab", "c") and ("a", "bc") must not give the same message.
    message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def same_hash(one: str, other: str) -> bool:
    """Compare two hashes in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _ascii_upper(text: str) -> str:
    """Raise only a-z: some letters of other scripts become two when raised."""
    return "".join(char.upper() if char.isascii() else char for char in text)
