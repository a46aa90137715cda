"""Labels that group people become places in a sorted list of labels."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

MANY = 1_000  # from here on, comparing numbers instead of texts is worth it
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd and without a pattern: 2^64 / golden ratio


def encode_labels(labels: ArrayLike) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Give the sorted labels as text, and the place (n,) of everybody's label among them.

    Numbers are sorted as numbers, and a million of them as fast as numbers.
    """
    given = np.asarray(labels).reshape(-1)
    if given.dtype == object:
        given = given.astype(str)
    if given.dtype.kind == "U" and len(given) >= MANY:
        found, which = _unique_texts(given)
    else:
        found, which = np.unique(given, return_inverse=True)
    return tuple(str(label) for label in found), which.reshape(-1).astype(np.int64)


def _unique_texts(
    given: NDArray[np.str_],
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Give what numpy's unique gives of texts, by sorting a number that stands for each text."""
    _, first, which = np.unique(_numbers(given), return_index=True, return_inverse=True)
    texts = given[first]
    if (texts[which] != given).any():  # two texts with one number: hardly ever
        found, which = np.unique(given, return_inverse=True)
        return found, which.astype(np.int64)
    order = np.argsort(texts)
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return texts[order], places[which]


def _numbers(given: NDArray[np.str_]) -> NDArray[np.uint64]:
    letters = np.ascontiguousarray(given).view(np.uint32).reshape(len(given), -1)
    numbers = np.zeros(len(given), dtype=np.uint64)
    for place in range(letters.shape[1]):
        numbers = (numbers ^ letters[:, place]) * MULTIPLIER  # wraps around, as it should
        numbers ^= numbers >> np.uint64(29)
    return numbers
