"""The words by which a personal name is recognised: lists in text files, read once.

Knows spelling and nothing of moderation. Accents, capitals and the Turkish dotless i make no
difference to a look-up.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_SECTION = re.compile(r"\[(\w+)\]")
# Letters that do not come apart into a letter and an accent.
_UNMARKED = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "’": "'"})
# Polish endings after -a and after a consonant; Ukrainian after -а, -я, -й and -о.
_CASE_ENDINGS = {
    "a": ("y", "i", "e", "o", "ie"),
    "а": ("и", "і", "у", "ою", "о"),
    "я": ("і", "ю", "єю"),
    "и": ("я", "ю", "єм", "єві"),  # й, which is folded to и
    "о": ("а", "у", "ом", "ові"),
}
_AFTER_CONSONANT = {"polish": ("a", "owi", "em", "ie"), "cyrillic": ("а", "у", "ові", "ом", "е")}
_SHORTEST_STEM = 4


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Give the form in which a word is looked up: lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    marked = "".join(char for char in decomposed if not unicodedata.combining(char))
    return marked.translate(_UNMARKED)


@cache
def words_of(name: str, section: str = "") -> frozenset[str]:
    """Read the folded words of a list, or of one of its sections."""
    found: list[str] = []
    here = ""
    for line in _lines(name):
        if header := _SECTION.match(line):
            here = header.group(1)
        elif here == section:
            found.extend(fold(word) for word in line.split())
    return frozenset(found)


@cache
def given_names() -> frozenset[str]:
    """Give all given names in Latin and Cyrillic script, Slavic ones with their case endings."""
    polish = words_of("first_names_polish")
    cyrillic = words_of("first_names_cyrillic")
    declined = _declined(polish, "polish") | _declined(cyrillic, "cyrillic")
    return words_of("first_names") | words_of("ordinary_words") | polish | cyrillic | declined


@cache
def titles_of_one_language() -> dict[str, str]:
    """Give the titles that are ordinary words elsewhere, each with its language."""
    pairs = (word.split(":") for word in words_of("before_a_name", "one_language"))
    return dict(pairs)


@cache
def known_phrases() -> re.Pattern[str]:
    """Give one pattern for all sayings and institutions that only look like somebody's name."""
    phrases = sorted(_lines("known_phrases"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def _declined(names: frozenset[str], script: str) -> frozenset[str]:
    """Add the common case endings to names of four letters and more."""
    forms: set[str] = set()
    for name in names:
        if len(name) < _SHORTEST_STEM:
            continue
        endings = _CASE_ENDINGS.get(name[-1])
        stem = name[:-1] if endings else name
        forms.update(stem + ending for ending in endings or _AFTER_CONSONANT[script])
    return frozenset(forms)


def _lines(name: str) -> list[str]:
    """Read the lines of a list without its comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
