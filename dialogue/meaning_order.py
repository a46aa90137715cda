"""Lay contributions on a line on which neighbours mean nearly the same.

A deck steps through this line with strides, so that the cards of a theme in one hand lie far apart.
The line is made by halving: a theme is cut in two across its main direction, each half across its
own, down to sixteenths; a hand rarely holds more cards of a theme than that. Only the main
directions of a sample are looked at, so that 100,000 vectors cost little time and memory.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from dialogue.shuffling import mixed_array, shuffled

Codes = NDArray[np.int8]
Points = NDArray[np.float32]
Indexes = NDArray[np.int64]

DIRECTIONS = 24
SAMPLE = 2_000
ROWS_AT_ONCE = 8_192
HALVINGS = 4


def order_by_meaning(codes: Codes, theme_ids: Indexes, *, seed: int) -> Indexes:
    """Return the place of every contribution (n,) on a line, theme after theme.

    codes: (n, d) vectors; a row of zeros has no known meaning and gets a place by chance.
    theme_ids: (n,) theme of every contribution. Raises ValueError for lengths that differ.
    """
    if codes.ndim != 2 or len(codes) != len(theme_ids):
        raise ValueError("every contribution needs a vector and a theme")
    known = np.flatnonzero(codes.any(axis=1))
    points = _along_main_directions(codes, known, seed)
    along = mixed_array(seed, np.arange(len(codes))) / float(2**64)
    for members in _by_theme(known, theme_ids):
        line = _halved(members, points[members], HALVINGS)
        along[line] = (np.arange(len(line)) + 0.5) / len(line)
    places = np.empty(len(codes), dtype=np.int64)
    places[np.lexsort((along, theme_ids))] = np.arange(len(codes))
    return places


def _by_theme(members: Indexes, theme_ids: Indexes) -> Iterator[Indexes]:
    """Give the members of each theme together."""
    together = members[np.argsort(theme_ids[members], kind="stable")]
    borders = np.flatnonzero(np.diff(theme_ids[together])) + 1
    return (some for some in np.split(together, borders) if len(some))


def _along_main_directions(codes: Codes, known: Indexes, seed: int) -> Points:
    """Return (n, directions): how far each vector reaches along what a sample differs in most."""
    sample = _unit(codes[known[shuffled(seed, len(known))[:SAMPLE]]])
    if len(sample) == 0:
        return np.zeros((len(codes), 1), dtype=np.float32)
    directions = _directions(sample, DIRECTIONS)
    blocks = [
        _unit(codes[start : start + ROWS_AT_ONCE]) @ directions
        for start in range(0, len(codes), ROWS_AT_ONCE)
    ]
    return np.concatenate(blocks)


def _halved(
    members: Indexes, points: Points, halvings: int, whole: Points | None = None
) -> Indexes:
    """Order members by cutting them in two again and again, each time along the main direction.

    A half runs the way the whole did, so that what lies at a cut stays together.
    """
    if len(members) < 3:
        return members
    direction = _directions(points, 1)
    if whole is not None and float(np.vdot(whole, direction)) < 0:
        direction = -direction
    order = np.argsort((points @ direction)[:, 0], kind="stable")
    if halvings == 0:
        return members[order]
    halves = np.array_split(order, 2)
    return np.concatenate(
        [_halved(members[half], points[half], halvings - 1, direction) for half in halves]
    )


def _directions(points: Points, number: int) -> Points:
    """Return (d, number) unit vectors in which points differ most, the first one most.

    The sign of a direction is free; the largest component is made positive.
    """
    centred = points - points.mean(axis=0)
    size = points.shape[1]
    wanted = (max(0, size - number), size - 1)
    vectors = eigh(centred.T @ centred, subset_by_index=wanted)[1][:, ::-1]
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None, :], axis=0)
    return np.asarray(vectors * np.where(largest < 0, -1, 1), dtype=np.float32)


def _unit(codes: Codes) -> Points:
    rows = codes.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows
