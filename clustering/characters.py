"""Words in Chinese texts, found without a dictionary: groups of characters that stand free.

loose_ends(texts, groups) -> those of the groups that are a part of a word, not a word
say_the_same(group, other) -> bool

A group before or after which there is always the same character is a part of a longer word; so is
a group that is nearly always found inside one longer group.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clustering.tokens import CHINESE_SIZES, is_cjk, words

_FRAGMENT_SHARE = 0.75
_EDGE = ""


def loose_ends(texts: Iterable[str], counts: Mapping[str, int]) -> set[str]:
    """Return the groups to leave out; `counts` has in how many texts each group is found."""
    longest = {group for group in counts if len(group) == CHINESE_SIZES[-1]}
    inside = {
        part
        for group, number in counts.items()
        for part in (group[1:], group[:-1])
        if number >= _FRAGMENT_SHARE * counts.get(part, math.inf)
    }
    return longest | inside | _always_beside_one(texts, counts)


def say_the_same(group: str, other: str) -> bool:
    """Say whether two groups share two characters in a row."""
    return bool(_halves(group) & _halves(other))


def _always_beside_one(texts: Iterable[str], counts: Mapping[str, int]) -> set[str]:
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for run in words(text):
            if is_cjk(run):
                _note_neighbours(run, counts, before, after)
    return {
        group
        for group in counts
        if any(len(beside[group]) == 1 and _EDGE not in beside[group] for beside in (before, after))
    }


def _note_neighbours(
    run: str,
    counts: Mapping[str, int],
    before: dict[str, set[str]],
    after: dict[str, set[str]],
) -> None:
    for size in CHINESE_SIZES:
        for start in range(len(run) - size + 1):
            group = run[start : start + size]
            if counts.get(group, 0) > 1:
                before[group].add(run[start - 1 : start] if start else _EDGE)
                after[group].add(run[start + size : start + size + 1])


def _halves(group: Sequence[str]) -> set[Sequence[str]]:
    return {group[start : start + 2] for start in range(len(group) - 1)}
