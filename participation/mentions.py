"""How often ideas were mentioned, the one input of all estimates of what is still unheard.

Two models. *Mentions*: every mention is a draw (give counts). *People*: a person may mention
several ideas, each counted once per person (give how many people mentioned each idea, and
``units``, how many people there were); that one fits a dialogue.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import read_counts


@dataclass(frozen=True, eq=False)
class Mentions:
    """Distinct counts (k,) with how many ideas have each (k,), out of ``size`` draws.

    size: mentions, or people in the model of people. total: all mentions.
    """

    values: NDArray[np.int64]
    ideas: NDArray[np.int64]
    size: int
    total: int

    @property
    def observed(self) -> int:
        """Count the different ideas."""
        return int(self.ideas.sum())

    @property
    def factor(self) -> float:
        """Give (n - 1) / n."""
        return (self.size - 1) / self.size

    def times(self, k: int) -> int:
        """Count the ideas that were mentioned k times (f_k, or Q_k)."""
        return int(self.ideas[self.values == k].sum())

    @property
    def unseen(self) -> float:
        """Estimate how many ideas nobody mentioned yet, at least (f0; Chao 1984, 1987)."""
        once, twice = self.times(1), self.times(2)
        if twice:
            return self.factor * once * once / (2 * twice)
        return self.factor * once * (once - 1) / 2

    @property
    def novelty(self) -> float:
        """Give A: how much of the share of ideas heard once is new ground (Chao and Jost 2012)."""
        once = self.times(1)
        return self.size * self.unseen / (self.size * self.unseen + once) if once else 0.0

    def expand(self) -> NDArray[np.int64]:
        """Give the count of every idea."""
        return np.repeat(self.values, self.ideas)

    def without_one(self, value: int) -> "Mentions":
        """Take one mention away from one idea that was mentioned this often."""
        counts = self.expand()
        counts[np.flatnonzero(counts == value)[0]] -= 1
        return _tally(counts[counts > 0], self.size - 1, self.total - 1)


def read_mentions(counts: ArrayLike, units: int | None = None) -> Mentions:
    """Read how often each idea was mentioned; units: people, when each counts once per idea.

    Raises NotEnoughData for fewer than two mentions (or people), ValueError for counts that are no
    whole numbers or exceed the people.
    """
    found = read_counts(counts)
    total = int(found.sum())
    size = total if units is None else int(units)
    if units is not None and found.max() > units:
        raise ValueError("no idea can be mentioned by more people than there are")
    if size < 2:
        raise NotEnoughData("mentions" if units is None else "people", size, 2)
    return _tally(found, size, total)


def _tally(found: NDArray[np.int64], size: int, total: int) -> Mentions:
    values, ideas = np.unique(found, return_counts=True)
    return Mentions(values.astype(np.int64), ideas.astype(np.int64), size, total)
