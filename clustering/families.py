"""Words of one family: a stem with its endings, and the compounds that begin or end with it.

families(words) -> dict of word to the words of its family, itself included
one_family(word, other) -> bool

'Telefoon' has 'telefonisch' and 'telefoonlijn' in its family, 'taxi' has 'nachttaxi': Dutch and
German write together what other languages write apart.
"""

from collections import defaultdict
from collections.abc import Iterable

from clustering.tokens import is_cjk

_SHORTEST_PART = 4
_STEM = 6
_SHORTEST_END = 5


def families(words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return per word the words that begin with its stem or end with it whole."""
    known = sorted({word for word in words if not is_cjk(word)})
    by_beginning: dict[str, set[str]] = defaultdict(set)
    by_end: dict[str, set[str]] = defaultdict(set)
    for word in known:
        for length in range(_SHORTEST_PART, len(word) + 1):
            by_beginning[word[:length]].add(word)
            by_end[word[-length:]].add(word)
    return {
        word: frozenset({word} | _begin_alike(word, by_beginning) | _end_with(word, by_end))
        for word in known
    }


def one_family(word: str, other: str) -> bool:
    """Say whether either word would be in the other's family: together they'd say it twice."""
    return any(
        one == two
        or (len(one) >= _SHORTEST_PART and two.startswith(one[: _stem_length(one)]))
        or (len(one) >= _SHORTEST_END and two.endswith(one))
        for one, two in ((word, other), (other, word))
    )


def _begin_alike(word: str, by_beginning: dict[str, set[str]]) -> set[str]:
    return by_beginning[word[: _stem_length(word)]] if len(word) >= _SHORTEST_PART else set()


def _end_with(word: str, by_end: dict[str, set[str]]) -> set[str]:
    return by_end[word] if len(word) >= _SHORTEST_END else set()


def _stem_length(word: str) -> int:
    """Return how many letters a word must share with another to be of one stem."""
    return max(_STEM, len(word) - 2) if len(word) > _STEM else len(word)
