"""Found clusters made recognisable: exemplars, keywords, a title, how sure they are.

describe(codes, texts, dense, stabilities, settings) -> tuple of Cluster
"""

from collections.abc import Sequence

import numpy as np

from clustering.density import Dense
from clustering.exemplars import exemplars
from clustering.keywords import keywords
from clustering.labels import title
from clustering.quantisation import Codes
from clustering.result import IN_NONE, Cluster, ClusterSettings


def describe(
    codes: Codes,
    texts: Sequence[str] | None,
    dense: Dense,
    stabilities: Sequence[float | None],
    settings: ClusterSettings,
) -> tuple[Cluster, ...]:
    """Describe each cluster; without texts there are no keywords and no titles."""
    central = exemplars(
        codes, dense.labels, dense.probabilities, per_cluster=settings.exemplars_per_cluster
    )
    words: Sequence[tuple[str, ...]] = ((),) * len(central)
    if texts is not None:
        words = keywords(texts, dense.labels, per_cluster=settings.keywords_per_cluster)
    placed = dense.labels[dense.labels != IN_NONE]
    sizes = np.bincount(placed, minlength=len(central))
    return tuple(
        Cluster(
            size=int(sizes[label]),
            exemplars=central[label],
            persistence=dense.persistence[label],
            stability=stabilities[label],
            keywords=words[label],
            title=title(words[label], texts[central[label][0]] if texts else ""),
        )
        for label in range(len(central))
    )
