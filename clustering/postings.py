"""In which texts and clusters each term is found.

Postings(texts, labels, stopwords)
    count, sizes: the number of clusters and their numbers of different texts, those in none last
    groups: the number of these that aren't empty;  words(least): words of so many texts
    shares(terms): per cluster the share of its texts that hold at least one of the terms
    candidates(): per cluster each of its terms with its share there and summed over all clusters

A text counts once per cluster; a full stop or a capital more makes it no other text.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from clustering.characters import loose_ends
from clustering.result import IN_NONE, Labels
from clustering.tokens import is_cjk, terms

_AROUND = " .,!?\n。！？"
_MINIMUM_TEXTS = 2


class Postings:
    """The terms of all different texts, with the texts in which they stand."""

    def __init__(self, texts: Sequence[str], labels: Labels, stopwords: frozenset[str]) -> None:
        distinct = _distinct(texts, labels)
        self.count = int(labels.max(initial=IN_NONE)) + 1
        self.texts = [text for text, _ in distinct]
        self._labels = np.array([label for _, label in distinct], dtype=np.intp) % (self.count + 1)
        self.sizes: list[int] = np.bincount(self._labels, minlength=self.count + 1).tolist()
        self.groups: int = sum(size > 0 for size in self.sizes)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            for term in terms(text, stopwords):
                self._places[term].append(place)
        self._drop_fragments()

    def words(self, least: float) -> list[str]:
        """Return the single words that stand in at least so many texts."""
        found = self._places.items()
        return [term for term, places in found if len(places) >= least and " " not in term]

    def texts_with(self, term: str, most: int) -> list[str]:
        """Return the first so many texts that hold a term."""
        return [self.texts[place] for place in self._places.get(term, ())[:most]]

    def shares(self, alike: Iterable[str]) -> list[float]:
        """Return per cluster, and last for those in none, in what share one of the terms stands."""
        holding = set().union(*(self._places.get(term, ()) for term in alike))
        counts: list[int] = np.bincount(self._labels_of(holding), minlength=self.count + 1).tolist()
        return [
            count / size if size else 0.0 for count, size in zip(counts, self.sizes, strict=True)
        ]

    def candidates(self) -> Iterator[tuple[int, str, float, float]]:
        """Yield cluster, term, its share in the cluster and its share summed over all clusters."""
        single = {label for label, size in enumerate(self.sizes) if size == 1}
        for term, places in self._places.items():
            if len(places) < _MINIMUM_TEXTS and not single:
                continue
            counts = Counter(self._labels_of(places).tolist())
            summed = math.fsum(number / self.sizes[label] for label, number in counts.items())
            for label, number in counts.items():
                if number >= min(_MINIMUM_TEXTS, self.sizes[label]):
                    yield label, term, number / self.sizes[label], summed

    def _labels_of(self, places: Iterable[int]) -> npt.NDArray[np.intp]:
        return self._labels[list(places)]

    def _drop_fragments(self) -> None:
        """Drop groups of Chinese characters that are a part of a word."""
        groups = {term: len(places) for term, places in self._places.items() if is_cjk(term)}
        if groups:
            for fragment in loose_ends(self.texts, groups) & groups.keys():
                del self._places[fragment]


def _distinct(texts: Sequence[str], labels: Labels) -> list[tuple[str, int]]:
    first: dict[tuple[str, int], tuple[str, int]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        first.setdefault((text.casefold().strip(_AROUND), label), (text, label))
    return list(first.values())
