"""The first pass of a deck that is rebuilt: whoever was rated least comes first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialogue.shuffling import mixed, shuffled


def least_rated_deck(
    ordered: NDArray[np.int64],
    sizes: Sequence[int],
    ratings: NDArray[np.float64],
    opening: Sequence[int],
    closing: int,
    seed: int,
) -> NDArray[np.int64]:
    """Order contributions by ratings received, with the themes spread among equals.

    The last `closing` share a hand with `opening`, so none of those is among them.
    """
    theme = np.repeat(np.arange(len(sizes)), sizes)
    level = ratings[ordered]
    together = np.lexsort((shuffled(mixed(seed, 7), len(ordered)), theme, level))
    changes = (np.diff(theme[together]) != 0) | (np.diff(level[together]) != 0)
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    run = np.concatenate(([0], np.cumsum(changes)))
    lengths = np.diff(np.append(starts, len(ordered)))
    offset = (shuffled(mixed(seed, 8), len(starts)) + 0.5) / len(starts)
    spread = (np.arange(len(ordered)) - starts[run] + offset[run]) / lengths[run]
    order = ordered[together[np.lexsort((spread, level[together]))]]
    return _close_apart(order, opening, closing)


def least_rated_themes(
    ordered: NDArray[np.int64],
    starts: Sequence[int],
    sizes: Sequence[int],
    ratings: NDArray[np.float64],
    openings: Sequence[Sequence[int]],
) -> tuple[NDArray[np.int64] | None, ...]:
    """Order every theme by ratings received; None for one that a hand or two exhausts."""
    orders: list[NDArray[np.int64] | None] = []
    for start, size, opening in zip(starts, sizes, openings, strict=True):
        cards = ordered[start : start + size]
        order = cards[np.argsort(ratings[cards], kind="stable")]
        exhausted = size < 2 * len(opening)
        orders.append(None if exhausted else _close_apart(order, opening, len(opening)))
    return tuple(orders)


def _close_apart(
    order: NDArray[np.int64], opening: Sequence[int], closing: int
) -> NDArray[np.int64]:
    """Let the last `closing` be the highest rated that do not open the next pass."""
    if closing == 0:
        return order
    apart = np.flatnonzero(~np.isin(order, opening))[-closing:]
    return np.concatenate((np.delete(order, apart), order[apart]))
