"""What was really shown, beside what the deck was built to show.

Polis served statements at random for sixteen months, unnoticed, because only the priority function
was tested. So the served distribution itself is watched: hands as they were dealt must keep the
deck's contract; cards as they were really seen may differ only because people stop halfway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from dialogue.representativeness import adjust_p

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ALLOWED_DIFFERENCE = 3
ALARM = 0.001


@dataclass(frozen=True, eq=False)
class Showings:
    """The realised distribution of one deck.

    dealt, seen: (contributions,) how often in a hand, and really before somebody's eyes.
    difference: the largest difference in dealing where the design asks for equality; allowed: what
    it may be. stopping_p: chance that what was seen differs so much when people only stop halfway;
    chambers_p: (contributions,) adjusted chance that a card's viewers come so unevenly from the
    chambers.
    """

    dealt: Counts
    seen: Counts
    difference: int
    allowed: int
    stopping_p: float
    chambers_p: Floats

    @property
    def dealt_as_designed(self) -> bool:
        """Whether hands kept the contract of equal showings."""
        return self.difference <= self.allowed

    @property
    def alarm(self) -> bool:
        """Whether dealing broke the contract or seeing departs from dealing beyond chance."""
        return not self.dealt_as_designed or self.stopping_p < ALARM


def check_showings(
    hands: Sequence[Sequence[int]],
    seen: ArrayLike,
    theme_ids: ArrayLike,
    *,
    theme_exponent: float = 1.0,
    viewer_chamber: ArrayLike | None = None,
    allowed: int = ALLOWED_DIFFERENCE,
) -> Showings:
    """Compare hands and exposures with the design of the deck.

    hands: cards of every hand in the log; seen: (e,) contribution of every exposure; theme_ids:
    (n,) as given to the deck; viewer_chamber: (e,) chamber of who saw it. With an exponent other
    than 1 showings are equal inside a theme.
    """
    themes = np.asarray(theme_ids, dtype=np.int64).reshape(-1)
    cards = np.fromiter((card for hand in hands for card in hand), dtype=np.int64)
    viewed = np.asarray(seen, dtype=np.int64).reshape(-1)
    dealt = np.bincount(cards, minlength=len(themes))
    shown = np.bincount(viewed, minlength=len(themes))
    return Showings(
        dealt=dealt,
        seen=shown,
        difference=_largest_difference(dealt, themes, theme_exponent),
        allowed=allowed,
        stopping_p=_stopping_p(dealt, shown),
        chambers_p=_chambers_p(viewed, viewer_chamber, len(themes)),
    )


def is_uneven(ratings_received: ArrayLike, *, factor: float = 2.0, fewest: int = 3) -> bool:
    """Return whether ratings received have become so uneven that the deck should be rebuilt.

    True when the tenth of contributions with the least have less than 1/factor of the median, and
    at least `fewest` ratings less than it.
    """
    received = np.sort(np.asarray(ratings_received, dtype=np.float64))
    if len(received) < 2:
        return False
    middle = float(np.median(received))
    least = float(received[: max(1, len(received) // 10)].mean())
    return least * factor < middle and middle - least >= fewest


def _largest_difference(dealt: Counts, themes: Counts, exponent: float) -> int:
    if len(dealt) == 0:
        return 0
    if exponent == 1.0:
        return int(np.ptp(dealt))
    return max(int(np.ptp(dealt[themes == theme])) for theme in np.unique(themes))


def _stopping_p(dealt: Counts, seen: Counts) -> float:
    """Test whether every dealt card had the same chance to be seen (Pearson's chi-square)."""
    possible = dealt > 0
    if possible.sum() < 2 or seen[possible].sum() == 0:
        return 1.0
    share = min(float(seen[possible].sum() / dealt[possible].sum()), 1.0)
    if share == 1.0:
        return 1.0 if np.array_equal(seen, dealt) else 0.0
    expected = dealt[possible] * share
    squares = float(np.sum((seen[possible] - expected) ** 2 / (expected * (1 - share))))
    return float(stats.chi2.sf(squares, int(possible.sum()) - 1))


def _chambers_p(viewed: Counts, viewer_chamber: ArrayLike | None, count: int) -> Floats:
    """Test per contribution whether its viewers come from the chambers as all viewers do."""
    if viewer_chamber is None or len(viewed) == 0:
        return np.full(count, np.nan)
    chambers, of_viewer = np.unique(np.asarray(viewer_chamber), return_inverse=True)
    table = np.zeros((count, len(chambers)))
    np.add.at(table, (viewed, of_viewer.reshape(-1)), 1)
    share = table.sum(axis=0) / table.sum()
    expected = table.sum(axis=1, keepdims=True) * share
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.nansum((table - expected) ** 2 / expected, axis=1)
    p = stats.chi2.sf(squares, max(len(chambers) - 1, 1))
    return adjust_p(np.where(table.sum(axis=1) > 0, p, np.nan))
