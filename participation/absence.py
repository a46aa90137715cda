"""Would the top themes differ if those who stayed away after a round had weighed equally?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate
from participation.item_support import MINIMUM_PEOPLE, Means, support_per_item
from participation.weighting import effective_size, weigh_for_absence

TOP = 5
FEWEST_EFFECTIVE = 20

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """An item in a ranking; best, worst: the ends of the band of ranks that it may as well have."""

    item: str
    support: Estimate
    rank: int
    best: int
    worst: int


@dataclass(frozen=True)
class AbsenceCheck:
    """Two rankings of the same items: as it was, and had those who left weighed equally.

    before, stayed: people. effective: how many equally weighted people the second is as sure as.
    lost_groups: groups of which nobody stayed, so that nobody could speak for them.
    """

    as_it_was: tuple[Ranked, ...]
    had_all_stayed: tuple[Ranked, ...]
    top: int
    before: int
    stayed: int
    effective: float
    lost_groups: tuple[str, ...]

    @property
    def entering(self) -> tuple[str, ...]:
        """Name the items that would be in the top and are not."""
        return _only_in(self.had_all_stayed[: self.top], self.as_it_was[: self.top])

    @property
    def leaving(self) -> tuple[str, ...]:
        """Name the items that are in the top and would not be."""
        return _only_in(self.as_it_was[: self.top], self.had_all_stayed[: self.top])

    @property
    def overlap(self) -> float:
        """Give which share of the top is in both."""
        return 1 - len(self.leaving) / min(self.top, len(self.as_it_was))

    @property
    def surely_different(self) -> bool:
        """Tell whether an item of the top would surely not be in it: its whole band lies below."""
        worse = {each.item for each in self.had_all_stayed if each.best > self.top}
        return any(each.item in worse for each in self.as_it_was[: self.top])


def rank_as_if_all_stayed(
    group: ArrayLike,
    before: ArrayLike,
    after: ArrayLike,
    *,
    rater: ArrayLike,
    item: ArrayLike,
    value: ArrayLike,
    top: int = TOP,
    minimum: int = MINIMUM_PEOPLE,
    fewest: float = FEWEST_EFFECTIVE,
    level: float = LEVEL,
) -> AbsenceCheck:
    """Rank items by mean rating, raw and with the weights of ``weigh_for_absence``.

    group (n,) labels, before and after (n,) booleans of people; rater (r,) places of people, item
    (r,) labels, value (r,) NaN for can't say: a row per rating of the later round. Ratings by
    people who were not there before don't count. Items of fewer than ``minimum`` raters are left
    out. Bands: an item may as well have any rank that no interval of another item excludes.
    Raises NotEnoughData for fewer than ``fewest`` effective people, or no item to rank.
    """
    weights = weigh_for_absence(group, before, after)
    size = effective_size(weights[weights > 0])
    if size < fewest:
        raise NotEnoughData("effective people", size, fewest)
    who = _read_raters(rater, len(weights))
    counted = weights[who] > 0
    items, values = (np.asarray(each).reshape(-1)[counted] for each in (item, value))
    found = support_per_item(items, values, weights[who[counted]], minimum=minimum, level=level)
    rated = ~np.isnan(found.raw.mean)
    if not rated.any():
        raise NotEnoughData("items that enough people rated", 0, 1)
    there = np.asarray(before, dtype=np.bool_)
    return AbsenceCheck(
        as_it_was=_ranking(found.items, found.raw, rated),
        had_all_stayed=_ranking(found.items, found.weighted, rated),
        top=top,
        before=int(there.sum()),
        stayed=int((weights > 0).sum()),
        effective=size,
        lost_groups=_lost(group, there, weights),
    )


def _read_raters(rater: ArrayLike, people: int) -> Whole:
    who = np.asarray(rater).reshape(-1)
    if who.size and (who.dtype.kind not in "iu" or who.min() < 0 or who.max() >= people):
        raise ValueError("a rater is the place of a person")
    return who.astype(np.int64)


def _ranking(items: tuple[str, ...], means: Means, rated: NDArray[np.bool_]) -> tuple[Ranked, ...]:
    places = np.flatnonzero(rated)
    order = places[np.lexsort((places, -means.mean[places]))]
    lows, highs = np.sort(means.low[places]), np.sort(means.high[places])
    # Surely above: whose low end lies over my high end; surely below: the reverse.
    best = 1 + len(places) - np.searchsorted(lows, means.high[order], side="right")
    worst = len(places) - np.searchsorted(highs, means.low[order], side="left")
    return tuple(
        Ranked(
            items[at],
            Estimate(
                *(
                    float(each[at])
                    for each in (means.mean, means.standard_error, means.low, means.high)
                )
            ),
            rank,
            int(best[rank - 1]),
            int(worst[rank - 1]),
        )
        for rank, at in enumerate(order, start=1)
    )


def _lost(
    group: ArrayLike, before: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[str, ...]:
    labels = np.asarray(group).reshape(-1).astype(str)
    return tuple(sorted(set(labels[before]) - set(labels[weights > 0])))


def _only_in(these: tuple[Ranked, ...], those: tuple[Ranked, ...]) -> tuple[str, ...]:
    there = {each.item for each in those}
    return tuple(each.item for each in these if each.item not in there)
