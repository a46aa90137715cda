"""What the figures would be if other people like these had come: a bootstrap over people.

People are resampled, not ratings: who rates strictly does so on every card. Each resample gives
every person a random weight (the Bayesian bootstrap, Rubin 1981), so that nobody ever drops out
entirely and no contribution is left without raters.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BLOCK = 50


def resample_means(
    values: sparse.csr_array,
    counts: sparse.csr_array,
    *,
    seed: int,
    resamples: int,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return (items, resamples) means under random weights of people; NaN where nobody rated.

    values, counts: (items, people) sums and numbers of ratings. weights: (people,) or none.
    """
    chance = np.random.default_rng(seed)
    people = values.shape[1]
    blocks = []
    for first in range(0, resamples, BLOCK):
        drawn = chance.standard_exponential((min(BLOCK, resamples - first), people)).T
        drawn = drawn if weights is None else drawn * weights[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            blocks.append((values @ drawn) / (counts @ drawn))
    return np.concatenate(blocks, axis=1) if blocks else np.empty((values.shape[0], 0))
