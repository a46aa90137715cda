"""How a cycle of showings is divided over themes, and which of them a hand cuts out.

A *cycle* is a row of slots, one showing each; every theme owns an arc of neighbouring slots. The
slots are dealt in columns: with H columns, column h holds the slots h, h+H, h+2H, ... and a hand is
one column. This is systematic sampling (Madow and Madow 1944): an arc of N slots gets N/H of every
column, rounded down or up, so that a theme with fewer slots than there are hands is never twice in
a hand and the number of themes in a hand is as large as the arithmetic allows.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from dialogue.shuffling import mixed, shuffled


@dataclass(frozen=True)
class Slots:
    """How many slots of one cycle every theme has, for hands of one size."""

    hand: int
    per_theme: tuple[int, ...]
    total: int
    columns: int
    usual_in_hand: tuple[int, ...]
    most_in_hand: tuple[int, ...]
    cycles_per_arrangement: int


@dataclass(frozen=True)
class Arcs:
    """One order of the themes around the cycle: the theme of every arc and where it starts."""

    themes: tuple[int, ...]
    starts: tuple[int, ...]


def divide_slots(sizes: NDArray[np.int64], hand: int, exponent: float) -> Slots:
    """Divide a cycle over themes in proportion to size ** exponent.

    With exponent 1 a cycle is exactly one showing of every contribution. Otherwise a cycle is a
    whole number of hands, and no theme gets more than all its contributions in one hand.
    """
    count = int(sizes.sum())
    columns = -(-count // hand)
    if exponent == 1.0:
        per_theme, cycles = sizes, hand // gcd(count, hand)
    else:
        per_theme = _proportional(sizes.astype(float) ** exponent, columns * hand, sizes * columns)
        cycles = 1
    usual = -(-per_theme // columns)
    return Slots(
        hand=hand,
        per_theme=tuple(per_theme.tolist()),
        total=int(per_theme.sum()),
        columns=columns,
        usual_in_hand=tuple(usual.tolist()),
        most_in_hand=tuple(
            np.minimum(_most(usual, int(per_theme.sum()), hand, columns), sizes).tolist()
        ),
        cycles_per_arrangement=cycles,
    )


def _most(usual: NDArray[np.int64], total: int, hand: int, columns: int) -> NDArray[np.int64]:
    """Bound a theme's cards in a hand that does not fit one column.

    As many steps as the shortest column has lie across at most two columns, where an arc shifts
    by one row: one more than usual. Each further step adds at most one.
    """
    if total == hand * columns:
        return usual
    across = usual + 1
    return across + np.minimum(hand - total // columns, across)


def arrange_arcs(slots: Slots, seed: int, arrangement: int) -> Arcs:
    """Lay the themes around the cycle in an order that follows from the seed and the arrangement.

    An arrangement lasts until hands and cycles end together, so that no hand lies across two.
    """
    themes = shuffled(mixed(seed, arrangement), len(slots.per_theme)).tolist()
    starts, position = [], 0
    for theme in themes:
        starts.append(position)
        position += slots.per_theme[theme]
    return Arcs(tuple(themes), tuple(starts))


def draw_at(slots: Slots, arcs: Arcs, step: int) -> tuple[int, int]:
    """Return the theme that is dealt at a step of a cycle, and how many it was dealt before."""
    column, row = _cell(slots, step)
    place = row * slots.columns + column
    arc = bisect_right(arcs.starts, place) - 1
    theme, start = arcs.themes[arc], arcs.starts[arc]
    end = start + slots.per_theme[theme]
    earlier = _before_column(end, column, slots.columns)
    earlier -= _before_column(start, column, slots.columns)
    first_row = max(0, -((column - start) // slots.columns))
    return theme, earlier + row - first_row


def _cell(slots: Slots, step: int) -> tuple[int, int]:
    rows, longer = divmod(slots.total, slots.columns)
    if step < longer * (rows + 1):
        return divmod(step, rows + 1)
    column, row = divmod(step - longer * (rows + 1), rows)
    return longer + column, row


def _before_column(end: int, column: int, columns: int) -> int:
    """Count the slots before `end` that lie in an earlier column."""
    return end // columns * column + min(end % columns, column)


def _proportional(
    weights: NDArray[np.float64], total: int, most: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Divide a total in proportion to weights, at least one and at most `most` each."""
    shares = _capped(weights, total, most)
    whole = np.maximum(np.floor(shares).astype(np.int64), 1)
    room = np.lexsort((np.arange(len(shares)), -(shares - whole)))
    while (missing := total - int(whole.sum())) > 0:
        grow = room[(whole < most)[room]][:missing]
        whole[grow] += 1
    while (surplus := int(whole.sum()) - total) > 0:
        shrink = np.argsort(-whole, kind="stable")[:surplus]
        whole[shrink[whole[shrink] > 1]] -= 1
    return whole


def _capped(
    weights: NDArray[np.float64], total: int, most: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give what a theme has over its most to the others, until none is over."""
    shares = np.zeros(len(weights))
    full = np.zeros(len(weights), dtype=bool)
    while not full.all():
        shares[~full] = weights[~full] * (total - most[full].sum()) / weights[~full].sum()
        over = ~full & (shares > most)
        if not over.any():
            break
        full |= over
        shares[full] = most[full]
    return shares
