"""What sets an opinion group apart, with the share of false findings under control.

Each group is compared with everybody else on every contribution and both sides. With hundreds of
comparisons many would be called significant by chance; Benjamini and Hochberg's (1995) rule keeps
the expected share of those under `false_share`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

FEWEST_SEEN = 5


@dataclass(frozen=True)
class Representative:
    """A contribution that sets a group apart. side: +1 for, -1 against; shares of who saw it."""

    contribution: int
    side: int
    share: float
    share_elsewhere: float
    seen: int
    adjusted_p: float


def representative(
    agree: ArrayLike,
    disagree: ArrayLike,
    seen: ArrayLike,
    *,
    false_share: float = 0.1,
    limit: int = 5,
) -> list[list[Representative]]:
    """Return per group what sets it apart, the largest difference first, at most `limit`.

    agree, disagree, seen: (groups, contributions) tallies. Only sides that more than half of the
    group took, seen by at least five people inside and outside, are considered.
    """
    shown = np.asarray(seen, dtype=np.float64)
    sides = [np.asarray(agree, dtype=np.float64), np.asarray(disagree, dtype=np.float64)]
    shares = np.stack([_jeffreys(side, shown) for side in sides])
    others = np.stack([_jeffreys(*_elsewhere(side, shown)) for side in sides])
    p = np.stack([_one_sided(side, shown) for side in sides])
    enough = (shown >= FEWEST_SEEN) & (shown.sum(axis=0) - shown >= FEWEST_SEEN)
    adjusted = adjust_p(np.where(enough[None], p, np.nan))
    fits = (adjusted <= false_share) & (shares > 0.5) & (shares > others)
    return [
        _of_group(group, fits, shares, others, shown, adjusted)[:limit]
        for group in range(shown.shape[0])
    ]


def adjust_p(p: ArrayLike) -> Floats:
    """Return Benjamini-Hochberg adjusted p values in the same shape; NaN is no test and stays."""
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values.flat[tested], kind="stable")]
    scaled = values.flat[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted = np.full(values.size, np.nan)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted.reshape(values.shape)


def _of_group(
    group: int, fits: NDArray[np.bool_], shares: Floats, others: Floats, seen: Floats, p: Floats
) -> list[Representative]:
    sides, columns = np.nonzero(fits[:, group])
    found = [
        Representative(
            contribution=int(column),
            side=1 if side == 0 else -1,
            share=float(shares[side, group, column]),
            share_elsewhere=float(others[side, group, column]),
            seen=int(seen[group, column]),
            adjusted_p=float(p[side, group, column]),
        )
        for side, column in zip(sides, columns, strict=True)
    ]
    return sorted(found, key=lambda one: (one.share_elsewhere - one.share, one.contribution))


def _elsewhere(side: Floats, seen: Floats) -> tuple[Floats, Floats]:
    return side.sum(axis=0) - side, seen.sum(axis=0) - seen


def _jeffreys(successes: Floats, trials: Floats) -> Floats:
    return (successes + 0.5) / (trials + 1)


def _one_sided(side: Floats, seen: Floats) -> Floats:
    """Return p that a group's share is not above the others' (pooled z test on smoothed counts)."""
    others, other_seen = _elsewhere(side, seen)
    n, m = seen + 1, other_seen + 1
    pooled = (side + others + 1) / (n + m)
    z = (_jeffreys(side, seen) - _jeffreys(others, other_seen)) / np.sqrt(
        pooled * (1 - pooled) * (1 / n + 1 / m)
    )
    return np.asarray(ndtr(-z))
