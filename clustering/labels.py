"""A short title by which a facilitator recognises a cluster.

title(keywords, texts, plain_words) -> str of at most 60 characters
    texts: answers of the cluster, the most central first
names_somebody(text) -> bool: a sentence that seems to hold a person's name is no title

Three keywords where these stand in half of the answers; otherwise a keyword with a short sentence
of one answer in quotation marks. A sentence that holds the first two keywords is a title by itself.
"""

import re
from collections.abc import Sequence

from clustering.names import PlainWords
from clustering.phrases import best_phrase, holds, share_told
from clustering.stopwords import RELATIVES
from clustering.title_words import RUDE
from clustering.tokens import fold, is_cjk, words

_WORDS_IN_TITLE = 3
_CHARACTERS_IN_TITLE = 60
# Fewer texts than this can't tell how common a keyword is; more don't change it.
_LOOKED_AT = 60
_TELLING_SHARE = 0.5
_COMMON_SHARE = 0.25
_MIXED_SHARE = 0.15
# A long word, or two that belong together, can be a title alone: 'consultatiebureau'.
_SAYS_MUCH = 9
_NEAREST = 5
# Beside relatives one word is chance: 'vrouw, moeder, dokter' is no subject.
_FEWEST_BESIDE = 2
_TWO_CAPITALS = re.compile(
    r"(?<=[a-zß-ÿ,] )[A-ZÀ-Þ][\w'’-]+ (?:(?:van|de|der|den|von|el|al) )*[A-ZÀ-Þ]"
)


def title(keywords: Sequence[str], texts: Sequence[str], plain_words: PlainWords) -> str:
    """Choose between keywords, a keyword with a sentence, and a sentence."""
    nameless = [word for word in keywords if not _unfit(word, plain_words)]
    first = nameless[:_WORDS_IN_TITLE]
    subjects = [word for word in first if fold(word) not in RELATIVES]
    looked_at = texts[:_LOOKED_AT]
    said = _with_sentence(subjects, nameless, looked_at, plain_words)
    if not said and looked_at and _say_little(subjects, first, looked_at):
        said = _from_sentences(looked_at, first, plain_words)
    return _capital(said or _joined(subjects or first))


def names_somebody(text: str) -> bool:
    """Say whether two words with a capital follow each other inside a sentence, as in a name."""
    return _TWO_CAPITALS.search(text) is not None


def _with_sentence(
    subjects: Sequence[str], keywords: Sequence[str], texts: Sequence[str], plain_words: PlainWords
) -> str:
    """Return a title with a sentence where that says more than the keywords, else nothing."""
    if not subjects or not texts or _is_mixed(subjects[0], texts):
        return ""
    room = _CHARACTERS_IN_TITLE - len(subjects[0]) - len(": “”")
    phrase = best_phrase(texts, keywords, plain_words, room)
    if not phrase:
        return ""
    both = len(subjects) > 1 and all(holds(phrase, word) for word in subjects[:2])
    if both and share_told(texts, subjects[1:2]) >= _COMMON_SHARE:
        return _quoted(_capital(phrase))
    if _tells_enough(subjects, texts):
        return ""
    begins = holds(" ".join(phrase.split()[:2]), subjects[0])
    return _quoted(_capital(phrase)) if begins else _after(subjects[0], phrase)


def _is_mixed(subject: str, texts: Sequence[str]) -> bool:
    """Say whether even the first keyword is of few: then one sentence would mislead."""
    return len(texts) >= _LOOKED_AT / 2 and share_told(texts, (subject,)) < _MIXED_SHARE


def _say_little(subjects: Sequence[str], first: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether there are no keywords, hardly any beside relatives, or one of few answers."""
    if len(subjects) < max(1, min(len(first), _FEWEST_BESIDE)):
        return True
    return len(subjects) == 1 and share_told(texts, subjects) < _COMMON_SHARE


def _tells_enough(subjects: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether keywords do as a title: three in half of the answers, or a long one."""
    if len(subjects) < _WORDS_IN_TITLE and len(subjects[0]) < _SAYS_MUCH:
        return False
    return share_told(texts, subjects) >= _TELLING_SHARE


def _from_sentences(texts: Sequence[str], keywords: Sequence[str], plain_words: PlainWords) -> str:
    """Return the most central answer if it's short, else the best sentence of the first few."""
    polite = [text for text in texts if RUDE.isdisjoint(map(fold, words(text)))] or texts
    if len(polite[0]) <= _CHARACTERS_IN_TITLE:
        return _start(polite[0])
    room = _CHARACTERS_IN_TITLE - len("“”")
    for wanted in (keywords, ()):
        phrase = best_phrase(polite[:_NEAREST], wanted, plain_words, room, own_story=True)
        if phrase:
            return _quoted(_capital(phrase))
    return _start(polite[0])


def _unfit(keyword: str, plain_words: PlainWords) -> bool:
    parts = keyword.split()
    return any(plain_words.follows_a_title(part) or fold(part) in RUDE for part in parts)


def _joined(subjects: Sequence[str]) -> str:
    """Join as many of the words as there is room for, the first always."""
    said = ""
    for word in subjects:
        longer = f"{said}{'、' if is_cjk(word) else ', '}{word}" if said else word
        if said and len(longer) > _CHARACTERS_IN_TITLE:
            break
        said = longer
    return _start(said)


def _after(keyword: str, phrase: str) -> str:
    return f"{keyword}{'：' if is_cjk(keyword) else ': '}{_quoted(phrase)}"


def _quoted(phrase: str) -> str:
    return f"「{phrase}」" if any(is_cjk(letter) for letter in phrase) else f"“{phrase}”"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _start(text: str) -> str:
    one_line = " ".join(text.split())
    if len(one_line) <= _CHARACTERS_IN_TITLE:
        return one_line
    # Room is kept for the space and the dots.
    return one_line[: _CHARACTERS_IN_TITLE - 1].rsplit(" ", 1)[0][: _CHARACTERS_IN_TITLE - 2] + " …"
