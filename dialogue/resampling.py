"""What the figures would be if other people like these had come: a bootstrap over people.

People are resampled, not ratings: who rates strictly does so on every card. Each resample gives
every person a random weight (the Bayesian bootstrap, Rubin 1981), so that nobody ever drops out
entirely and no contribution is left without raters.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
SingleFloats = NDArray[np.float32]
BLOCK = 50


def gather_items(item_of: NDArray[np.int64], contributions: int) -> sparse.csr_array:
    """Return (items, contributions) ones; `item_of` may run over the contributions repeatedly."""
    columns = np.arange(len(item_of)) % max(contributions, 1)
    shape = (int(item_of.max(initial=-1)) + 1, contributions)
    return sparse.csr_array((np.ones(len(item_of)), (item_of, columns)), shape=shape)


def people_weights(
    people: int, *, seed: int, resamples: int, weights: Floats | None = None
) -> Iterator[SingleFloats]:
    """Yield (people, up to 50) random weights, mean 1, times fixed weights of people if given.

    In single precision: the figures they give are themselves only estimates of a spread.
    """
    chance = np.random.default_rng(seed)
    fixed = None if weights is None else weights.astype(np.float32)[:, None]
    for first in range(0, resamples, BLOCK):
        shape = (people, min(BLOCK, resamples - first))
        drawn = chance.standard_exponential(shape, dtype=np.float32)
        yield drawn if fixed is None else drawn * fixed


def resample_means(
    values: sparse.csr_array,
    counts: sparse.csr_array,
    gather: sparse.csr_array,
    *,
    seed: int,
    resamples: int,
    weights: Floats | None = None,
) -> Iterator[Floats]:
    """Yield (items, up to 50) means of items under random weights of people; NaN without ratings.

    values, counts: (contributions, people) sums and numbers of ratings. gather: (items,
    contributions) ones where a contribution belongs to an item.
    """
    people = values.shape[1]
    values, counts = values.astype(np.float32), counts.astype(np.float32)
    for drawn in people_weights(people, seed=seed, resamples=resamples, weights=weights):
        with np.errstate(invalid="ignore", divide="ignore"):
            sums, numbers = values @ drawn, counts @ drawn
            yield (gather @ sums.astype(np.float64)) / (gather @ numbers.astype(np.float64))
