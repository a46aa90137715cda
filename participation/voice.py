"""Whether voice is even: who wrote, whose words were shown, who rated whom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import read_weights
from participation.labels import encode_labels

Floats = NDArray[np.float64]


def gini(values: ArrayLike) -> float:
    """Give the Gini coefficient of values of 0 or more, one per person: 0 even, towards 1 uneven.

    sum of (2i - n - 1) x_i / (n sum x), x in ascending order. Source: Gini (1912); Dorfman (1979).
    Give everybody's value, zeros too. Raises NotEnoughData when there is nothing to divide.
    """
    ordered = np.sort(_read_shares(values))
    n = len(ordered)
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return max(0.0, float(ranks @ ordered) / (n * float(ordered.sum())))


@dataclass(frozen=True, eq=False)
class Lorenz:
    """The curve under gini: the ``people`` (n + 1,) with least have ``share`` (n + 1,) of all."""

    people: Floats
    share: Floats


def lorenz(values: ArrayLike, *, points: int | None = None) -> Lorenz:
    """Give the Lorenz curve from (0, 0) to (1, 1), thinned to ``points`` when that is given."""
    ordered = np.sort(_read_shares(values))
    share = np.concatenate([[0.0], np.cumsum(ordered) / ordered.sum()])
    people = np.linspace(0, 1, len(share))
    if points is not None and points < len(share):
        kept = np.unique(np.linspace(0, len(share) - 1, max(points, 2)).round().astype(int))
        people, share = people[kept], share[kept]
    return Lorenz(people, share)


@dataclass(frozen=True)
class Evenness:
    """How evenly something was divided over people (or contributions)."""

    n: int
    total: float
    gini: float
    lowest: float
    highest: float
    share_of_top_tenth: float


def evenness(values: ArrayLike) -> Evenness:
    """Describe how evenly values (n,) are divided; raises NotEnoughData as ``gini``.

    share_of_top_tenth: what the tenth with most has, a part of a person counted in proportion.
    """
    ordered = np.sort(_read_shares(values))
    curve = lorenz(ordered)
    top = 1 - float(np.interp(0.9, curve.people, curve.share))
    return Evenness(
        n=len(ordered),
        total=float(ordered.sum()),
        gini=gini(ordered),
        lowest=float(ordered[0]),
        highest=float(ordered[-1]),
        share_of_top_tenth=top,
    )


@dataclass(frozen=True, eq=False)
class RatingsAcross:
    """Who rated whose words, rows raters and columns authors in the order of ``groups``.

    ratings (g, g): how many; expected (g, g): how many if cards had been dealt without looking at
    groups; mean (g, g): mean rating, NaN where fewer than ``minimum`` people rated.
    """

    groups: tuple[str, ...]
    ratings: NDArray[np.int64]
    raters: NDArray[np.int64]
    expected: Floats
    mean: Floats
    share_across: float
    share_across_expected: float


def ratings_across(
    rater: ArrayLike,
    rater_group: ArrayLike,
    author_group: ArrayLike,
    value: ArrayLike,
    *,
    minimum: int = 10,
) -> RatingsAcross:
    """Compare ratings over groups, such as chambers: arrays (r,), one row per rating.

    value is NaN for can't say, which counts as a rating but not in the mean. Counts here are exact:
    publish them through ``disclosure``. Raises NotEnoughData when nothing was rated.
    """
    people = np.asarray(rater).reshape(-1)
    values = np.asarray(value, dtype=np.float64).reshape(-1)
    (by_labels, by), (of_labels, of) = encode_labels(rater_group), encode_labels(author_group)
    if not len(people) == len(values) == len(by) == len(of):
        raise ValueError("every rating needs a rater, both groups and a value")
    if len(values) == 0:
        raise NotEnoughData("ratings", 0, 1)
    groups = tuple(sorted({*by_labels, *of_labels}))
    row, column = (
        np.array([groups.index(label) for label in each]) for each in (by_labels, of_labels)
    )
    cell = row[by] * len(groups) + column[of]
    ratings = _per_cell(cell, len(groups))
    expected = np.outer(ratings.sum(axis=1), ratings.sum(axis=0)) / ratings.sum()
    raters = _people_per_cell(people, cell, len(groups))
    return RatingsAcross(
        groups=groups,
        ratings=ratings,
        raters=raters,
        expected=expected,
        mean=_means(cell, values, len(groups), raters < minimum),
        share_across=1 - float(np.trace(ratings)) / len(values),
        share_across_expected=1 - float(np.trace(expected)) / len(values),
    )


def _per_cell(cell: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    return np.bincount(cell, minlength=groups**2).reshape(groups, groups).astype(np.int64)


def _people_per_cell(
    people: NDArray[np.generic], cell: NDArray[np.int64], groups: int
) -> NDArray[np.int64]:
    _, who = np.unique(people, return_inverse=True)
    pairs = np.unique(who.reshape(-1).astype(np.int64) * groups**2 + cell)
    return _per_cell(pairs % groups**2, groups)


def _means(cell: NDArray[np.int64], values: Floats, groups: int, few: NDArray[np.bool_]) -> Floats:
    said = ~np.isnan(values)
    counts = _per_cell(cell[said], groups)
    sums = np.bincount(cell[said], values[said], minlength=groups**2).reshape(groups, groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
    return np.where(few, np.nan, means)


def _read_shares(values: ArrayLike) -> Floats:
    given = read_weights(values, "people")
    if given.sum() == 0:
        raise NotEnoughData("things to divide", 0, 1)
    return given
