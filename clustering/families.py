"""Words of one family: a stem with its endings, and the compounds in which it's a part.

families(words) -> dict of word to the words of its family, itself included
one_family(word, other) -> bool

'Telefoon' has 'telefonisch' and 'telefoonlijn' in its family, 'taxi' has 'nachttaxi', 'wachten'
has 'wachttijd' and 'wachtlijst': Dutch and German write together what other languages write apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from clustering.compounds import split_compounds
from clustering.tokens import is_cjk

_SHORTEST_PART = 4
_STEM = 6
_SHORTEST_END = 5
# So long a word at the end of another is a part of it, whatever stands before.
_SURE_END = 7
# 'Huis' in 'huisarts' and 'ziek' in 'ziekenhuis' tell little of what these are.
_SHORTEST_MODIFIER = 5
_LONGEST_ENDING = 3
_ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل|و)(?=..)")


def families(words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return per word the words of its stem and the compounds with one of these as a part."""
    known = sorted({word for word in words if not is_cjk(word)})
    by_beginning: dict[str, set[str]] = defaultdict(set)
    made_with: dict[str, set[str]] = defaultdict(set)
    for word in known:
        bare = _bare(word)
        for length in range(_SURE_END, len(bare) - 2):
            made_with[bare[-length:]].add(word)
        for length in range(_SHORTEST_PART, len(bare) + 1):
            by_beginning[bare[:length]].add(word)
    alike = {word: _begin_alike(word, by_beginning) | {word} for word in known}
    for compound, (modifier, head) in split_compounds(known).items():
        if len(modifier) >= _SHORTEST_MODIFIER:
            made_with[modifier].add(compound)
        if len(head) >= _SHORTEST_PART:
            made_with[head].add(compound)
    return {
        word: frozenset(forms.union(*(made_with.get(form, ()) for form in forms)))
        for word, forms in alike.items()
    }


def one_family(word: str, other: str) -> bool:
    """Say whether either word would be in the other's family: together they'd say it twice."""
    return any(
        one == two
        or (len(one) >= _SHORTEST_PART and two.startswith(one[: _stem_length(one)]))
        or (len(one) >= _SHORTEST_END and two.endswith(one))
        for one, two in ((_bare(word), _bare(other)), (_bare(other), _bare(word)))
    )


def _begin_alike(word: str, by_beginning: dict[str, set[str]]) -> set[str]:
    """Return the words of one stem; after a short word there is room for an ending only."""
    bare = _bare(word)
    if len(bare) < _SHORTEST_PART:
        return set()
    alike = by_beginning[bare[: _stem_length(bare)]]
    if len(bare) > _STEM:
        return alike
    room = len(bare) + _LONGEST_ENDING
    return {other for other in alike if len(_bare(other)) <= room}


def _bare(word: str) -> str:
    """Return an Arabic word without 'and', 'in' and 'the', which are written onto it."""
    return _ARABIC_ARTICLE.sub("", word)


def _stem_length(word: str) -> int:
    """Return how many letters a word must share with another to be of one stem."""
    return max(_STEM, len(word) - 2) if len(word) > _STEM else len(word)
