"""Codes used in bursts: many people within minutes, where the hours around had few.

A burst is often innocent (a class, a meeting, a newspaper); it is shown, never judged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import pdtrc

Floats = NDArray[np.float64]

FEWEST_IN_BURST = 8


@dataclass(frozen=True)
class Burst:
    """first, last: times of the first and last event; events: how many; expected: how many the
    surrounding time would have had; p: chance of so many, times the number of windows looked at.
    """

    first: float
    last: float
    events: int
    expected: float
    p: float


def find_bursts(
    times: ArrayLike, *, window: float = 600.0, around: float = 21_600.0, false_alarms: float = 0.01
) -> list[Burst]:
    """Return the windows with far more events than the time around them, in order of time.

    times: seconds of each event, in any order; window, around: seconds. Windows that overlap are
    one burst. The time around counts without the window itself, and as one event at least.
    """
    moments = np.sort(np.asarray(times, dtype=np.float64))
    if not np.all(np.isfinite(moments)):
        raise ValueError("times must be finite")
    if len(moments) < FEWEST_IN_BURST:
        return []
    inside = np.searchsorted(moments, moments + window, side="right") - np.arange(len(moments))
    start = np.searchsorted(moments, moments - around)
    end = np.searchsorted(moments, moments + window + around, side="right")
    expected = np.maximum(end - start - inside, 1) * window / (2 * around)
    p = np.minimum(pdtrc(inside - 1, expected) * len(moments), 1.0)
    found = np.flatnonzero((p <= false_alarms) & (inside >= FEWEST_IN_BURST))
    return _joined(moments, found, inside, expected, p)


def _joined(
    moments: Floats,
    found: NDArray[np.int64],
    inside: NDArray[np.int64],
    expected: Floats,
    p: Floats,
) -> list[Burst]:
    bursts: list[Burst] = []
    reached = -1
    first = best = 0
    for at in found.tolist():
        if at > reached:
            first = best = at
            bursts.append(Burst(0.0, 0.0, 0, 0.0, 1.0))
        best = at if p[at] < p[best] else best
        reached = max(reached, at + int(inside[at]) - 1)
        bursts[-1] = Burst(
            float(moments[first]),
            float(moments[reached]),
            reached - first + 1,
            float(expected[best]),
            float(p[best]),
        )
    return bursts
