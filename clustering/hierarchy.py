"""A handful of main themes above the fine clusters.

main_groups(hearts, sizes, keywords) -> tuple of MainGroup(clusters, size, title), largest first
"""

import math
from collections import Counter

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from clustering.result import Hearts, MainGroup

_FEWEST_CLUSTERS = 6
_MOST_GROUPS = 10
_DECIMALS = 6
_WORDS_IN_TITLE = 3


def main_groups(
    hearts: Hearts, sizes: tuple[int, ...], keywords: tuple[tuple[str, ...], ...]
) -> tuple[MainGroup, ...]:
    """Join clusters whose hearts point alike (average linkage) into about 1.5 sqrt(k) groups.

    With fewer than six clusters each is its own group: there is nothing to gather.
    """
    count = len(sizes)
    if count < _FEWEST_CLUSTERS:
        return tuple(_group((label,), sizes, keywords) for label in range(count))
    wanted = min(_MOST_GROUPS, round(1.5 * math.sqrt(count)))
    centred = hearts.directions.astype(np.float64)
    centred -= np.average(centred, axis=0, weights=sizes)
    centred = np.round(centred / np.linalg.norm(centred, axis=1, keepdims=True), _DECIMALS)
    branches = fcluster(linkage(centred, method="average"), wanted, criterion="maxclust")
    gathered: dict[int, list[int]] = {}
    for label, branch in enumerate(branches):
        gathered.setdefault(int(branch), []).append(label)
    groups = [_group(tuple(labels), sizes, keywords) for labels in gathered.values()]
    return tuple(sorted(groups, key=lambda group: (-group.size, group.clusters)))


def _group(
    labels: tuple[int, ...], sizes: tuple[int, ...], keywords: tuple[tuple[str, ...], ...]
) -> MainGroup:
    weight: Counter[str] = Counter()
    for label in labels:
        for place, word in enumerate(keywords[label]):
            weight[word] += sizes[label] * (len(keywords[label]) - place)
    words = sorted(weight, key=lambda word: (-weight[word], word))[:_WORDS_IN_TITLE]
    joined = ", ".join(words)
    return MainGroup(
        clusters=labels,
        size=sum(sizes[label] for label in labels),
        title=joined[:1].upper() + joined[1:],
    )
