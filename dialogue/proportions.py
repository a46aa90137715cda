"""Shares of small numbers, with the intervals that belong to them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri  # scipy.stats takes a second to import

Floats = NDArray[np.float64]


def wilson_interval(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return low and high of Wilson's (1927) interval of a share; 0..1 without trials."""
    k, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    z = ndtri(0.5 + level / 2)
    share = np.divide(k, n, out=np.full(np.broadcast(k, n).shape, 0.5), where=n > 0)
    centre = n * share + z**2 / 2
    half = z * np.sqrt(n * share * (1 - share) + z**2 / 4)
    low, high = (centre - half) / (n + z**2), (centre + half) / (n + z**2)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def jeffreys_interval(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return low and high of Jeffreys' interval: Beta(k + 1/2, n - k + 1/2), closed at the ends."""
    k, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    tail = (1 - level) / 2
    low = betaincinv(k + 0.5, n - k + 0.5, tail)
    high = betaincinv(k + 0.5, n - k + 0.5, 1 - tail)
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)


def exact_interval(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return low and high of Clopper and Pearson's (1934) interval, never too narrow."""
    k, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = betaincinv(k, n - k + 1, tail)
        high = betaincinv(k + 1, n - k, 1 - tail)
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)


def shrunken_share(
    successes: ArrayLike, trials: ArrayLike, *, a: float = 2.0, b: float = 2.0
) -> Floats:
    """Return (k + a) / (n + a + b), the mean under a Beta(a, b) prior: 3 of 3 is no certainty."""
    k, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    return np.asarray((k + a) / (n + a + b))
