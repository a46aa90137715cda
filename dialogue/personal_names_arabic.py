"""Likely personal names in Arabic script, which has no capitals to go by."""

import re
from collections.abc import Iterator

from dialogue.names import fold, words_of

_WORD = re.compile("[\u0620-\u06ff]+")
# And, for, by, so, like: written as one with the word after them; "for the" loses its alif.
_CLITICS = "ولبفك"
_SHORTEST_NAME = 3


def find_arabic_names(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of names: known ones, and less certain ones after a title or relation."""
    words = [(fold(match.group()), *match.span()) for match in _WORD.finditer(text)]
    for place, (word, start, end) in enumerate(words):
        before = words[place - 1][0] if place and _close(text, words[place - 1][2], start) else ""
        if _is_name(word, before, text[words[place - 1][2] : start] if before else ""):
            yield start, _extended(words, place, text, end)


def _is_name(word: str, before: str, gap: str) -> bool:
    """Tell whether a word is a name, given the word before it and what stands between."""
    certain = any(form in words_of("first_names_arabic") for form in _without_clitics(word))
    possible = certain or word in words_of("first_names_arabic_context")
    if before in words_of("arabic", "not_a_person_before"):
        return False
    if before in words_of("arabic", "abbreviated") and "." in gap:
        return True
    if _has(before, "title"):
        return possible or word in words_of("arabic", "link")
    if _has(before, "relation"):
        return possible and word not in words_of("arabic", "mood")
    return certain


def _has(word: str, section: str) -> bool:
    """Tell whether a word, with or without a small word written to it, is in a section."""
    return any(form in words_of("arabic", section) for form in _without_clitics(word))


def _without_clitics(word: str) -> tuple[str, ...]:
    """Give a word as it stands, and without a small word in front of it."""
    forms = [word]
    if word[:1] in set(_CLITICS) and len(word) > _SHORTEST_NAME:
        forms.append(word[1:])
    if word.startswith("لل"):
        forms.append("ال" + word[2:])
    return tuple(forms)


def _close(text: str, end: int, start: int) -> bool:
    """Tell whether only a space, or the full stop of an abbreviation, stands between two words."""
    return text[end:start].replace(".", "", 1).strip() == "" and "\n" not in text[end:start]


def _extended(words: list[tuple[str, int, int]], place: int, text: str, end: int) -> int:
    """Give the end of a name, with the family name or the father's name that follows it."""
    linked = words[place][0] in words_of("arabic", "link")
    for word, start, stop in words[place + 1 : place + 4]:
        if text[end:start].strip(" \u00a0"):
            break
        names = words_of("first_names_arabic") | words_of("first_names_arabic_context")
        if not (linked or word in names or word in words_of("arabic", "link")):
            break
        linked = word in words_of("arabic", "link")
        end = stop
    return end
