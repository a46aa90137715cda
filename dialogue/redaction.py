"""Take words out of a text, and never put one in: what is left are the author's own words."""

import re

from dialogue.errors import NothingLeft, NothingTakenOut, WordsAdded
from dialogue.moderation import MASK

_WORD = re.compile(r"\w+")
_MARKS_IN_A_ROW = re.compile(rf"{re.escape(MASK)}(?:\s*{re.escape(MASK)})+")


def take_out(text: str, left: str) -> str:
    """Give ``text`` with a mark for every word that is not in ``left``.

    The words of ``left`` must be those of ``text`` in the same order, some of them gone; its signs
    and spaces do not matter, for the result is cut from ``text``. Raises WordsAdded, also for half
    a word; NothingTakenOut when all words are there, NothingLeft when none is.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    kept = _places_of(_WORD.findall(left), [text[start:end] for start, end in words])
    if not kept:
        raise NothingLeft
    if len(kept) == len(words):
        raise NothingTakenOut
    pieces, place = [], 0
    for number, (start, end) in enumerate(words):
        pieces.append(text[place:start])
        pieces.append(text[start:end] if number in kept else MASK)
        place = end
    return _MARKS_IN_A_ROW.sub(MASK, _without_signs_between("".join(pieces) + text[place:]))


def _places_of(wanted: list[str], words: list[str]) -> frozenset[int]:
    """Find the words in order, each at its first place after the one before."""
    places, after = set(), 0
    for word in wanted:
        try:
            found = words.index(word, after)
        except ValueError:
            raise WordsAdded from None
        places.add(found)
        after = found + 1
    return frozenset(places)


def _without_signs_between(text: str) -> str:
    """Take away the signs between two marks, such as the at-sign of an address."""
    mark = re.escape(MASK)
    return re.sub(rf"(?<={mark})[^\w\n]+(?={mark})", "", text)
