"""Who is missing now, how many more voices would close the gap, and who can still be reached.

All of ``who_is_missing`` is worked out from counts that may be shown, so a page may show all of it.

    shown = {"age": show_groups({"young": 20, "old": 180}, of=population["age"])}
    who_is_missing(shown, population)[0]
    -> MissingGroup(group="young", how_often=HowOften.HALF, more_voices=100, ...)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from participation.disclosure import SUPPRESSED, Count
from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate
from participation.labels import encode_labels
from participation.proportions import wilson_interval
from participation.representation import MISSING_BELOW, voices_to_even
from participation.shown_groups import ShownGroups

CLEAR_ENOUGH = 1.5  # an interval around 1 that reaches further than this says nothing


class HowOften(Enum):
    """How often a group takes part beside the whole population; the words live in the app.

    UNCLEAR: with so few people it can't be told whether it is more or less often.
    """

    UNCLEAR = "unclear"
    HARDLY = "hardly"
    A_THIRD = "a-third"
    HALF = "half"
    A_THIRD_LESS = "a-third-less"
    A_LITTLE_LESS = "a-little-less"
    AS_OFTEN = "as-often"
    A_LITTLE_MORE = "a-little-more"
    HALF_MORE = "half-more"
    TWICE = "twice"
    FAR_MORE = "far-more"


# Up to which ratio each holds: halfway (in proportion) between 1/4, 1/3, 1/2, 2/3, ..., 3/2, 2, 3.
_UP_TO = (
    (0.25, HowOften.HARDLY),
    (0.41, HowOften.A_THIRD),
    (0.58, HowOften.HALF),
    (0.77, HowOften.A_THIRD_LESS),
    (0.9, HowOften.A_LITTLE_LESS),
    (1.1, HowOften.AS_OFTEN),
    (1.3, HowOften.A_LITTLE_MORE),
    (1.73, HowOften.HALF_MORE),
    (2.45, HowOften.TWICE),
)


def how_often(ratio: Estimate) -> HowOften:
    """Put a coverage ratio (share / share of the population) in a class fit for a sentence.

    An interval that holds 1 gives AS_OFTEN when it stays between 2/3 and 3/2, else UNCLEAR: a
    difference is not claimed while there may be none.
    """
    if ratio.low <= 1 <= ratio.high:
        near = ratio.low >= 1 / CLEAR_ENOUGH and ratio.high <= CLEAR_ENOUGH
        return HowOften.AS_OFTEN if near else HowOften.UNCLEAR
    return _class_of(ratio.value)


@dataclass(frozen=True)
class MissingGroup:
    """A group below its share of the population.

    people: SUPPRESSED for a small group; then ratio holds what it can be at most (low 0, value and
    high alike), more_voices is at least so many, and bounded is true. sure: even the high end of
    the ratio lies below ``MISSING_BELOW``.
    """

    dimension: str
    group: str
    people: Count
    population_share: float
    ratio: Estimate
    more_voices: int
    how_often: HowOften

    @property
    def bounded(self) -> bool:
        """Tell whether the figures are ends ("at most", "at least") and not estimates."""
        return self.people is SUPPRESSED

    @property
    def sure(self) -> bool:
        """Tell whether the group is missing for sure, not by chance."""
        return self.ratio.high < MISSING_BELOW


def who_is_missing(
    shown: Mapping[str, ShownGroups],
    population: Mapping[str, Mapping[str, int]],
    *,
    level: float = LEVEL,
) -> tuple[MissingGroup, ...]:
    """Name the groups below their share over all dimensions, the furthest below first.

    shown: dimension -> counts of participants (``show_groups``, ``shown_groups_of``); population:
    dimension -> group -> people. A small group is named when it would be below its share with as
    many people as it can have at most; where that can't be told it is left out. Dimensions nobody
    answered are left out. Raises ValueError for a group that the population lacks.
    """
    found = [
        missing
        for dimension, groups in shown.items()
        if groups.total > 0
        for missing in _of_dimension(dimension, groups, population[dimension], level)
        if missing.ratio.value < 1
    ]
    return tuple(sorted(found, key=lambda each: (each.ratio.value, each.dimension, each.group)))


def _of_dimension(
    dimension: str, groups: ShownGroups, lives: Mapping[str, int], level: float
) -> list[MissingGroup]:
    unknown = [group for group in groups.cells if not lives.get(group)]
    if unknown:
        raise ValueError(f"the population has no group {unknown[0]!r} in {dimension!r}")
    everybody = sum(lives.values())
    return [
        _missing(dimension, group, groups, lives[group] / everybody, level)
        for group in groups.cells
    ]


def _missing(
    dimension: str, group: str, shown: ShownGroups, should: float, level: float
) -> MissingGroup:
    people, most = shown.cells[group], shown.at_most(group)
    if people is SUPPRESSED:
        highest = shown.share_at_most(group) / should
        ratio, often = Estimate(highest, 0.0, 0.0, highest), _class_of(highest)
    else:
        share = wilson_interval(most, shown.total, level=level)
        ratio = Estimate(
            share.value / should,
            share.standard_error / should,
            share.low / should,
            share.high / should,
        )
        often = how_often(ratio)
    more = voices_to_even(most, shown.total, should)
    return MissingGroup(dimension, group, people, should, ratio, more, often)


def _class_of(ratio: float) -> HowOften:
    return next((often for end, often in _UP_TO if ratio < end), HowOften.FAR_MORE)


@dataclass(frozen=True)
class Reach:
    """Of a group: invitations sent, those nobody used yet, and people who got none.

    uninvited: None when the population isn't known; never below zero, for an invitation may go to
    somebody who is not in the population.
    """

    group: str
    invited: int
    used: int
    uninvited: int | None

    @property
    def silent(self) -> int:
        """Count the invitations that nobody used."""
        return self.invited - self.used

    @property
    def response(self) -> Estimate:
        """Estimate the share of the invited who came in; raises NotEnoughData without any."""
        return wilson_interval(self.used, self.invited)


def reach_out(
    group: ArrayLike, used: ArrayLike, population: Mapping[str, int] | None = None
) -> tuple[Reach, ...]:
    """Count per group whom a reminder or a new invitation can still reach, most people first.

    group (n,) labels and used (n,) booleans of every invitation; population: group -> people, whose
    groups without any invitation are listed too. Exact counts, for who sends the invitations:
    publish them through ``disclosure``. Raises NotEnoughData without invitations and population.
    """
    labels, which = encode_labels(group)
    came = np.asarray(used)
    if came.shape != which.shape or (came.size and came.dtype != np.bool_):
        raise ValueError("every invitation needs a group and whether it was used")
    if len(which) == 0 and not population:
        raise NotEnoughData("invitations", 0, 1)
    invited, arrived = (
        dict(zip(labels, np.bincount(each, minlength=len(labels)).tolist(), strict=True))
        for each in (which, which[came.astype(np.bool_)])
    )
    found = [
        _reach(name, invited.get(name, 0), arrived.get(name, 0), population)
        for name in dict.fromkeys([*(population or {}), *labels])
    ]
    return tuple(sorted(found, key=lambda each: (-each.silent - (each.uninvited or 0), each.group)))


def _reach(group: str, invited: int, used: int, population: Mapping[str, int] | None) -> Reach:
    lives = None if population is None else population.get(group)
    return Reach(group, invited, used, None if lives is None else max(0, lives - invited))
