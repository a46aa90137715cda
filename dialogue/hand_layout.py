"""Which contribution is dealt at which position, for hands of one size."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dialogue.least_rated import least_rated_deck, least_rated_themes
from dialogue.shuffling import mixed
from dialogue.slots import Arcs, Slots, arrange_arcs, draw_at
from dialogue.theme_order import PERIOD, ThemeOrder


@dataclass(frozen=True, eq=False)
class HandLayout:
    """The endless row of showings from which hands of one size are cut.

    `first_positions` replaces the first showing of every contribution; `first_draws` the places of
    the first pass inside every theme.
    """

    seed: int
    ordered: NDArray[np.int64]
    slots: Slots
    orders: tuple[ThemeOrder, ...]
    starts: tuple[int, ...]
    first_positions: NDArray[np.int64] | None = None
    first_draws: tuple[NDArray[np.int64] | None, ...] = ()
    _arcs: dict[int, Arcs] = field(default_factory=dict, repr=False)

    def card(self, position: int) -> int:
        """Return the contribution at a position in the row."""
        if self.first_positions is not None and position < len(self.first_positions):
            return int(self.first_positions[position])
        cycle, step = divmod(position, self.slots.total)
        theme, earlier = draw_at(self.slots, self._arrangement(cycle), step)
        return self.draw(theme, cycle * self.slots.per_theme[theme] + earlier)

    def draw(self, theme: int, number: int) -> int:
        """Return the contribution that is a theme's showing of a number."""
        first = self.first_draws[theme] if self.first_draws else None
        if first is not None and number < len(first):
            return int(first[number])
        return int(self.ordered[self.starts[theme] + self.orders[theme].place(number)])

    def _arrangement(self, cycle: int) -> Arcs:
        number = arrangement_of(self.slots, cycle)
        if number not in self._arcs:
            self._arcs[number] = arrange_arcs(self.slots, mixed(self.seed, 5), number)
        return self._arcs[number]


def arrangement_of(slots: Slots, cycle: int) -> int:
    """Return which order of the themes a cycle has: it changes where hands and cycles end together.

    The arrangements begin again after `PERIOD` cycles, as the orders in the themes do; when that is
    not a place where hands and cycles end together, one arrangement is kept.
    """
    if PERIOD % slots.cycles_per_arrangement:
        return 0
    return cycle % PERIOD // slots.cycles_per_arrangement


def lay_out(
    ordered: NDArray[np.int64],
    theme_sizes: NDArray[np.int64],
    slots: Slots,
    seed: int,
    ratings_received: NDArray[np.float64] | None,
) -> HandLayout:
    """Lay out contributions, ordered by theme, for hands of the size that the slots were made for.

    With ratings received the least-rated come first: over all contributions when a cycle shows
    everyone once, and inside every theme otherwise.
    """
    starts = np.concatenate(([0], np.cumsum(theme_sizes)[:-1])).tolist()
    sizes = theme_sizes.tolist()
    orders = tuple(
        ThemeOrder(mixed(seed, 6, theme), size, usual, most)
        for theme, (size, usual, most) in enumerate(
            zip(sizes, slots.usual_in_hand, slots.most_in_hand, strict=True)
        )
    )
    layout = HandLayout(seed, ordered, slots, orders, tuple(starts))
    if ratings_received is None:
        return layout
    if slots.per_theme == tuple(sizes):
        return replace(layout, first_positions=_first_positions(layout, sizes, ratings_received))
    return replace(layout, first_draws=_first_draws(layout, sizes, ratings_received))


def _first_positions(
    layout: HandLayout, sizes: list[int], ratings: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Order everyone by ratings; the last hand is filled up by what opens the next cycle."""
    count, hand = len(layout.ordered), layout.slots.hand
    closing = count % hand
    opening = [layout.card(count + step) for step in range(hand - closing)] if closing else []
    return least_rated_deck(layout.ordered, sizes, ratings, opening, closing, layout.seed)


def _first_draws(
    layout: HandLayout, sizes: list[int], ratings: NDArray[np.float64]
) -> tuple[NDArray[np.int64] | None, ...]:
    """Order every theme by ratings, apart from what opens its second pass."""
    openings = [
        [layout.draw(theme, size + step) for step in range(order.most_in_hand)]
        for theme, (size, order) in enumerate(zip(sizes, layout.orders, strict=True))
    ]
    return least_rated_themes(layout.ordered, layout.starts, sizes, ratings, openings)
