"""Which language a text is in, told by its small words and its letters: enough to group by.

guess_languages(texts) -> list of codes, "" where nothing tells; main_language(languages) -> code
"""

import re
from collections import Counter
from collections.abc import Sequence

from clustering.stopwords import STOPWORDS
from clustering.tokens import fold, is_cjk, words

_UNKNOWN = ""
_UKRAINIAN_LETTERS = re.compile("[іїєґ]", re.IGNORECASE)


def guess_languages(texts: Sequence[str]) -> list[str]:
    """Name per text the language most of whose small words it holds.

    A person's or a detector's answer is better; this one needs no model and no list of words but
    the stop words.
    """
    guessed = {text: _guess(text) for text in dict.fromkeys(texts)}
    return [guessed[text] for text in texts]


def main_language(languages: Sequence[str]) -> str:
    """Return the most common language; of equals the first in the alphabet."""
    counts = Counter(language for language in languages if language)
    return min(counts, key=lambda code: (-counts[code], code), default=_UNKNOWN)


def _guess(text: str) -> str:
    if _UKRAINIAN_LETTERS.search(text):
        return "uk"
    found = [fold(word) for word in words(text)]
    if any(is_cjk(word) for word in found):
        return "zh"
    hits = {code: sum(word in small for word in found) for code, small in STOPWORDS.items()}
    best = min(hits, key=lambda code: (-hits[code], code))
    return best if hits[best] else _UNKNOWN
