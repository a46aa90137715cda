"""Found clusters made recognisable: exemplars, keywords, a title, how sure they are.

describe(codes, texts, languages, dense, stabilities, settings, quotable=None) -> tuple of Cluster

In a dialogue mostly in one language, titles and the first exemplars are in that language, so that
most who read them can; an answer in another language counts for its cluster all the same.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clustering.exemplars import exemplars
from clustering.keywords import keywords
from clustering.labels import names_somebody, title
from clustering.languages import main_language
from clustering.names import PlainWords
from clustering.persistence import Dense
from clustering.quantisation import Codes
from clustering.result import IN_NONE, Cluster, ClusterSettings, Labels

# An exemplar in so many characters says enough and can be read at a glance.
_SHORTEST, _LONGEST = 20, 220
_FEWEST_TO_NAME = 3
_READ_FOR_TITLE = 60
_NEAREST = 3

Mask = npt.NDArray[np.bool_]


def describe(
    codes: Codes,
    texts: Sequence[str] | None,
    languages: Sequence[str] | None,
    dense: Dense,
    stabilities: Sequence[float | None],
    settings: ClusterSettings,
    *,
    quotable: Sequence[bool] | None = None,
) -> tuple[Cluster, ...]:
    """Describe each cluster; without texts there are no keywords and no titles.

    Titles hold sentences of those answers only that are `quotable`; None allows all.
    """
    common = _in_common_language(languages, len(dense.labels))
    central = exemplars(
        codes,
        dense.labels,
        dense.probabilities,
        per_cluster=max(settings.exemplars_per_cluster, _READ_FOR_TITLE),
        preferred=None if texts is None else common & _readable(texts),
    )
    words: Sequence[tuple[str, ...]] = ((),) * len(central)
    titles: Sequence[str] = ("",) * len(central)
    if texts is not None:
        told = _told_by(dense.labels, common)
        words = keywords(
            [texts[index] for index in told],
            dense.labels[told],
            per_cluster=settings.keywords_per_cluster,
        )
        may_quote = np.ones(len(texts), np.bool_) if quotable is None else np.array(quotable)
        titles = _titles(words, central, texts, common, may_quote)
    placed = dense.labels[dense.labels != IN_NONE]
    sizes = np.bincount(placed, minlength=len(central))
    return tuple(
        Cluster(
            size=int(sizes[label]),
            exemplars=central[label][: settings.exemplars_per_cluster],
            persistence=dense.persistence[label],
            stability=stabilities[label],
            keywords=words[label],
            title=titles[label],
        )
        for label in range(len(central))
    )


def _titles(
    words: Sequence[tuple[str, ...]],
    central: Sequence[tuple[int, ...]],
    texts: Sequence[str],
    common: Mask,
    may_quote: Mask,
) -> list[str]:
    plain_words = PlainWords(texts)
    return [
        _title(keywords, members, texts, common, may_quote, plain_words)
        for keywords, members in zip(words, central, strict=True)
    ]


def _title(
    words: tuple[str, ...],
    central: tuple[int, ...],
    texts: Sequence[str],
    common: Mask,
    may_quote: Mask,
    plain_words: PlainWords,
) -> str:
    """Name a cluster; one told mostly in other languages gets a sentence most can read.

    Empty when it has no keywords and none of its answers may be quoted.
    """
    nearest = list(central[:_NEAREST])
    foreign = common[nearest].sum() < len(nearest) / 2
    quoted = [i for i in central if may_quote[i]]
    legible = [texts[i] for i in quoted if common[i] and not names_somebody(texts[i])]
    if legible and foreign:
        return title((), legible, plain_words)
    # Without words a sentence with a name is still better than no title.
    return title(words, legible or [texts[i] for i in quoted], plain_words)


def _in_common_language(languages: Sequence[str] | None, answers: int) -> Mask:
    """Mark the answers in the language of most; all of them when no language is."""
    everyone = np.ones(answers, dtype=np.bool_)
    if languages is None:
        return everyone
    main = main_language(languages)
    common = np.array([language == main for language in languages], np.bool_)
    return common if common.sum() > answers / 2 else everyone


def _readable(texts: Sequence[str]) -> Mask:
    return np.array([_SHORTEST <= len(text) <= _LONGEST for text in texts], dtype=np.bool_)


def _told_by(labels: Labels, common: Mask) -> npt.NDArray[np.intp]:
    """Return whose words name a cluster: those in the common language, if there are enough."""
    foreign = np.zeros(len(labels), dtype=np.bool_)
    for label in range(IN_NONE, int(labels.max(initial=IN_NONE)) + 1):
        members = labels == label
        if (members & common).sum() >= max(_FEWEST_TO_NAME, members.sum() / 3):
            foreign |= members & ~common
    return np.flatnonzero(~foreign)
