"""Whether a word may be a person's name, told by how all answers write it: a title has no names.

PlainWords(texts).may_name(found) -> bool, for the words of a sentence in order
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from clustering.stopwords import ALL_STOPWORDS
from clustering.title_words import HONORIFICS, NO_NAMES
from clustering.tokens import fold, words

# A word that so many write with a capital is a place or a thing that they share.
_KNOWN_TO_MANY = 3
_LONGEST_ABBREVIATION = 5
# German writes every noun with a capital: there a capital tells nothing.
_MANY_CAPITALS = 1.5
_TEXTS_TO_KNOW = 12


class PlainWords:
    """What is known of the words of a dialogue: written small, written large, behind 'dokter'."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._small: set[str] = set()
        self._large: Counter[str] = Counter()
        self._after_title: set[str] = set()
        for text in dict.fromkeys(texts):
            self._read(words(text))
        many = self._large.total() >= _MANY_CAPITALS * len(texts)
        self._capitals_tell = not (many and len(texts) >= _TEXTS_TO_KNOW)

    def _read(self, found: list[str]) -> None:
        self._small.update(word for word in found if word[:1].islower())
        self._large.update({word for word in found[1:] if word[:1].isupper()})
        self._after_title.update(
            fold(after)
            for before, after in pairwise(found)
            if fold(before) in HONORIFICS and after[:1].isupper()
        )

    def follows_a_title(self, word: str) -> bool:
        """Say whether somebody writes the word behind 'mevrouw' or the like, with a capital."""
        return fold(word) in self._after_title

    def may_name(self, found: Sequence[str]) -> bool:
        """Say whether one of the words of a sentence, the first included, may be a name."""
        return any(self._may_be_name(word) for word in found)

    def _may_be_name(self, word: str) -> bool:
        if self.follows_a_title(word):
            return True
        if not (self._capitals_tell and word[:1].isupper()):
            return False
        abbreviation = word.isupper() and len(word) <= _LONGEST_ABBREVIATION
        folded = fold(word)
        plain = folded in self._small or folded in ALL_STOPWORDS or folded in NO_NAMES
        return not (abbreviation or plain or self._large[word] >= _KNOWN_TO_MANY)
