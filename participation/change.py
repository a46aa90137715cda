"""Whether something changed between two measurements of the same people; who dropped out is shown.

"25% more" is a relative change with its interval, and is not claimed while that includes zero.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate
from participation.heard import mean_estimate, t_quantile

FEWEST_PEOPLE = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """A change among people who were measured twice; before, after: how many were measured then."""

    change: Estimate
    people: int
    before: int
    after: int

    @property
    def claimed(self) -> bool:
        """Tell whether the interval leaves zero out."""
        return self.change.low > 0 or self.change.high < 0

    @property
    def attrition(self) -> float:
        """Give the share of those measured before who were not measured again."""
        return 1 - self.people / self.before


def difference(
    before: ArrayLike, after: ArrayLike, *, fewest: int = FEWEST_PEOPLE, level: float = LEVEL
) -> Change:
    """Give the mean difference after - before of the same people (n,), NaN for not measured.

    Interval: Student's t over the differences. Raises NotEnoughData for fewer than ``fewest`` who
    were measured twice.
    """
    first, second, known = _pairs(before, after, fewest)
    found = mean_estimate(second[known] - first[known], level=level)
    return _change(found, first, second, known)


def relative_change(
    before: ArrayLike, after: ArrayLike, *, fewest: int = FEWEST_PEOPLE, level: float = LEVEL
) -> Change:
    """Give mean after / mean before - 1 of the same people (n,), NaN for not measured: 0.25 is 25%.

    Standard error of a ratio of means, sqrt(sum (y - r x)^2 / ((n-1) n)) / mean x, Student's t.
    Source: Cochran (1977), Sampling Techniques, section 6.4. Raises NotEnoughData as ``difference``
    and when the mean before is not surely above zero.
    """
    first, second, known = _pairs(before, after, fewest)
    x, y = first[known], second[known]
    start = mean_estimate(x, level=level)
    if start.low <= 0:
        raise NotEnoughData("measured before, at its lowest", start.low, 0)
    ratio = float(y.mean()) / start.value
    n = len(x)
    error = sqrt(float(np.sum((y - ratio * x) ** 2)) / ((n - 1) * n)) / start.value
    reach = t_quantile(n - 1, level) * error
    return _change(
        Estimate(ratio - 1, error, ratio - 1 - reach, ratio - 1 + reach), first, second, known
    )


def _pairs(
    before: ArrayLike, after: ArrayLike, fewest: int
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    first, second = (np.asarray(each, dtype=np.float64).reshape(-1) for each in (before, after))
    if len(first) != len(second):
        raise ValueError("both measurements need a value, or NaN, for everybody")
    known = ~np.isnan(first) & ~np.isnan(second)
    if int(known.sum()) < max(fewest, 2):
        raise NotEnoughData("people measured twice", int(known.sum()), max(fewest, 2))
    return first, second, known


def _change(found: Estimate, first: Floats, second: Floats, known: NDArray[np.bool_]) -> Change:
    return Change(
        change=found,
        people=int(known.sum()),
        before=int((~np.isnan(first)).sum()),
        after=int((~np.isnan(second)).sum()),
    )
