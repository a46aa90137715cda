"""A short sentence of a cluster's own answers that tells what its keywords are about.

best_phrase(texts, keywords, plain_words, longest, own_story=False) -> str, "" when none will do
share_told(texts, keywords) -> float, in what share of the texts one of the keywords stands
holds(phrase, keyword) -> bool, as it stands or in a word of its family

A phrase is a whole sentence, or the part of one before ', but' or ', because'. It holds one of the
first keywords; of two phrases the one wins that more of the other answers could have said. It's
never cut, and never one that may name a person or leans on the sentence before it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from clustering.families import one_family
from clustering.names import PlainWords
from clustering.stopwords import ALL_STOPWORDS
from clustering.title_words import (
    ABBREVIATIONS,
    AMOUNTS,
    CHINESE_LEANING_STARTS,
    LEANING_STARTS,
    LEANING_WORDS,
    RUDE,
    SPEAKERS,
)
from clustering.tokens import fold, is_cjk, telling, words

_SENTENCE = re.compile(r"[^.!?…\n;:()。！？；：，]+[?？:]?")
_CLAUSE = re.compile(
    r",\s+(?:maar|want|omdat|zodat|terwijl|dus|but|because|so|aber|weil|denn|ama|çünkü|ale|bo|"
    r"але|бо)\b.*",
    re.IGNORECASE,
)
_ODD = re.compile(r"\d{2,}|https?|[^\w\s,'’%€?+-]|_|-(?:\s|$)|(?:^|\s)['’]\w{3,}")
_FEWEST_WORDS, _MOST_WORDS = 3, 9
_FEWEST_TELLING = 2
_LONG_ENOUGH = 7
_FEWEST_CHINESE, _MOST_CHINESE = 8, 18
# One of the first two keywords has to be in a phrase; the third is a bonus.
_FIRST_KEYWORDS = (3.0, 2.0, 1.5)
_OTHER_KEYWORD = 0.4
_SAID_BY_MORE, _SAID_BY_ONE = 0.3, -0.4
_LEANING = -0.7
_SINGLE_EVENT = -0.7
_CENTRAL = 1.0
_LONG = -0.15
_WORDS_AT_A_GLANCE = 6


def best_phrase(
    texts: Sequence[str],
    keywords: Sequence[str],
    plain_words: PlainWords,
    longest: int,
    *,
    own_story: bool = False,
) -> str:
    """Return the phrase of at most `longest` characters; `texts` has the most central first.

    Without keywords it's the one that most answers could have said. `own_story` lets it be told by
    an 'I'.
    """
    said_by = Counter(word for text in texts for word in {fold(word) for word in words(text)})
    best, best_score = "", 0.0
    for rank, text in enumerate(texts):
        central = _CENTRAL * (1 - rank / len(texts))
        for phrase in _phrases(text, longest):
            found = words(phrase)
            told = _told(found, keywords)
            own = _is_own_story(found) and not own_story
            if (keywords and not told) or own or plain_words.may_name(found):
                continue
            score = told + central + _manner(found, said_by)
            if score > best_score:
                best, best_score = phrase, score
    return best


def share_told(texts: Sequence[str], keywords: Sequence[str]) -> float:
    """Return in what share of the texts at least one of the keywords stands."""
    read = ([fold(word) for word in words(text)] for text in texts)
    told = sum(any(_stands_in(keyword, folded) for keyword in keywords) for folded in read)
    return told / max(len(texts), 1)


def holds(phrase: str, keyword: str) -> bool:
    """Say whether a phrase has a keyword in it, or a word of its family."""
    return _stands_in(keyword, [fold(word) for word in words(phrase)])


def _phrases(text: str, longest: int) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        phrase = " ".join(_CLAUSE.sub("", sentence).split()).strip(" ,-–'’")
        if len(phrase) <= longest and not _ODD.search(phrase) and _stands_alone(phrase):
            yield phrase


def _stands_alone(phrase: str) -> bool:
    found = [fold(word) for word in words(phrase)]
    if any(is_cjk(word) for word in found):
        fits = _FEWEST_CHINESE <= len(phrase) <= _MOST_CHINESE
        return fits and not phrase.startswith(CHINESE_LEANING_STARTS)
    if not _FEWEST_WORDS <= len(found) <= _MOST_WORDS:
        return False
    if not RUDE.isdisjoint(found):
        return False
    own = sum(telling(word, ALL_STOPWORDS) for word in found)
    if own < (_FEWEST_TELLING if len(found) < _LONG_ENOUGH else 1):
        return False
    shouted = sum(letter.isupper() for letter in phrase) > len(phrase) / 3
    return not (found[0] in LEANING_STARTS or found[-1] in ABBREVIATIONS or shouted)


def _is_own_story(found: Sequence[str]) -> bool:
    return not SPEAKERS.isdisjoint(fold(word) for word in found)


def _told(found: Sequence[str], keywords: Sequence[str]) -> float:
    folded = [fold(word) for word in found]
    weight = 0.0
    for place, keyword in enumerate(keywords):
        if _stands_in(keyword, folded):
            first = place < len(_FIRST_KEYWORDS)
            weight += _FIRST_KEYWORDS[place] if first else _OTHER_KEYWORD
    return weight if weight >= _FIRST_KEYWORDS[1] else 0.0


def _stands_in(keyword: str, folded: Sequence[str]) -> bool:
    return all(_holds(folded, fold(part)) for part in keyword.split())


def _holds(folded: Sequence[str], part: str) -> bool:
    if is_cjk(part):
        return any(part in run for run in folded)
    return any(_same_family(word, part) for word in folded)


@lru_cache(maxsize=50_000)
def _same_family(word: str, part: str) -> bool:
    return one_family(word, part)


def _manner(found: Sequence[str], said_by: Counter[str]) -> float:
    """Weigh how a phrase is said: in words of more than one answer, short, on its own."""
    folded = [fold(word) for word in found]
    own = [word for word in folded if telling(word, ALL_STOPWORDS)]
    shared = sum(_SAID_BY_MORE if said_by[word] > 1 else _SAID_BY_ONE for word in own)
    long = _LONG * max(0, len(found) - _WORDS_AT_A_GLANCE)
    leaning = _LEANING * (not LEANING_WORDS.isdisjoint(folded))
    return shared + long + leaning + _SINGLE_EVENT * (not AMOUNTS.isdisjoint(folded))
