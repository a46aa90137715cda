"""Who steps in when a card of a hand has to be left out.

All groups of near-duplicates stand in a ring in random order; the place from which it is read moves
one further with every turn, so that stepping in goes around evenly.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogue.shuffling import coprime_near, mixed, shuffled

GOLDEN_RATIO = 0.6180339887498949


@dataclass(frozen=True, eq=False)
class Reserve:
    """The ring of groups, and the members of every group."""

    ring: NDArray[np.int64]
    stride: int
    members: NDArray[np.int64]
    starts: NDArray[np.int64]

    def stepping_in(
        self, turn: int, left_out: Collection[int], groups: Collection[int]
    ) -> Iterator[int]:
        """Yield contributions of groups that are not in the hand yet, at most one of each."""
        for step in range(len(self.ring)):
            group = int(self.ring[(turn + step * self.stride) % len(self.ring)])
            if group not in groups:
                yield from self._member(group, turn // len(self.ring), left_out)

    def _member(self, group: int, start: int, left_out: Collection[int]) -> Iterator[int]:
        first, last = int(self.starts[group]), int(self.starts[group + 1])
        for step in range(last - first):
            card = int(self.members[first + (start + step) % (last - first)])
            if card not in left_out:
                yield card
                return


def build_reserve(groups: NDArray[np.int64], seed: int) -> Reserve:
    """Stand the groups, numbered 0..g-1, in a ring whose order follows from the seed."""
    count = int(groups.max(initial=-1)) + 1
    members = np.lexsort((shuffled(mixed(seed, 1), len(groups)), groups))
    starts = np.searchsorted(groups[members], np.arange(count + 1))
    stride = coprime_near(max(1, round(count * GOLDEN_RATIO)), max(1, count))
    return Reserve(shuffled(seed, count), stride, members, starts)
