"""Would the same themes have been found had other people answered? Measured by resampling.

stability(labels, again, resamples, seed) -> tuple of floats, one per cluster, 0 to 1

For each resample, 80% of the different answers are clustered again; a cluster's stability is the
mean over resamples of its best Jaccard overlap with a new cluster (Hennig 2007, section 2.3).
Below 0.6 a cluster shouldn't be relied on, above 0.75 it's valid, above 0.85 highly stable.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from clustering.progress import SILENT, Progress
from clustering.result import IN_NONE, Labels

_SHARE = 0.8
_DECIMALS = 4


def stability(
    labels: Labels,
    again: Callable[[npt.NDArray[np.intp]], Labels],
    *,
    resamples: int,
    seed: int,
    progress: Progress = SILENT,
) -> tuple[float, ...]:
    """Return per cluster its mean best Jaccard overlap over `resamples` runs of `again`.

    `again` takes the places of some of the rows and returns a label for each of these.
    """
    count = int(labels.max(initial=IN_NONE)) + 1
    random = np.random.default_rng(seed)
    overlaps = np.full((resamples, count), np.nan)
    for run in range(resamples):
        taken = np.sort(random.choice(len(labels), round(_SHARE * len(labels)), replace=False))
        overlaps[run] = _best_overlaps(labels[taken], again(taken), count)
        progress.step("stability", run + 1, resamples)
    # A cluster so small that no resample held a member of it was never found again.
    means = np.where(np.isnan(overlaps).all(axis=0), 0.0, np.nansum(overlaps, axis=0) / resamples)
    return tuple(round(float(mean), _DECIMALS) for mean in means)


def default_resamples(n: int) -> int:
    """Return how many resamples are worth their time; none for many answers, unless asked for."""
    return 5 if n <= 2_000 else 3 if n <= 20_000 else 0


def _best_overlaps(labels: Labels, found: Labels, count: int) -> npt.NDArray[np.float64]:
    new_count = int(found.max(initial=IN_NONE)) + 1
    if not new_count:
        return np.zeros(count)
    shared = np.zeros((count, new_count))
    both = (labels != IN_NONE) & (found != IN_NONE)
    np.add.at(shared, (labels[both], found[both]), 1.0)
    old_sizes = np.bincount(labels[labels != IN_NONE], minlength=count)
    new_sizes = np.bincount(found[found != IN_NONE], minlength=new_count)
    union = old_sizes[:, None] + new_sizes[None, :] - shared
    best: npt.NDArray[np.float64] = (shared / np.maximum(union, 1.0)).max(axis=1)
    return best
