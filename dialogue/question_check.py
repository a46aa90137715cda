"""Hints for whoever writes a question: what may be hard to understand or steer the answer.

They are hints and no more: a question without a hint may still be a bad one. How hard a text reads
is the reading ease of Flesch (1948) for English and its Dutch weights by Douma (1960); syllables
are counted as places where a word may be broken off (Pyphen), which is roughly right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from pyphen import Pyphen

from dialogue.question_words import JARGON, NEGATIVE, SECOND_QUESTION, STEERING

MOST_WORDS = 25
MOST_WORDS_IN_SENTENCE = 18
MANY_SYLLABLES = 6
# Of a shorter text the reading ease says next to nothing.
FEWEST_WORDS_TO_READ = 12
HARD_TO_READ = 40.0

# Constant, per word in a sentence, per syllable in a word.
FLESCH = {"nl": (206.835, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


class HintKind(StrEnum):
    """What a hint is about."""

    SEVERAL = "several"
    STEERING = "steering"
    LONG = "long"
    TWICE_NEGATIVE = "twice_negative"
    JARGON = "jargon"
    LONG_WORDS = "long_words"
    HARD = "hard"


@dataclass(frozen=True)
class Hint:
    """Something to look at again, with the words of the question that it is about."""

    kind: HintKind
    words: tuple[str, ...] = ()


def check_question(text: str, language: str) -> tuple[Hint, ...]:
    """Give the hints for a question in Dutch (``nl``) or English (``en``); others have none."""
    if language not in FLESCH or not text.strip():
        return ()
    found = (
        Hint(HintKind.SEVERAL) if asks_several(text, language) else None,
        about(HintKind.STEERING, matches(STEERING[language], text)),
        Hint(HintKind.LONG) if is_long(text) else None,
        about(HintKind.TWICE_NEGATIVE, twice_negative(text, language)),
        about(HintKind.JARGON, jargon_in(text, language)),
        about(HintKind.LONG_WORDS, long_words(text, language)),
        Hint(HintKind.HARD) if is_hard(text, language) else None,
    )
    return tuple(each for each in found if each is not None)


def about(kind: HintKind, words: Iterable[str]) -> Hint | None:
    """Give a hint about these words, or none when there are none."""
    chosen = tuple(dict.fromkeys(word.casefold() for word in words))
    return Hint(kind, chosen) if chosen else None


def words_in(text: str) -> list[str]:
    """List the words of a text."""
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """List the sentences of a text that hold a word."""
    return [each for each in _SENTENCE_END.split(text) if words_in(each)]


def matches(pattern: re.Pattern[str], text: str) -> list[str]:
    """List what a pattern finds, without the marks around it."""
    return [found[0].strip(" ?") for found in pattern.finditer(text.replace("’", "'"))]


def asks_several(text: str, language: str) -> bool:
    """Tell whether more than one thing is asked at once."""
    return text.count("?") > 1 or bool(SECOND_QUESTION[language].search(text))


def is_long(text: str) -> bool:
    """Tell whether the question or one of its sentences has many words."""
    longest = max((len(words_in(each)) for each in sentences_in(text)), default=0)
    return len(words_in(text)) > MOST_WORDS or longest > MOST_WORDS_IN_SENTENCE


def twice_negative(text: str, language: str) -> list[str]:
    """List the words of a sentence that denies more than once."""
    denying = (matches(NEGATIVE[language], each) for each in sentences_in(text))
    return next((words for words in denying if len(words) > 1), [])


def jargon_in(text: str, language: str) -> list[str]:
    """List the words of offices in a text, as they stand there."""
    starts = "|".join(re.escape(each) for each in sorted(JARGON[language], key=len, reverse=True))
    return matches(re.compile(rf"\b(?:{starts})[\w-]*", re.IGNORECASE), text)


def long_words(text: str, language: str) -> list[str]:
    """List the words of many syllables; names, written with a capital, are none."""
    return [word for word in common_words(text) if syllables(word, language) >= MANY_SYLLABLES]


def common_words(text: str) -> list[str]:
    """List the words without the names: a capital after another word."""
    listed: list[str] = []
    for sentence in sentences_in(text):
        words = words_in(sentence)
        listed += words[:1] + [word for _, word in pairwise(words) if word.islower()]
    return listed


@cache
def breaks(language: str) -> Pyphen:
    """Load where words of a language may be broken off."""
    return Pyphen(lang=DICTIONARIES[language], left=1, right=1)


def syllables(word: str, language: str) -> int:
    """Count the syllables of a word, roughly."""
    return len(breaks(language).positions(word.casefold())) + 1


def reading_ease(text: str, language: str) -> float:
    """Give the reading ease: about 100 is very easy, under 40 hard; 0 words read like 100."""
    words, sentences = words_in(text), sentences_in(text)
    if not words:
        return 100.0
    constant, per_word, per_syllable = FLESCH[language]
    spoken = sum(syllables(word, language) for word in words)
    return constant - per_word * len(words) / len(sentences) - per_syllable * spoken / len(words)


def is_hard(text: str, language: str) -> bool:
    """Tell whether a text that is long enough to judge reads hard."""
    enough = len(words_in(text)) >= FEWEST_WORDS_TO_READ
    return enough and reading_ease(text, language) < HARD_TO_READ
