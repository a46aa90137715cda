"""How far a distribution over an ordered scale agrees or falls apart: van der Eijk's A.

Van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001). A
distribution is peeled into layers of equal height; a layer whose filled categories lie together
agrees, one with a gap disagrees. A runs from 1 (all in one category) over 0 (even) to -1 (two
ends).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def agreement(counts: ArrayLike) -> Floats:
    """Return A for every row of (items, categories) counts; NaN for a row without counts.

    Raises ValueError for fewer than three categories or a negative count.
    """
    left = np.atleast_2d(np.asarray(counts, dtype=np.float64)).copy()
    if left.shape[1] < 3 or not np.all(left >= 0):
        raise ValueError("agreement needs counts from zero in three categories or more")
    total = left.sum(axis=1)
    result = np.zeros(len(left))
    for _ in range(left.shape[1]):
        filled = left > 0
        height = np.where(filled, left, np.inf).min(axis=1)
        height = np.where(np.isfinite(height), height, 0.0)
        mass = height * filled.sum(axis=1)
        result += np.divide(mass, total, out=np.zeros_like(total), where=total > 0) * _layer(filled)
        left = np.where(filled, left - height[:, None], 0.0)
    return np.where(total > 0, result, np.nan)


def polarisation(counts: ArrayLike) -> Floats:
    """Return (1 - A) / 2: 0 when all choose the same, 1/2 when even, 1 at two ends."""
    return np.asarray((1 - agreement(counts)) / 2)


def rating_counts(
    contribution: ArrayLike, value: ArrayLike, *, contributions: int, reach: int = 3
) -> Floats:
    """Return (contributions, 2 * reach + 1) counts of whole ratings -reach..reach; NaN is left out.

    Raises ValueError for a rating that is not on the scale.
    """
    item, rated = np.asarray(contribution, dtype=np.int64), np.asarray(value, dtype=np.float64)
    said = ~np.isnan(rated)
    category = rated[said] + reach
    if np.any((category != np.floor(category)) | (category < 0) | (category > 2 * reach)):
        raise ValueError("a rating is not on the scale")
    width = 2 * reach + 1
    flat = item[said] * width + category.astype(np.int64)
    return np.bincount(flat, minlength=contributions * width).reshape(-1, width).astype(np.float64)


def _layer(filled: NDArray[np.bool_]) -> Floats:
    """Return U * (1 - (S - 1) / (K - 1)) for every row of filled categories.

    U compares all triples of categories: unimodal ones are filled-filled-empty either way round,
    bimodal ones filled-empty-filled.
    """
    categories = filled.shape[1]
    number = filled.sum(axis=1)
    before: NDArray[np.int64] = np.cumsum(filled, axis=1) - filled
    after = number[:, None] - before - filled
    bimodal = np.where(~filled, before * after, 0).sum(axis=1).astype(np.float64)
    pairs_before, pairs_after = before * (before - 1) / 2, after * (after - 1) / 2
    unimodal = np.where(~filled, pairs_before + pairs_after, 0).sum(axis=1)
    triples = unimodal + bimodal
    shape = np.divide(
        (categories - 2) * unimodal - (categories - 1) * bimodal,
        (categories - 2) * triples,
        out=np.ones(len(filled)),
        where=triples > 0,
    )
    return np.asarray(shape * (1 - (number - 1) / (categories - 1)))
