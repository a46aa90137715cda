"""The words of an invitation: which places are filled in for each person, and what must be said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogue.errors import CodeNotInWords, PlaceholderUnknown

NAME, LINK, CODE, LAST_DAY = "name", "link", "code", "last_day"
PLACEHOLDERS = (NAME, LINK, CODE, LAST_DAY)
# Without these nobody can come in.
NEEDED = (LINK, CODE)
PLACE = re.compile(r"\{([^{}]{0,40})\}")


@dataclass(frozen=True)
class Piece:
    """A part of a message: words as they were written (no name), or what was filled in."""

    text: str
    name: str = ""


def check_words(text: str) -> None:
    """Refuse words with a place that we can't fill in, or without the way in.

    Raises PlaceholderUnknown, CodeNotInWords.
    """
    used = placeholders_in(text)
    unknown = sorted(used - set(PLACEHOLDERS))
    if unknown:
        raise PlaceholderUnknown(name=f"{{{unknown[0]}}}")
    missing = [name for name in NEEDED if name not in used]
    if missing:
        raise CodeNotInWords(name=f"{{{missing[0]}}}")


def placeholders_in(text: str) -> set[str]:
    """Name the places in a text that are to be filled in."""
    return {found[1].strip() for found in PLACE.finditer(text)}


def pieces_of(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    """Cut a text at its places; a place without a value stays as it was written."""
    end = 0
    for found in PLACE.finditer(text):
        name = found[1].strip()
        if name not in values:
            continue
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(values[name], name)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in the places of a text."""
    return "".join(piece.text for piece in pieces_of(text, values))
