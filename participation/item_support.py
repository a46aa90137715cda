"""Support of many items at once: raw beside weighted, and with beside without collectives.

Arrays with a row per rating; millions of rows are counted without a loop. A figure of an item that
fewer than ``minimum`` people rated is NaN. Intervals hold "as if the raters were a random draw".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, normal_quantile
from participation.labels import encode_labels

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
MINIMUM_PEOPLE = 10


@dataclass(frozen=True, eq=False)
class Means:
    """A mean per item with its interval, arrays (k,)."""

    mean: Floats
    standard_error: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class ItemSupport:
    """Raw and weighted support of items, arrays (k,) in the order of ``items``.

    people: who gave a value. design_effect: how many times more people the weights cost; effective:
    people / design effect.
    """

    items: tuple[str, ...]
    people: Whole
    raw: Means
    weighted: Means
    design_effect: Floats
    effective: Floats


def support_per_item(
    item: ArrayLike,
    value: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    share: bool = False,
    grain: float = 1.0,
    minimum: int = MINIMUM_PEOPLE,
    level: float = LEVEL,
) -> ItemSupport:
    """Give the mean per item, raw and weighted: item, value and weight (r,), one row per rating.

    value: NaN for can't say; weight: that of the rater, all 1 unless given. A person rates an item
    once. share: values are 0 or 1, with Wilson's interval on the effective number of people; else
    Student's t on sqrt(sum w^2 (v - mean)^2 n/(n-1)) / sum w, where answers in steps of ``grain``
    vary no less than grain^2/12. Source: Saerndal, Swensson and Wretman (1992), section 5.7
    (linearised mean); Kish (1965) for the design effect; Franco et al. (2019) for Wilson's.
    Raises NotEnoughData when nothing was rated, ValueError for arrays that don't belong together.
    """
    names, which, values, weights = _read(item, value, weight)
    if share and not np.isin(values, (0, 1)).all():
        raise ValueError("a share needs values of 0 and 1")
    normal_quantile(level)
    ones = np.ones(len(values))
    # A sum over nobody, or a variance of one person: those items are NaN already.
    with np.errstate(invalid="ignore", divide="ignore"):
        raw, people, _ = _means(which, values, ones, len(names), minimum, grain, share, level)
        weighted, _, effect = _means(
            which, values, weights, len(names), minimum, grain, share, level
        )
        effective = people / effect
    return ItemSupport(names, people.astype(np.int64), raw, weighted, effect, effective)


@dataclass(frozen=True, eq=False)
class CollectivesCheck:
    """Support with and without those who spoke for a collective, arrays (k,) as ``items``.

    difference: with - without. NaN where the collectives, or all others, are fewer than the
    minimum: the difference would show what a few people think.
    """

    items: tuple[str, ...]
    with_collectives: Means
    without_collectives: Means
    difference: Means


def with_and_without(
    item: ArrayLike,
    value: ArrayLike,
    collective: ArrayLike,
    *,
    minimum: int = MINIMUM_PEOPLE,
    level: float = LEVEL,
) -> CollectivesCheck:
    """Compare support with and without collectives: item, value, collective (r,), a row per rating.

    collective: whether the rater spoke for a collective. With n_c of n ratings by collectives the
    difference is (n_c/n)(mean of collectives - mean of others), and so is its standard error, of
    two independent means. Raises as ``support_per_item``.
    """
    names, which, values, _ = _read(item, value, None)
    flags = np.asarray(collective)
    known = ~np.isnan(np.asarray(value, dtype=np.float64).reshape(-1))
    if flags.dtype != np.bool_ or flags.shape != known.shape:
        raise ValueError("every rating needs to say whether it was given for a collective")
    spoke = flags[known]
    counts = [np.bincount(which[rows], minlength=len(names)) for rows in (spoke, ~spoke)]
    few = np.minimum(*counts) < minimum
    parts = [_part(which, values, rows, len(names), level) for rows in (spoke, ~spoke)]
    whole = _part(which, values, np.ones(len(values), np.bool_), len(names), level)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = counts[0] / (counts[0] + counts[1])
        apart = part * (parts[0].mean - parts[1].mean)
        error = part * np.hypot(parts[0].standard_error, parts[1].standard_error)
    reach = normal_quantile(level) * error
    return CollectivesCheck(
        names,
        _hide(whole, few),
        _hide(parts[1], few),
        _hide(Means(apart, error, apart - reach, apart + reach), few),
    )


def _read(
    item: ArrayLike, value: ArrayLike, weight: ArrayLike | None
) -> tuple[tuple[str, ...], Whole, Floats, Floats]:
    """Give the names of the items, and per known rating the place of its item, value, weight."""
    names, which = encode_labels(item)
    values = np.asarray(value, dtype=np.float64).reshape(-1)
    weights = (
        np.ones(len(values)) if weight is None else np.asarray(weight, dtype=np.float64).reshape(-1)
    )
    if not len(which) == len(values) == len(weights):
        raise ValueError("every rating needs an item, a value and a weight")
    if not np.isfinite(weights).all() or (weights < 0).any() or np.isinf(values).any():
        raise ValueError("values and weights are finite numbers, weights of 0 or more")
    known = ~np.isnan(values)
    if not known.any():
        raise NotEnoughData("ratings", 0, 1)
    return names, which[known], values[known], weights[known]


def _means(
    which: Whole,
    values: Floats,
    weights: Floats,
    items: int,
    minimum: int,
    grain: float,
    share: bool,
    level: float,
) -> tuple[Means, Floats, Floats]:
    """Give means, people and design effect; see ``support_per_item``."""
    people = np.bincount(which[weights > 0], minlength=items).astype(np.float64)
    total = np.bincount(which, weights, minlength=items)
    squares = np.bincount(which, weights**2, minlength=items)
    mean = np.bincount(which, weights * values, minlength=items) / total
    effect = people * squares / total**2
    effective = people / effect
    off = np.bincount(which, (weights * (values - mean[which])) ** 2, minlength=items)
    variance = off / total**2 * people / (people - 1)
    if share:
        low, high = _wilson(mean, effective, level)
        found = Means(mean, np.sqrt(variance), low, high)
    else:
        error = np.sqrt(np.maximum(variance, grain**2 / 12 / effective))
        reach = _students(effective - 1, level) * error
        found = Means(mean, error, mean - reach, mean + reach)
    few = people < max(minimum, 2)
    return _hide(found, few), people, np.where(few, np.nan, effect)


def _part(which: Whole, values: Floats, rows: NDArray[np.bool_], items: int, level: float) -> Means:
    with np.errstate(invalid="ignore", divide="ignore"):
        ones = np.ones(int(rows.sum()))
        return _means(which[rows], values[rows], ones, items, 2, 1.0, False, level)[0]


def _hide(found: Means, few: NDArray[np.bool_]) -> Means:
    return Means(
        *(
            np.where(few, np.nan, each)
            for each in (found.mean, found.standard_error, found.low, found.high)
        )
    )


def _wilson(share: Floats, people: Floats, level: float) -> tuple[Floats, Floats]:
    z = normal_quantile(level)
    middle = share + z * z / (2 * people)
    half = z * np.sqrt(share * (1 - share) / people + z * z / (4 * people**2))
    across = 1 + z * z / people
    return np.clip((middle - half) / across, 0, 1), np.clip((middle + half) / across, 0, 1)


def _students(freedom: Floats, level: float) -> Floats:
    from scipy.special import stdtrit  # light pages needn't wait for it

    return np.asarray(stdtrit(np.maximum(freedom, 1), 0.5 + level / 2), dtype=np.float64)
