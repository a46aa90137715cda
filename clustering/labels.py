"""A short title by which a facilitator recognises a cluster.

title(keywords, central_text) -> str
names_somebody(text) -> bool: a sentence that seems to hold a person's name is no title
"""

import re

from clustering.stopwords import RELATIVES
from clustering.tokens import fold, is_cjk

_WORDS_IN_TITLE = 3
_CHARACTERS_IN_TITLE = 60
# Beside relatives one word is chance: 'vrouw, moeder, dokter' is no subject.
_FEWEST_BESIDE = 2
_TWO_CAPITALS = re.compile(
    r"(?<=[a-zß-ÿ,] )[A-ZÀ-Þ][\w'’-]+ (?:(?:van|de|der|den|von|el|al) )*[A-ZÀ-Þ]"
)


def title(keywords: tuple[str, ...], central_text: str) -> str:
    """Join the first keywords; where these tell nothing, take the start of a central text."""
    chosen = keywords[:_WORDS_IN_TITLE]
    subjects = tuple(word for word in chosen if fold(word) not in RELATIVES)
    if central_text and (not subjects or len(subjects) < min(len(chosen), _FEWEST_BESIDE)):
        return _capital(_start(central_text))
    if subjects and is_cjk(subjects[0]):
        return "、".join(subjects)
    return _capital(", ".join(subjects or chosen))


def names_somebody(text: str) -> bool:
    """Say whether two words with a capital follow each other inside a sentence, as in a name."""
    return _TWO_CAPITALS.search(text) is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _start(text: str) -> str:
    one_line = " ".join(text.split())
    if len(one_line) <= _CHARACTERS_IN_TITLE:
        return one_line
    # Room is kept for the space and the dots.
    return one_line[: _CHARACTERS_IN_TITLE - 1].rsplit(" ", 1)[0][: _CHARACTERS_IN_TITLE - 2] + " …"
