"""A figure with how sure we may be of it."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error and the ends of its interval (95% unless asked otherwise)."""

    value: float
    standard_error: float
    low: float
    high: float


def normal_quantile(level: float) -> float:
    """Give how many standard errors an interval of this level reaches to either side."""
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1, such as 0.95")
    return NormalDist().inv_cdf(0.5 + level / 2)


def read_counts(counts: ArrayLike, what: str = "mentions") -> NDArray[np.int64]:
    """Read how often each kind was counted, kinds with nothing left out.

    Raises ValueError for negative or broken counts, NotEnoughData when nothing was counted.
    """
    given = np.asarray(counts, dtype=np.float64).reshape(-1)
    if not np.isfinite(given).all() or (given < 0).any() or (given != np.floor(given)).any():
        raise ValueError(f"counts of {what} are whole numbers of 0 or more")
    found = given[given > 0].astype(np.int64)
    if len(found) == 0:
        raise NotEnoughData(what, 0, 1)
    return found


def read_weights(values: ArrayLike, what: str) -> NDArray[np.float64]:
    """Read numbers that can't be negative or missing; NotEnoughData when there are none."""
    given = np.asarray(values, dtype=np.float64).reshape(-1)
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError(f"{what} are finite numbers of 0 or more")
    if len(given) == 0:
        raise NotEnoughData(what, 0, 1)
    return given
