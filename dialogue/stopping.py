"""Whether people saw less of some cards than stopping halfway explains, in one deck or in several.

The cards of a hand lie in random order. So whoever saw m of the n cards of a hand had the chance
m/n to see each of them, however early people stop and whichever hands were laid first. What was
seen beyond that adds up over hands and decks, with the cumulants of a draw: its variance is
v = m/n (1 - m/n) per hand, its fourth cumulant v (1 - 6 v).
A page that hides some cards makes their ratings uneven, so that decks follow each other quickly: no
single one of them tells enough, all together do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

Floats = NDArray[np.float64]

# Of cards seen once or not, with even chances, the squares are always the same: they tell nothing.
LEAST_SPREAD = 0.01


@dataclass(frozen=True, eq=False)
class Departure:
    """Per card (n,) how much more it was seen than expected, with two cumulants of that."""

    more: Floats
    variance: Floats
    fourth: Floats

    def __add__(self, other: "Departure") -> "Departure":
        """Add up two decks of the same cards."""
        return Departure(
            self.more + other.more, self.variance + other.variance, self.fourth + other.fourth
        )

    def only(self, places: Sequence[int]) -> "Departure":
        """Keep what is told of some cards; of the others nothing is."""
        kept = np.zeros(len(self.more))
        kept[list(places)] = 1.0
        return Departure(self.more * kept, self.variance * kept, self.fourth * kept)

    def chance(self) -> float:
        """Return the chance of so large a departure or a larger one.

        Pearson's squares have the mean 1 per card, and with few showings less spread than a
        chi-square: it is scaled to the spread that they have (Satterthwaite).
        """
        kept = self.variance > 0
        if not kept.any():
            return 1.0
        variance, count = self.variance[kept], float(kept.sum())
        squares = float(np.sum(self.more[kept] ** 2 / variance))
        spread = float(np.sum(2 + self.fourth[kept] / variance**2))
        if spread <= LEAST_SPREAD * count:
            return 1.0
        return float(chdtrc(2 * count**2 / spread, 2 * squares * count / spread))


def no_departure(count: int) -> Departure:
    """Return the departure of so many cards that nobody was dealt."""
    return Departure(np.zeros(count), np.zeros(count), np.zeros(count))
