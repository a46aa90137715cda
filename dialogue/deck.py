"""Deal hands of others' answers: equal showings, many themes in every hand, recomputable by anyone.

The contract with residents is *equal showings*. After any number of turns the showings of any two
contributions differ by at most one (with `theme_exponent` 1; otherwise of any two in one theme).
Within that a hand spans as many themes as the arithmetic allows, and cards of one theme in a hand
lie far apart in meaning. A hand follows from the deck's inputs, the turn, the size and what was
left out for this person, and from nothing else: an auditor recomputes it from the log.

Leaving out a person's own card costs that contribution one showing, and another gets one more. The
reserve that steps in goes around evenly: in as many turns as there are contributions hardly anyone
steps in twice. Callers who remember what was left out (`settle_owed`) and hand it in as `owed` have
it repaid at the next occasion, so that the difference stays small however long a round lasts.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dialogue.hand_layout import HandLayout, lay_out
from dialogue.reserve import Reserve, build_reserve
from dialogue.shuffling import mixed, mixed_array
from dialogue.slots import divide_slots

HAND_SIZE = 15


@dataclass(frozen=True, eq=False)
class Deck:
    """Contributions laid ready to be dealt; indexes are those of the inputs of `build_deck`.

    `ordered` holds the contributions theme by theme, those that mean nearly the same side by side;
    `groups` numbers the near-duplicates: one of a group per hand.
    """

    seed: int
    theme_exponent: float
    ordered: NDArray[np.int64]
    theme_sizes: NDArray[np.int64]
    groups: NDArray[np.int64]
    reserve: Reserve
    ratings_received: NDArray[np.float64] | None = None
    _layouts: dict[int, HandLayout] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.ordered)

    def deal(
        self,
        turn: int,
        size: int = HAND_SIZE,
        exclude: Collection[int] = (),
        *,
        owed: Sequence[int] = (),
    ) -> list[int]:
        """Return the hand of a turn: distinct contributions, none of the excluded, in random order.

        Give every hand of a deck the same size: turns count hands. A hand is shorter than asked
        only when there is nothing else to show. `owed` are contributions that earlier hands had
        to leave out; they step in first. Raises ValueError when turn or size is negative.
        """
        planned = self.plan(turn, size)
        left_out = frozenset(exclude)
        hand: list[int] = []
        groups: set[int] = set()
        for card in self._candidates(planned, turn, owed, left_out, groups):
            if len(hand) == len(planned):
                break
            group = int(self.groups[card])
            if card not in left_out and group not in groups:
                hand.append(card)
                groups.add(group)
        return sorted(hand, key=lambda card: mixed(self.seed, turn, card))

    def plan(self, turn: int, size: int = HAND_SIZE) -> list[int]:
        """Return the hand of a turn as it would be if nothing had to be left out."""
        if turn < 0 or size < 0:
            raise ValueError("turn and size count from zero")
        size = min(size, len(self))
        if size == 0:
            return []
        layout = self._layout(size)
        return [layout.card(position) for position in range(turn * size, (turn + 1) * size)]

    def _candidates(
        self,
        planned: list[int],
        turn: int,
        owed: Sequence[int],
        left_out: frozenset[int],
        groups: set[int],
    ) -> Iterator[int]:
        yield from planned
        yield from owed
        yield from self.reserve.stepping_in(turn, left_out, groups)

    def _layout(self, size: int) -> HandLayout:
        if size not in self._layouts:
            slots = divide_slots(self.theme_sizes, size, self.theme_exponent)
            self._layouts[size] = lay_out(
                self.ordered, self.theme_sizes, slots, self.seed, self.ratings_received
            )
        return self._layouts[size]


def build_deck(
    theme_ids: ArrayLike,
    ratings_received: ArrayLike | None = None,
    *,
    seed: int,
    theme_exponent: float = 1.0,
    near_duplicates: ArrayLike | None = None,
    meaning: ArrayLike | None = None,
) -> Deck:
    """Lay n contributions ready to be dealt, in O(n log n).

    theme_ids: (n,) theme of every contribution, -1 for in no theme, which is dealt like a theme.
    ratings_received: (n,) ratings so far; the deck's first pass then shows the least-rated first.
    theme_exponent: showings of a theme grow with its size to this power; 1 gives all contributions
        the same showings, 0 gives all themes the same.
    near_duplicates: (n,) equal numbers for contributions that say nearly the same.
    meaning: (n,) place of every contribution on a line within its theme; neighbours mean the same.
    Raises ValueError for lengths that differ, a negative or unknown number of ratings, and an
    exponent outside 0..1.
    """
    themes = np.asarray(theme_ids, dtype=np.int64).reshape(-1)
    if not 0.0 <= theme_exponent <= 1.0:
        raise ValueError("theme_exponent lies between 0 and 1")
    groups = _numbered(near_duplicates, len(themes))
    ratings = _ratings(ratings_received, len(themes))
    return Deck(
        seed=seed,
        theme_exponent=theme_exponent,
        ordered=_by_theme_and_meaning(themes, groups, meaning, seed),
        theme_sizes=np.unique(themes, return_counts=True)[1].astype(np.int64),
        groups=groups,
        reserve=build_reserve(groups, mixed(seed, 2)),
        ratings_received=ratings,
    )


def settle_owed(
    owed: Sequence[int],
    planned: Collection[int],
    dealt: Collection[int],
    exclude: Collection[int],
) -> list[int]:
    """Return what is owed after a hand: a showing repaid leaves the list, one left out joins."""
    repaid = set(dealt) - set(planned)
    still = []
    for card in owed:
        if card in repaid:
            repaid.remove(card)
        else:
            still.append(card)
    return still + sorted(set(planned) & set(exclude))


def _numbered(near_duplicates: ArrayLike | None, count: int) -> NDArray[np.int64]:
    if near_duplicates is None:
        return np.arange(count)
    groups = np.asarray(near_duplicates).reshape(-1)
    if len(groups) != count:
        raise ValueError("near_duplicates needs a number for every contribution")
    return np.unique(groups, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _ratings(ratings_received: ArrayLike | None, count: int) -> NDArray[np.float64] | None:
    if ratings_received is None:
        return None
    ratings = np.asarray(ratings_received, dtype=np.float64).reshape(-1)
    if len(ratings) != count or not np.all(ratings >= 0):
        raise ValueError("ratings_received needs a number from zero for every contribution")
    return ratings


def _by_theme_and_meaning(
    themes: NDArray[np.int64],
    groups: NDArray[np.int64],
    meaning: ArrayLike | None,
    seed: int,
) -> NDArray[np.int64]:
    """Order by theme, then by meaning, near-duplicates side by side, and else by chance."""
    count = len(themes)
    chance = mixed_array(mixed(seed, 3), np.arange(count))
    group_chance = mixed_array(mixed(seed, 4), groups)
    if meaning is None:
        return np.lexsort((chance, group_chance, themes))
    line = np.asarray(meaning, dtype=np.float64).reshape(-1)
    if len(line) != count or not np.all(np.isfinite(line)):
        raise ValueError("meaning needs a place for every contribution")
    first = np.full(int(groups.max(initial=-1)) + 1, np.inf)
    np.minimum.at(first, groups, line)
    return np.lexsort((chance, line, group_chance, first[groups], themes))
