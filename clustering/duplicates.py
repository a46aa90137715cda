"""Answers that say the same: exact copies, near copies and paraphrases, counted as people.

near_duplicates(texts, vectors, threshold=0.9, authors=None) -> tuple of DuplicateGroup, largest
    number of people first; every member is at least `threshold` like the group's first answer.

Groups are shown once with their number; no member is hidden or dropped.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from clustering.cleaning import clean
from clustering.errors import LengthMismatch
from clustering.neighbours import pairs_above
from clustering.quantisation import quantise
from clustering.tokens import fold, words

_SHINGLE = 5
_NEAR_COPY = 0.6


class Likeness(StrEnum):
    """How alike the least alike member of a group is to the group's first answer."""

    EXACT = "exact"
    NEAR = "near"
    PARAPHRASE = "paraphrase"


@dataclass(frozen=True, kw_only=True)
class DuplicateGroup:
    """Two or more answers that say the same; `people` counts authors, `len(members)` answers."""

    members: tuple[int, ...]
    likeness: Likeness
    people: int


def near_duplicates(
    texts: Sequence[str],
    vectors: npt.ArrayLike,
    threshold: float = 0.9,
    *,
    authors: Sequence[Hashable] | None = None,
) -> tuple[DuplicateGroup, ...]:
    """Group answers whose text is equal but for case and marks, or whose cosine is >= threshold.

    Without `authors` each answer counts as another person's. Texts without words form no group.
    """
    codes = quantise(vectors)
    for what, items in (("texts", texts), ("authors", authors)):
        if items is not None and len(items) != len(codes):
            raise LengthMismatch(what, len(codes), len(items))
    copies = _exact_copies(texts)
    firsts = np.array([members[0] for members in copies], dtype=np.intp)
    leaders = _leaders(len(firsts), *pairs_above(codes[firsts], threshold))
    gathered: dict[int, list[int]] = {}
    for place, leader in enumerate(leaders):
        gathered.setdefault(leader, []).append(place)
    groups = [
        _group([copies[place] for place in places], texts, authors) for places in gathered.values()
    ]
    several = [group for group in groups if len(group.members) > 1]
    return tuple(sorted(several, key=lambda group: (-group.people, group.members)))


def _exact_copies(texts: Sequence[str]) -> list[list[int]]:
    copies: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        plain = _plain(text)
        if plain:
            copies.setdefault(plain, []).append(index)
    return list(copies.values())


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in words(clean(text)))


def _leaders(
    count: int,
    earlier: npt.NDArray[np.intp],
    later: npt.NDArray[np.intp],
    likeness: npt.NDArray[np.float32],
) -> list[int]:
    """Let each row follow its most alike earlier leader; chains of small steps join nothing."""
    leaders = list(range(count))
    best = [-1.0] * count
    for first, second, value in sorted(
        zip(later.tolist(), earlier.tolist(), likeness.tolist(), strict=True)
    ):
        if leaders[second] == second and value > best[first]:
            leaders[first], best[first] = second, value
    return leaders


def _group(
    copies: list[list[int]], texts: Sequence[str], authors: Sequence[Hashable] | None
) -> DuplicateGroup:
    members = tuple(sorted(index for copy in copies for index in copy))
    people = len(members) if authors is None else len({authors[index] for index in members})
    return DuplicateGroup(
        members=members,
        likeness=_likeness([texts[copy[0]] for copy in copies]),
        people=people,
    )


def _likeness(texts: list[str]) -> Likeness:
    if len(texts) == 1:
        return Likeness.EXACT
    first = _shingles(texts[0])
    if all(_overlap(first, _shingles(text)) >= _NEAR_COPY for text in texts[1:]):
        return Likeness.NEAR
    return Likeness.PARAPHRASE


def _shingles(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[start : start + _SHINGLE] for start in range(max(1, len(plain) - _SHINGLE + 1))}


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second)
