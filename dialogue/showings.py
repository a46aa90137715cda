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
from dialogue.slots import divide_slots

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ALLOWED_DIFFERENCE = 3
ALARM = 0.001
# Measured with people who take three hands: from twelve hands' worth on, three is kept.
ROOMY = 12
LOWEST_COMPARED = 0.5


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
    compared: ArrayLike | None = None,
    allowed: int = ALLOWED_DIFFERENCE,
) -> Showings:
    """Compare hands and exposures with the design of the deck.

    hands: cards of every hand in the log; seen: (e,) contribution of every exposure; theme_ids:
    (n,) as given to the deck; viewer_chamber: (e,) chamber of who saw it; compared: (n,) whether
    dealing can be equal for a contribution (see `can_be_equal`), by default for all. With an
    exponent other than 1 showings are equal inside a theme.
    """
    held = np.ones(np.size(theme_ids), dtype=np.bool_) if compared is None else np.asarray(compared)
    themes = np.asarray(theme_ids, dtype=np.int64).reshape(-1)
    cards = np.fromiter((card for hand in hands for card in hand), dtype=np.int64)
    viewed = np.asarray(seen, dtype=np.int64).reshape(-1)
    dealt = np.bincount(cards, minlength=len(themes))
    shown = np.bincount(viewed, minlength=len(themes))
    return Showings(
        dealt=dealt,
        seen=shown,
        difference=_largest_difference(dealt[held], themes[held], theme_exponent),
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


def has_become_uneven(
    ratings_received: ArrayLike,
    theme_ids: ArrayLike,
    near_duplicates: ArrayLike | None = None,
    *,
    theme_exponent: float = 1.0,
) -> bool:
    """Return whether ratings received are uneven where the design asks for equality.

    All arrays are (n,), as given to the deck. With an exponent other than 1 themes are shown
    unequally on purpose, so each is looked at by itself.
    """
    alone = shown_alone(near_duplicates, np.size(theme_ids))
    received = np.asarray(ratings_received, dtype=np.float64)[alone]
    if theme_exponent == 1.0:
        return is_uneven(received)
    themes = np.asarray(theme_ids)[alone]
    return any(is_uneven(received[themes == theme]) for theme in np.unique(themes))


def can_be_equal(
    theme_ids: ArrayLike,
    near_duplicates: ArrayLike | None = None,
    *,
    hand: int,
    theme_exponent: float = 1.0,
) -> NDArray[np.bool_]:
    """Return (n,) for which contributions a difference of `ALLOWED_DIFFERENCE` can be kept.

    Not for near-duplicates, and not where people who come back have seen nearly everything there
    is: in decks, or with another exponent than 1 in themes, of fewer than `ROOMY` hands' worth,
    and in no theme when the exponent is under `LOWEST_COMPARED`. An audit of hands sees all.
    """
    themes = np.unique(np.asarray(theme_ids), return_inverse=True)[1].reshape(-1)
    alone = shown_alone(near_duplicates, len(themes))
    if theme_exponent < LOWEST_COMPARED or len(themes) < ROOMY * hand:
        return np.zeros(len(themes), dtype=np.bool_)
    if theme_exponent == 1.0:
        return alone
    sizes = np.bincount(themes)
    usual = divide_slots(sizes, min(hand, len(themes)), theme_exponent).usual_in_hand
    return alone & (sizes >= ROOMY * np.asarray(usual))[themes]


def shown_alone(near_duplicates: ArrayLike | None, count: int) -> NDArray[np.bool_]:
    """Return (n,) which contributions say what no other says.

    Of the others at most one is in a hand, so that they may be shown less often than the rest.
    """
    if near_duplicates is None:
        return np.ones(count, dtype=np.bool_)
    _, group, size = np.unique(near_duplicates, return_inverse=True, return_counts=True)
    return np.asarray(size[group.reshape(-1)] == 1)


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
