"""The most telling words per cluster: class-based TF-IDF over words, word pairs, characters.

keywords(texts, labels, per_cluster, stopwords=ALL_STOPWORDS) -> tuple of tuples, best first

A term's weight in a cluster is the share of the cluster's different texts that hold it, times
log(1 + 1 / f), where f is the term's share summed over all clusters (after Grootendorst 2022,
section 3.3, with texts in place of words so that one long text can't set the tone).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from clustering.result import IN_NONE, Labels
from clustering.stopwords import ALL_STOPWORDS
from clustering.tokens import LONGEST_GROUP, fold, is_cjk, terms, words

_MINIMUM_TEXTS = 2
# A pair says more than its words apart once most uses of the rarer word are in the pair.
_PAIR_BONUS = 1.3
_SHARED_STEM = 5
_FRAGMENT_SHARE = 0.75


def keywords(
    texts: Sequence[str],
    labels: Labels,
    *,
    per_cluster: int,
    stopwords: frozenset[str] = ALL_STOPWORDS,
) -> tuple[tuple[str, ...], ...]:
    """Return the `per_cluster` most telling terms of each cluster 0, 1, ..., best first."""
    distinct = list(dict.fromkeys(zip(texts, (int(label) for label in labels), strict=True)))
    count = int(labels.max(initial=IN_NONE)) + 1
    held: list[Counter[str]] = [Counter() for _ in range(count + 1)]
    sizes = [0] * (count + 1)
    for text, label in distinct:
        held[label].update(terms(text, stopwords))
        sizes[label] += 1
    held = _without_fragments(held)
    overall = _summed_shares(held, sizes)
    written = _spellings(text for text, _ in distinct)
    return tuple(
        _best(_weights(held[label], sizes[label], overall), per_cluster, written)
        for label in range(count)
    )


def _without_fragments(held: list[Counter[str]]) -> list[Counter[str]]:
    """Drop groups of Chinese characters that are nearly always part of one longer group."""
    total: Counter[str] = Counter()
    for counts in held:
        total.update({term: number for term, number in counts.items() if is_cjk(term)})
    fragments = set()
    for group, number in total.items():
        for part in (group[1:], group[:-1]):
            if number >= _FRAGMENT_SHARE * total.get(part, math.inf):
                fragments.add(part)
    fragments.update(group for group in total if len(group) == LONGEST_GROUP)
    return [
        Counter({term: number for term, number in counts.items() if term not in fragments})
        for counts in held
    ]


def _summed_shares(held: list[Counter[str]], sizes: list[int]) -> dict[str, float]:
    overall: dict[str, float] = defaultdict(float)
    for counts, size in zip(held, sizes, strict=True):
        for term, number in counts.items():
            overall[term] += number / size
    return overall


def _weights(counts: Counter[str], size: int, overall: dict[str, float]) -> dict[str, float]:
    weights = {}
    for term, number in counts.items():
        if number < _least(size):
            continue
        share = number / size
        bonus = _PAIR_BONUS if " " in term or (is_cjk(term) and len(term) > 2) else 1.0
        weights[term] = share * math.log(1 + 1 / overall[term]) * bonus
    return weights


def _least(size: int) -> int:
    """Return in how many texts a term must occur: what one person says isn't a theme."""
    return min(_MINIMUM_TEXTS, size)


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
    return any(_one_stem(word, known) for word in term.split() for known in other.split())


def _halves(group: str) -> set[str]:
    return {group[start : start + 2] for start in range(len(group) - 1)}


def _one_stem(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < _SHARED_STEM:
        return word == other
    return longer.startswith(shorter[: max(_SHARED_STEM, len(shorter) - 2)])


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return for each folded word how it's mostly written inside sentences."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for word in words(text)[1:]:
            seen.setdefault(fold(word), Counter())[word] += 1
    return {
        folded: min(forms, key=lambda form: (-forms[form], form)) for folded, forms in seen.items()
    }
