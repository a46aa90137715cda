"""What was really shown, beside what the deck was built to show.

Polis served statements at random for sixteen months, unnoticed, because only the priority function
was tested. So the served distribution itself is watched: hands as they were dealt must keep the
deck's contract; cards as they were really seen may differ only because people stop halfway (see
`dialogue.stopping`).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from dialogue.representativeness import adjust_p
from dialogue.slots import divide_slots

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ALLOWED_DIFFERENCE = 3
ALARM = 0.001
# Measured with people who take three hands: from twelve hands' worth on, three is kept.
ROOMY = 12
LOWEST_COMPARED = 0.5


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


def largest_difference(dealt: Counts, themes: Counts, exponent: float) -> int:
    """Return how unequally cards were dealt: over all, or inside themes with an exponent not 1."""
    if len(dealt) == 0:
        return 0
    if exponent == 1.0:
        return int(np.ptp(dealt))
    return max(int(np.ptp(dealt[themes == theme])) for theme in np.unique(themes))


def uneven_over_chambers(viewed: Counts, viewer_chamber: ArrayLike, count: int) -> Floats:
    """Return (count,) the adjusted chance that a card's viewers come so unevenly from the chambers.

    viewed, viewer_chamber: (e,) contribution of every exposure and the chamber of who saw it.
    """
    if len(viewed) == 0:
        return np.full(count, np.nan)
    chambers, of_viewer = np.unique(np.asarray(viewer_chamber), return_inverse=True)
    table = np.zeros((count, len(chambers)))
    np.add.at(table, (viewed, of_viewer.reshape(-1)), 1)
    share = table.sum(axis=0) / table.sum()
    expected = table.sum(axis=1, keepdims=True) * share
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.nansum((table - expected) ** 2 / expected, axis=1)
    p = chdtrc(max(len(chambers) - 1, 1), squares)
    return adjust_p(np.where(table.sum(axis=1) > 0, p, np.nan))
