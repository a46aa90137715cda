"""The most telling words per cluster: class-based TF-IDF over words, word pairs, characters.

keywords(texts, labels, per_cluster, stopwords=ALL_STOPWORDS) -> tuple of tuples, best first

A term's weight in a cluster is the share of the cluster's different texts that hold it or a word
of its family, times log(1 + 1 / f), where f is that share summed over all clusters (after
Grootendorst 2022, section 3.3, with texts in place of words so that one long text can't set the
tone), times how much rarer it is elsewhere. A word found as often elsewhere tells nothing; a word
that never follows an article is a noun less surely.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from clustering.characters import say_the_same
from clustering.families import families, one_family
from clustering.nouns import noun_likeness
from clustering.postings import Postings
from clustering.result import Labels
from clustering.stopwords import ALL_STOPWORDS, ONLY_IN_PAIRS
from clustering.tokens import fold, is_cjk, words

_MINIMUM_TEXTS = 2
_LEAST_SHARE = 0.08
_SMALL_SHARE = 1 / 7
_ENOUGH_TEXTS = 3
_LEAST_LIFT = 1.5
_CANDIDATES = 40
# A pair says more than its words apart once most uses of the rarer word are in the pair.
_PAIR_BONUS = 1.3
# Words rarer than one text in so many join no family: with 100,000 answers there are too many.
_TEXTS_PER_FAMILY_WORD = 2_000
# So many texts tell which words are nouns, and so many how a word is written.
_TEXTS_FOR_NOUNS = 10_000
_TEXTS_FOR_SPELLING = 40

Kin = dict[str, frozenset[str]]


def keywords(
    texts: Sequence[str],
    labels: Labels,
    *,
    per_cluster: int,
    stopwords: frozenset[str] = ALL_STOPWORDS,
) -> tuple[tuple[str, ...], ...]:
    """Return the `per_cluster` most telling terms of each cluster 0, 1, ..., best first.

    A cluster in which no term is told by enough texts, or none more often than elsewhere, has none.
    """
    postings = Postings(texts, labels, stopwords)
    kin = families(postings.words(len(postings.texts) / _TEXTS_PER_FAMILY_WORD))
    best = [_best(weights, per_cluster, kin) for weights in _weigh(postings, kin)]
    written = _spellings(
        postings, {word for chosen in best for term in chosen for word in term.split()}
    )
    return tuple(
        tuple(" ".join(written.get(word, word) for word in term.split()) for term in chosen)
        for chosen in best
    )


def _weigh(postings: Postings, kin: Kin) -> list[dict[str, float]]:
    """Weigh the likeliest terms of each cluster, each with its family."""
    every = max(1, len(postings.texts) // _TEXTS_FOR_NOUNS)
    nouns = noun_likeness(postings.texts[::every])
    shares: dict[str, list[float]] = {}
    weighed = []
    for label, likely in enumerate(_likely(postings)):
        weights = {}
        for term in likely:
            if term not in shares:
                shares[term] = postings.shares(kin.get(term, (term,)))
            weight = _weight(term, label, shares[term], postings) * _bonus(term, nouns)
            if weight > 0:
                weights[term] = weight
        weighed.append(weights)
    return weighed


def _likely(postings: Postings) -> list[list[str]]:
    rough: list[list[tuple[float, str]]] = [[] for _ in range(postings.count)]
    for label, term, share, summed in postings.candidates():
        if label < postings.count and term not in ONLY_IN_PAIRS:
            rough[label].append((-share * math.log(1 + 1 / summed), term))
    return [[term for _, term in nsmallest(_CANDIDATES, found)] for found in rough]


def _weight(term: str, label: int, shares: list[float], postings: Postings) -> float:
    """Weigh a term with its family; 0 when too few say it here or as many elsewhere."""
    share, summed = shares[label], math.fsum(shares)
    size = postings.sizes[label]
    elsewhere = (summed - share) / max(postings.groups - 1, 1)
    if share * size < _least(term, size) or share < _LEAST_LIFT * elsewhere:
        return 0.0
    return share * math.log(1 + 1 / summed) * (1 - elsewhere / share)


def _least(term: str, size: int) -> float:
    """Return in how many texts a term must be told: two of a small cluster, three of a larger.

    Two people who write the same pair of words mean the same; one word may be chance.
    """
    whole = " " in term or is_cjk(term)
    enough = _MINIMUM_TEXTS if whole else max(_MINIMUM_TEXTS, _SMALL_SHARE * size)
    return max(min(enough, _ENOUGH_TEXTS, size), _LEAST_SHARE * size)


def _bonus(term: str, nouns: dict[str, float]) -> float:
    if is_cjk(term):
        return _PAIR_BONUS if len(term) > 2 else 1.0
    return _PAIR_BONUS if " " in term else nouns.get(term, 1.0)


def _best(weights: dict[str, float], wanted: int, kin: Kin) -> tuple[str, ...]:
    chosen: list[str] = []
    for term, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) == wanted:
            break
        if not any(_says_the_same(term, other, kin) for other in chosen):
            chosen.append(term)
    return tuple(chosen)


def _says_the_same(term: str, other: str, kin: Kin) -> bool:
    """Say whether two terms would repeat each other: one inside the other, or one stem."""
    if is_cjk(term):
        return say_the_same(term, other)
    return any(
        one_family(word, known) or known in kin.get(word, ()) or word in kin.get(known, ())
        for word in term.split()
        for known in other.split()
    )


def _spellings(postings: Postings, chosen: Iterable[str]) -> dict[str, str]:
    """Return for each folded word how it's mostly written inside sentences."""
    written = {}
    for folded in sorted(chosen):
        forms = Counter(
            word
            for text in postings.texts_with(folded, _TEXTS_FOR_SPELLING)
            for word in words(text)[1:]
            if fold(word) == folded
        )
        if forms:
            written[folded] = min(forms, key=lambda form: (-forms[form], form.isupper(), form))
    return written
