"""The most telling words per cluster: class-based TF-IDF over words, word pairs, characters.

keywords(texts, labels, per_cluster, stopwords=ALL_STOPWORDS) -> tuple of tuples, best first

A term's weight in a cluster is the share of the cluster's different texts that hold it or a word
of its family, times log(1 + 1 / f), where f is that share summed over all clusters (after
Grootendorst 2022, section 3.3, with texts in place of words so that one long text can't set the
tone), times how much rarer it is elsewhere. A word found as often elsewhere tells nothing; a word
that never follows an article is a noun less surely.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from clustering.families import families, one_family
from clustering.nouns import noun_likeness
from clustering.result import IN_NONE, Labels
from clustering.stopwords import ALL_STOPWORDS, ONLY_IN_PAIRS
from clustering.tokens import LONGEST_GROUP, fold, is_cjk, terms, words

_MINIMUM_TEXTS = 2
_LEAST_SHARE = 0.08
_SMALL_SHARE = 1 / 7
_ENOUGH_TEXTS = 3
_LEAST_LIFT = 1.5
_CANDIDATES = 40
# A pair says more than its words apart once most uses of the rarer word are in the pair.
_PAIR_BONUS = 1.3
_FRAGMENT_SHARE = 0.75
# Words rarer than one text in so many join no family: with 100,000 answers there are too many.
_TEXTS_PER_FAMILY_WORD = 2_000

Postings = list[dict[str, set[int]]]


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
    distinct = list(dict.fromkeys(zip(texts, (int(label) for label in labels), strict=True)))
    count = int(labels.max(initial=IN_NONE)) + 1
    held: Postings = [defaultdict(set) for _ in range(count + 1)]
    sizes = [0] * (count + 1)
    for place, (text, label) in enumerate(distinct):
        for term in terms(text, stopwords):
            held[label][term].add(place)
        sizes[label] += 1
    _drop_fragments(held)
    weights = _weigh(held, sizes, [text for text, _ in distinct])
    written = _spellings(text for text, _ in distinct)
    return tuple(_best(weights[label], per_cluster, written) for label in range(count))


def _drop_fragments(held: Postings) -> None:
    """Drop groups of Chinese characters that are nearly always part of one longer group."""
    total: Counter[str] = Counter()
    for postings in held:
        total.update({term: len(found) for term, found in postings.items() if is_cjk(term)})
    fragments = {group for group in total if len(group) == LONGEST_GROUP}
    for group, number in total.items():
        for part in (group[1:], group[:-1]):
            if number >= _FRAGMENT_SHARE * total.get(part, math.inf):
                fragments.add(part)
    for postings in held:
        for fragment in fragments & postings.keys():
            del postings[fragment]


def _weigh(held: Postings, sizes: list[int], texts: list[str]) -> list[dict[str, float]]:
    overall = _summed_shares(held, sizes)
    kin = families(_family_words(held, len(texts)))
    nouns = noun_likeness(texts)
    weighed = []
    for label, size in enumerate(sizes):
        rough = {
            term: len(found) / size * math.log(1 + 1 / overall[term])
            for term, found in held[label].items()
            if len(found) >= min(_MINIMUM_TEXTS, size) and term not in ONLY_IN_PAIRS
        }
        candidates = sorted(rough, key=lambda term: (-rough[term], term))[:_CANDIDATES]
        weights = {
            term: _weight(term, label, held, sizes, kin) * _bonus(term, nouns)
            for term in candidates
        }
        weighed.append({term: weight for term, weight in weights.items() if weight > 0})
    return weighed


def _summed_shares(held: Postings, sizes: list[int]) -> dict[str, float]:
    overall: dict[str, float] = defaultdict(float)
    for postings, size in zip(held, sizes, strict=True):
        for term, found in postings.items():
            overall[term] += len(found) / size
    return overall


def _family_words(held: Postings, texts: int) -> list[str]:
    total: Counter[str] = Counter()
    for postings in held:
        total.update({term: len(found) for term, found in postings.items() if " " not in term})
    least = texts / _TEXTS_PER_FAMILY_WORD
    return [word for word, number in total.items() if number >= least]


def _weight(
    term: str, label: int, held: Postings, sizes: list[int], kin: dict[str, frozenset[str]]
) -> float:
    """Weigh a term with its family; 0 when too few say it here or as many elsewhere."""
    shares = [
        len(set().union(*(postings.get(word, ()) for word in kin.get(term, (term,))))) / size
        if size
        else 0.0
        for postings, size in zip(held, sizes, strict=True)
    ]
    share, summed = shares[label], math.fsum(shares)
    groups = sum(size > 0 for size in sizes)
    elsewhere = (summed - share) / max(groups - 1, 1)
    if share * sizes[label] < _least(term, sizes[label]) or share < _LEAST_LIFT * elsewhere:
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


def _best(weights: dict[str, float], wanted: int, written: dict[str, str]) -> tuple[str, ...]:
    chosen: list[str] = []
    for term, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) == wanted:
            break
        if not any(_says_the_same(term, other) for other in chosen):
            chosen.append(term)
    return tuple(" ".join(written.get(word, word) for word in term.split()) for term in chosen)


def _says_the_same(term: str, other: str) -> bool:
    """Say whether two terms would repeat each other: one inside the other, or one stem."""
    if is_cjk(term):
        return bool(_halves(term) & _halves(other))
    return any(one_family(word, known) for word in term.split() for known in other.split())


def _halves(group: str) -> set[str]:
    return {group[start : start + 2] for start in range(len(group) - 1)}


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return for each folded word how it's mostly written inside sentences."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for word in words(text)[1:]:
            seen.setdefault(fold(word), Counter())[word] += 1
    return {
        folded: min(forms, key=lambda form: (-forms[form], form.isupper(), form))
        for folded, forms in seen.items()
    }
