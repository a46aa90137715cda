"""Answers that say the same: exact copies, near copies and paraphrases, counted as people.

near_duplicates(texts, vectors, threshold=0.9, authors=None) -> tuple of DuplicateGroup, largest
    number of people first; every member says the same as the group's first answer.

Groups are shown once with their number; no member is hidden or dropped.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from clustering.cleaning import clean
from clustering.errors import LengthMismatch
from clustering.neighbours import nearest_neighbours, pairs_above
from clustering.quantisation import Codes, quantise
from clustering.stopwords import NEGATIONS
from clustering.tokens import fold, words

_SHINGLE = 5
_NEAR_COPY = 0.6
# A near copy may lie this much further away than a paraphrase: one word more moves a short text.
_COPY_MARGIN = 0.15
# From here a text is compared with its nearest only: a group may then fall apart in some.
_ALL_PAIRS_UP_TO = 20_000
_NEAREST = 15


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
    """Group answers that are equal but for case and marks, share most shingles, or lie close.

    Close means a cosine of at least `threshold`. A text that denies never joins one that doesn't.
    Without `authors` each answer counts as another person's. Texts without words form no group.
    Above 20,000 different texts each is compared with its 15 nearest only, which can leave a large
    group of paraphrases in parts; exact copies are always found.
    """
    codes = quantise(vectors)
    for what, items in (("texts", texts), ("authors", authors)):
        if items is not None and len(items) != len(codes):
            raise LengthMismatch(what, len(codes), len(items))
    copies = _exact_copies(texts)
    firsts = [members[0] for members in copies]
    alike = _alike([texts[first] for first in firsts], codes[firsts], threshold)
    leaders = _leaders(len(firsts), alike)
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


def _alike(texts: list[str], codes: Codes, threshold: float) -> list[tuple[int, int, float]]:
    """Return the pairs (later, earlier, cosine) that say the same, in order."""
    denies = [_denies(text) for text in texts]
    shingles = _Shingles(texts)
    return sorted(
        (later, earlier, cosine)
        for earlier, later, cosine in _near(codes, threshold - _COPY_MARGIN)
        if denies[earlier] == denies[later]  # models put a text and its denial close together
        and (cosine >= threshold or _are_near_copies(shingles[earlier], shingles[later]))
    )


def _near(codes: Codes, least: float) -> Iterator[tuple[int, int, float]]:
    """Give pairs (earlier, later, cosine); among many rows only each with its nearest."""
    if len(codes) <= _ALL_PAIRS_UP_TO:
        pairs = zip(*(each.tolist() for each in pairs_above(codes, least)), strict=True)
        yield from ((int(earlier), int(later), cosine) for earlier, later, cosine in pairs)
        return
    found = nearest_neighbours(codes, _NEAREST)
    rows, columns = np.nonzero(found.similarities >= least)
    others = found.indices[rows, columns]
    cosines = found.similarities[rows, columns].tolist()
    pairs = zip(np.minimum(rows, others).tolist(), np.maximum(rows, others).tolist(), strict=True)
    best = dict(zip(pairs, cosines, strict=True))
    yield from ((earlier, later, cosine) for (earlier, later), cosine in best.items())


def _denies(text: str) -> bool:
    return sum(fold(word) in NEGATIONS for word in words(text)) % 2 == 1


class _Shingles:
    """The shingles of each text, worked out when first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._known: dict[int, frozenset[str]] = {}

    def __getitem__(self, place: int) -> frozenset[str]:
        if place not in self._known:
            self._known[place] = _shingles(self._texts[place])
        return self._known[place]


def _leaders(count: int, alike: list[tuple[int, int, float]]) -> list[int]:
    """Let each row follow its most alike earlier leader; chains of small steps join nothing."""
    leaders = list(range(count))
    best = [-1.0] * count
    for later, earlier, cosine in alike:
        if leaders[earlier] == earlier and cosine > best[later]:
            leaders[later], best[later] = earlier, cosine
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
    if all(_is_near_copy(texts[0], text) for text in texts[1:]):
        return Likeness.NEAR
    return Likeness.PARAPHRASE


def _is_near_copy(first: str, second: str) -> bool:
    return _are_near_copies(_shingles(first), _shingles(second))


def _are_near_copies(shingles: frozenset[str], others: frozenset[str]) -> bool:
    shared = len(shingles & others)
    return shared >= _NEAR_COPY * (len(shingles) + len(others) - shared)


def _shingles(text: str) -> frozenset[str]:
    plain = _plain(text)
    starts = range(max(1, len(plain) - _SHINGLE + 1))
    return frozenset(plain[start : start + _SHINGLE] for start in starts)
