"""Texts to the terms that keywords are chosen from, in any script.

terms(text, stopwords) -> set of casefolded words, word pairs and, in Chinese, character groups
surface forms are kept by `words(text)` so that German nouns keep their capital.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from clustering.stopwords import CJK_FUNCTION_CHARACTERS

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af"
_RUN = re.compile(rf"[{_CJK}]+|[^\W\d_{_CJK}](?:[^\W_{_CJK}]|[-'’.](?=[^\W\d_{_CJK}]))*")
_CJK_START = re.compile(rf"[{_CJK}]")
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0640]")
_SENTENCE_END = re.compile(r"[.!?;:,()\n。！？；：，、]+")
_SHORTEST_WORD = 3
CHINESE_SIZES = (2, 3, 4, 5, 6)


def words(text: str) -> list[str]:
    """Return the runs of letters in order, as written; a run of Chinese is one run."""
    return _RUN.findall(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the form under which a word is counted: without case and Arabic vowel marks."""
    folded = _ARABIC_MARKS.sub("", word.casefold()).replace("i\u0307", "i")
    return folded.replace("’", "'")


@lru_cache(maxsize=200_000)
def is_cjk(word: str) -> bool:
    """Say whether a word is written without spaces between words (Chinese, Japanese, Korean)."""
    return _CJK_START.match(word) is not None


def terms(text: str, stopwords: frozenset[str]) -> set[str]:
    """Return the terms of a text: words, pairs of adjacent words, groups of Chinese characters."""
    found: set[str] = set()
    for phrase in _SENTENCE_END.split(text):
        runs = words(phrase)
        found.update(_single(runs, stopwords))
        found.update(_pairs(runs, stopwords))
    return found


def _single(runs: list[str], stopwords: frozenset[str]) -> Iterator[str]:
    for run in runs:
        if is_cjk(run):
            yield from _character_groups(run, stopwords)
        elif telling(run, stopwords):
            yield fold(run)


def _pairs(runs: list[str], stopwords: frozenset[str]) -> Iterator[str]:
    for first, second in pairwise(runs):
        if is_cjk(first) or is_cjk(second):
            continue
        if telling(first, stopwords) and telling(second, stopwords):
            yield f"{fold(first)} {fold(second)}"


def telling(word: str, stopwords: frozenset[str]) -> bool:
    """Say whether a word may stand for a theme: not a stop word and not too short."""
    folded = fold(word)
    return len(folded) >= _SHORTEST_WORD and folded not in stopwords


def _character_groups(run: str, stopwords: frozenset[str]) -> Iterator[str]:
    for size in CHINESE_SIZES:
        for start in range(len(run) - size + 1):
            group = run[start : start + size]
            if group not in stopwords and not CJK_FUNCTION_CHARACTERS.intersection(group):
                yield group
