"""Support per chamber, with equal chambers, and what every chamber carries.

A direction is *carried* only when every chamber over the minimum size supports it: when the lower
end of its interval lies above the line. A chamber that is large enough but has too few ratings of
an item leaves the question open; nobody is overruled by silence.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from dialogue.representativeness import adjust_p
from dialogue.support import MINIMUM_PEOPLE, Support, SupportTable, support

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MINIMUM_CHAMBER = 10


class Carried(StrEnum):
    """Whether every chamber over the minimum supports an item."""

    CARRIED = "carried"
    NOT_CARRIED = "not carried"
    UNKNOWN = "not enough data"


@dataclass(frozen=True, eq=False)
class ChamberSupport:
    """Support per chamber. chambers, sizes: (k,) ids and people who rated anything at all;
    counting: (k,) whether a chamber is over the minimum size; each: (k,) its support.
    """

    chambers: Labels
    sizes: Labels
    counting: NDArray[np.bool_]
    each: tuple[Support, ...]


@dataclass(frozen=True, eq=False)
class Verdicts:
    """One verdict per item. lowest: the least mean of a counting chamber; equal: mean of chambers,
    each counting once; both NaN where a counting chamber has no figure.
    """

    ids: Labels
    carried: tuple[Carried, ...]
    lowest: Floats
    equal: Floats


@dataclass(frozen=True)
class Tension:
    """Two chambers that differ about an item; difference is the first's mean less the second's."""

    item: int
    first: int
    second: int
    difference: float
    low: float
    high: float
    adjusted_p: float


def chamber_support(
    participant: ArrayLike,
    contribution: ArrayLike,
    value: ArrayLike,
    chamber: ArrayLike,
    theme_of_contribution: ArrayLike,
    *,
    seed: int,
    resamples: int = 200,
    minimum: int = MINIMUM_PEOPLE,
    minimum_chamber: int = MINIMUM_CHAMBER,
) -> ChamberSupport:
    """Measure support in every chamber; chamber: (r,) the rater's; other arrays as there."""
    people, items = np.asarray(participant), np.asarray(contribution)
    values, of_rater = np.asarray(value, dtype=np.float64), np.asarray(chamber, dtype=np.int64)
    chambers = np.unique(of_rater)
    inside = [of_rater == one for one in chambers]
    sizes = np.array([len(np.unique(people[rows])) for rows in inside], dtype=np.int64)
    return ChamberSupport(
        chambers=chambers,
        sizes=sizes,
        counting=sizes >= minimum_chamber,
        each=tuple(
            support(
                people[rows],
                items[rows],
                values[rows],
                theme_of_contribution,
                seed=seed,
                resamples=resamples,
                minimum=minimum,
            )
            for rows in inside
        ),
    )


def carried_themes(found: ChamberSupport, *, line: float = 0.0) -> Verdicts:
    """Return per theme whether every counting chamber's mean is certainly above the line."""
    return _verdicts(found, [one.themes for one in found.each], line)


def carried_contributions(found: ChamberSupport, *, line: float = 0.0) -> Verdicts:
    """Return per contribution whether every counting chamber's mean is certainly above the line."""
    return _verdicts(found, [one.contributions for one in found.each], line)


def theme_tensions(found: ChamberSupport, *, false_share: float = 0.1) -> list[Tension]:
    """Return pairs of counting chambers that differ about a theme, the largest difference first.

    False findings are kept under `false_share` (Benjamini and Hochberg 1995).
    """
    counting = np.flatnonzero(found.counting)
    compared = [
        tension
        for first, second in combinations(counting.tolist(), 2)
        for tension in _compare(found, first, second)
    ]
    adjusted = adjust_p([tension.adjusted_p for tension in compared])
    certain = [
        Tension(**{**vars(tension), "adjusted_p": float(p)})
        for tension, p in zip(compared, adjusted, strict=True)
        if p <= false_share
    ]
    return sorted(certain, key=lambda tension: (-abs(tension.difference), tension.item))


def _verdicts(found: ChamberSupport, tables: list[SupportTable], line: float) -> Verdicts:
    counting = [table for table, counts in zip(tables, found.counting, strict=True) if counts]
    ids = tables[0].ids if tables else np.empty(0, dtype=np.int64)
    if not counting:
        unknown = np.full(len(ids), np.nan)
        return Verdicts(ids, (Carried.UNKNOWN,) * len(ids), unknown, unknown)
    low, mean = (np.stack([getattr(table, name) for table in counting]) for name in ("low", "mean"))
    missing = np.asarray(np.isnan(low).any(axis=0))
    rejected = np.asarray((low <= line).any(axis=0))
    carried = tuple(
        Carried.NOT_CARRIED if against else Carried.UNKNOWN if unknown else Carried.CARRIED
        for against, unknown in zip(rejected.tolist(), missing.tolist(), strict=True)
    )
    return Verdicts(ids, carried, mean.min(axis=0), mean.mean(axis=0))


def _compare(found: ChamberSupport, first: int, second: int) -> list[Tension]:
    one, other = found.each[first].themes, found.each[second].themes
    difference = one.mean - other.mean
    error = np.hypot(one.standard_error, other.standard_error)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * ndtr(-np.abs(difference) / error)
    return [
        Tension(
            item=int(one.ids[at]),
            first=int(found.chambers[first]),
            second=int(found.chambers[second]),
            difference=float(difference[at]),
            low=float(difference[at] - 1.96 * error[at]),
            high=float(difference[at] + 1.96 * error[at]),
            adjusted_p=float(p[at]),
        )
        for at in np.flatnonzero(np.isfinite(p))
    ]
