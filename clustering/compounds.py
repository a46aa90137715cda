"""Compounds split by the words of the texts themselves: no dictionary, any language that joins.

split_compounds(words) -> dict of word to its two parts, (modifier, head), as known words

'Huisartsenpost' is split where 'huisarts' and 'post' are words too, 'wachtlijst' where people
write 'wachten' and 'lijst'. A modifier that never stands alone ('kraam') counts once it comes
before two different heads.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from clustering.tokens import is_cjk

_SHORTEST_MODIFIER = 4
_SHORTEST_HEAD = 3
_SHORTEST_HEAD_OF_UNKNOWN = 4
_LINKS = ("", "s", "e", "en", "-")
# 'Wacht' in 'wachtlijst' is the verb 'wachten', 'zwanger' that in 'zwangere'.
_FULL_FORMS = ("", "en", "e", "n")
_HEADS_PER_UNKNOWN = 2

Parts = tuple[str, str]


def split_compounds(words: Iterable[str]) -> dict[str, Parts]:
    """Split each word that two others of the words make; of several ways, the most even one."""
    known = {word for word in words if not is_cjk(word) and " " not in word}
    unknown = _unknown_modifiers(known)
    found: dict[str, Parts] = {}
    for word in known:
        ways = [
            (modifier, head)
            for stem, head in _cuts(word, known, _SHORTEST_HEAD)
            if (modifier := _full_form(stem, known, unknown)) not in (None, word)
        ]
        if ways:
            found[word] = min(ways, key=lambda parts: (abs(len(parts[0]) - len(parts[1])), parts))
    return found


def _cuts(word: str, known: set[str], shortest_head: int) -> Iterator[Parts]:
    """Yield what may be a modifier, without its link, before each head that is a word."""
    for place in range(_SHORTEST_MODIFIER, len(word) - shortest_head + 1):
        if word[place:] not in known:
            continue
        for link in _LINKS:
            stem = word[:place].removesuffix(link) if link else word[:place]
            if len(stem) >= _SHORTEST_MODIFIER and (not link or stem != word[:place]):
                yield stem, word[place:]


def _full_form(stem: str, known: set[str], unknown: set[str]) -> str | None:
    for ending in _FULL_FORMS:
        if stem + ending in known:
            return stem + ending
    return stem if stem in unknown else None


def _unknown_modifiers(known: set[str]) -> set[str]:
    heads: dict[str, set[str]] = defaultdict(set)
    for word in known:
        for stem, head in _cuts(word, known, _SHORTEST_HEAD_OF_UNKNOWN):
            heads[stem].add(head)
    return {stem for stem, each in heads.items() if len(each) >= _HEADS_PER_UNKNOWN}
