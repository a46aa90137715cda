"""Which counts of people may be shown: nobody can be singled out, also not by subtracting.

A count below the minimum is never published. A single count is rounded (``shown_count``). A table
with exact counts gives something else up: the exact total, or a further cell.
(Rule of ten, and consequential suppression: Statistics Netherlands; ABS DataLab.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

MINIMUM_CELL = 10
ROUNDED_TO = 5


def shown_count(count: int, *, minimum: int = MINIMUM_CELL, base: int = ROUNDED_TO) -> int | None:
    """Give a count of people as it may be shown, or None for fewer than ``minimum``.

    What is shown is rounded to the nearest ``base``, so that a small group can't be found by
    subtracting one count from another. Zero is not told apart from few. Source: Hundepool et al.
    (2012), Statistical Disclosure Control, section 5 (deterministic rounding of frequency tables).
    """
    if count < minimum:
        return None
    return max(minimum, base * ((2 * count + base) // (2 * base)))


@dataclass(frozen=True)
class Disclosed:
    """Counts that may be published; None is a count that stays hidden.

    ``at_least``: the sum of the cells that are shown, for "more than ..." when the total is hidden.
    """

    cells: tuple[int | None, ...]
    total: int | None

    @property
    def at_least(self) -> int:
        """Add up what is shown."""
        return sum(cell for cell in self.cells if cell is not None)


def keep_cells(counts: Sequence[int], *, minimum: int = MINIMUM_CELL) -> Disclosed:
    """Hide small cells, and the exact total as soon as one is hidden."""
    hidden = [0 < count < minimum for count in counts]
    cells = tuple(None if hide else count for count, hide in zip(counts, hidden, strict=True))
    return Disclosed(cells, None if any(hidden) else sum(counts))


def keep_total(counts: Sequence[int], *, minimum: int = MINIMUM_CELL) -> Disclosed:
    """Hide small cells, and further ones until the hidden together are no small group either.

    Hidden cells must look alike on the page: which of them is the small one is not to be told.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < minimum}
    by_size = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    others = [place for place in by_size if counts[place] and place not in hidden]
    while hidden and others and not safe_together(counts, hidden, minimum):
        hidden.add(others.pop(0))
    cells = tuple(None if place in hidden else count for place, count in enumerate(counts))
    known = not hidden or safe_together(counts, hidden, minimum)
    return Disclosed(cells, sum(counts) if known else None)


def safe_together(counts: Sequence[int], hidden: set[int], minimum: int) -> bool:
    """Tell whether subtracting what is shown from the total gives no small group away."""
    return len(hidden) > 1 and sum(counts[place] for place in hidden) >= minimum
