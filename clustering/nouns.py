"""How surely a word is a noun, told by the words before it: a title is made of nouns.

noun_likeness(texts) -> dict of folded word to a factor: 1 for a noun, less for what may be a verb
or only tells who is spoken of
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from clustering.languages import guess_languages
from clustering.stopwords import DETERMINERS, RELATIVES
from clustering.tokens import fold, words

_NEVER_AFTER_ARTICLE = 0.6
_RELATIVE = 0.5
# Long words in these languages are compounds, and compounds are nouns.
_COMPOUND = 10


def noun_likeness(texts: Sequence[str]) -> dict[str, float]:
    """Look at each word of the texts in languages with articles; other words stay out."""
    seen = set(RELATIVES)
    after_article: Counter[str] = Counter()
    for text, language in zip(texts, guess_languages(texts), strict=True):
        determiners = DETERMINERS.get(language)
        if determiners is None:
            continue
        folded = [fold(word) for word in words(text)]
        seen.update(folded)
        after_article.update(word for before, word in pairwise(folded) if before in determiners)
    return {word: _factor(word, after_article) for word in seen}


def _factor(word: str, after_article: Counter[str]) -> float:
    if word in RELATIVES:
        return _RELATIVE
    noun = word in after_article or len(word) >= _COMPOUND
    return 1.0 if noun else _NEVER_AFTER_ARTICLE
