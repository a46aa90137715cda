"""Which passwords are good enough: long, and not among the first that somebody would try.

Length counts for more than a mixture of signs (NIST SP 800-63B, section 5.1.1.2), so there are no
rules about capitals or digits. What is refused is what guessing begins with: known words and names
of this place, rows of keys, one thing repeated, with or without digits around it.
"""

import re
from collections.abc import Iterable

from dialogue.errors import PasswordsDiffer, PasswordTooLong, PasswordTooObvious, PasswordTooShort

SHORTEST = 12
LONGEST = 200
FEWEST_KINDS = 5
# What must be left of a password once everything obvious is taken out of it.
FEWEST_LEFT = 5

# The words that lists of leaked passwords begin with, in Dutch and English, and those of our place.
OBVIOUS = (
    "wachtwoord", "password", "passwort", "passw", "welkom", "welcome", "geheim", "secret",
    "inloggen", "login", "letmein", "toegang", "access", "admin", "administrator", "beheerder",
    "gebruiker", "user", "test", "demo", "change", "changeme", "wijzig", "nieuw", "mijn", "the",
    "master", "hallo", "hello", "iloveyou", "ikhouvanjou", "liefde", "love", "schatje", "dragon",
    "monkey", "football", "voetbal", "baseball", "superman", "batman", "sunshine", "princess",
    "ajax", "feyenoord", "psv", "shadow", "trustno", "computer", "internet", "samenspraak",
    "gezondheid", "gezondheidsregio", "zoetermeer", "regio", "gemeente", "facilitator", "bestuur",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "januari",
    "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december", "lente", "zomer", "herfst", "winter", "spring", "summer", "autumn",
    "nederland", "holland", "amsterdam", "rotterdam", "utrecht", "denhaag",
)  # fmt: skip
ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm",
    "qwertzuiop", "yxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb", "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
SHORTEST_ROW = 4
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def require_good_password(password: str, again: str, *, about: Iterable[str] = ()) -> None:
    """Refuse a password that is guessed in no time; ``about`` is what is known of its owner.

    Raises PasswordTooShort, PasswordTooLong, PasswordsDiffer or PasswordTooObvious.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    if password != again:
        raise PasswordsDiffer
    if is_obvious(password, about):
        raise PasswordTooObvious


def is_obvious(password: str, about: Iterable[str] = ()) -> bool:
    """Tell whether little is left when known words, rows and repetition are taken out."""
    plain = password.casefold()
    if len(set(plain)) < FEWEST_KINDS or is_repeated(plain):
        return True
    words = (*OBVIOUS, *known_of(about))
    return any(
        len(left(form, words)) < FEWEST_LEFT for form in (plain, plain.translate(LOOKALIKES))
    )


def known_of(about: Iterable[str]) -> list[str]:
    """Take the words of a name or an address, long enough to mean something."""
    return [word for each in about for word in re.findall(r"[^\W\d_]{3,}", each.casefold())]


def is_repeated(text: str) -> bool:
    """Tell whether a text is one short thing over and over."""
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)]
        for size in range(1, len(text) // 2 + 1)
    )


def left(text: str, words: Iterable[str]) -> str:
    """Take out what is obvious: words, rows of keys either way, digits, signs and repetition."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    for row in (*ROWS, *(each[::-1] for each in ROWS)):
        text = without_row(text, row)
    letters = re.sub(r"[\W\d_]+", "", text)
    return re.sub(r"(.)\1+", r"\1", letters)


def without_row(text: str, row: str) -> str:
    """Take out each piece of a row of keys, the longest first."""
    for size in range(len(row), SHORTEST_ROW - 1, -1):
        for start in range(len(row) - size + 1):
            text = text.replace(row[start : start + size], " ")
    return text
