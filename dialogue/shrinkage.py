"""Means of few ratings are pulled to the mean of all: three perfect scores are not the best."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shrink(means: Floats, variances: Floats) -> Floats:
    """Pull every mean towards the mean of all, the more so the less sure it is.

    Empirical Bayes with the variance between items by Paule and Mandel's (1982) rule.
    """
    known = np.isfinite(means) & np.isfinite(variances)
    if known.sum() < 3:
        return means.copy()
    between = _variance_between(means[known], variances[known])
    precision = 1 / (variances[known] + between)
    centre = float(np.sum(precision * means[known]) / precision.sum())
    shrunken = means.copy()
    shrunken[known] = centre + (means[known] - centre) * between / (between + variances[known])
    return shrunken


def _variance_between(means: Floats, variances: Floats) -> float:
    """Find by bisection the variance at which the weighted squares equal their expectation."""
    low, high = 0.0, float(np.var(means, ddof=1)) * 4 + 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        precision = 1 / (variances + middle)
        centre = np.sum(precision * means) / precision.sum()
        surplus = np.sum(precision * (means - centre) ** 2) - (len(means) - 1)
        low, high = (middle, high) if surplus > 0 else (low, middle)
    return (low + high) / 2
