"""Funnels that may be shown, split up in several ways, from which no small group follows.

People are in *cells*: a chamber x a way to come in. Only cells are counted; every row of a table
is a sum of them, so that several tables tell no more than the cells do. A cell says "at least", in
whole tens, and a later step is never more than an earlier one. All other tables of the same people
(groups, days) must add up to no more than the cells do (``fit_within``): then they can't be
laid beside them to squeeze a hidden cell either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from participation.disclosure import MINIMUM_CELL, ROUNDED_TO

MERGED = "*"


@dataclass(frozen=True)
class CellSteps:
    """A round: who started, who finished, and who of the starters had been there before."""

    started: int
    finished: int
    returned: int


@dataclass(frozen=True)
class Cell:
    """One chamber x one way to come in.

    codes, used: per wave the invitations made and used; None when no code is needed. exact in,
    shown out: ``show_cells`` gives 0 for what is not shown, and the channel ``MERGED`` to channels
    that were put together.
    """

    chamber: str
    channel: str
    trust: str
    came_in: int
    steps: tuple[CellSteps, ...] = ()
    codes: Mapping[int, int] | None = None
    used: Mapping[int, int] = field(default_factory=dict)

    @property
    def invited(self) -> int | None:
        """Count the codes of all waves."""
        return None if self.codes is None else sum(self.codes.values())


def show_cells(cells: Iterable[Cell], *, minimum: int = MINIMUM_CELL) -> tuple[Cell, ...]:
    """Make cells that may be shown; all counts become "at least", in tens, 0 for hidden.

    Of every cell and every step between two counts at least ``minimum`` numbers stay possible, so
    codes that all but a few used are not told apart from codes that a few more did not use. Cells
    under twice the minimum are put together when a chamber has several: each of them could then
    be anything below that, also knowing their sum.
    """
    by_chamber: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_chamber[cell.chamber].append(cell)
    return tuple(
        show_cell(cell, minimum=minimum)
        for mine in by_chamber.values()
        for cell in _put_small_together(mine, 2 * minimum)
    )


def _put_small_together(cells: Sequence[Cell], below: int) -> list[Cell]:
    small = [cell for cell in cells if cell.came_in < below]
    if len(small) < 2:
        return list(cells)
    merged = small[0]
    for cell in small[1:]:
        merged = _add(merged, cell)
    return [cell for cell in cells if cell.came_in >= below] + [merged]


def _add(one: Cell, other: Cell) -> Cell:
    """Put two cells together; waves are lost, for they would tell of one channel."""
    open_to_all = one.codes is None or other.codes is None
    return Cell(
        chamber=one.chamber,
        channel=MERGED,
        trust=one.trust if one.trust == other.trust else MERGED,
        came_in=one.came_in + other.came_in,
        steps=tuple(
            CellSteps(a.started + b.started, a.finished + b.finished, a.returned + b.returned)
            for a, b in zip(one.steps, other.steps, strict=True)
        ),
        codes=None if open_to_all else {0: (one.invited or 0) + (other.invited or 0)},
        used={0: sum(one.used.values()) + sum(other.used.values())},
    )


def show_cell(cell: Cell, *, minimum: int = MINIMUM_CELL) -> Cell:
    """Make one cell that may be shown; see ``show_cells``."""
    used = {
        wave: _tens(min(cell.used.get(wave, 0), codes - minimum + 1), minimum)
        for wave, codes in (cell.codes or {}).items()
    }
    came_in = _tens(cell.came_in, minimum)
    if cell.codes is not None:
        # Waves and arrivals count the same people: neither may say more than the other.
        came_in = min(came_in, sum(used.values()))
    steps = []
    for step in cell.steps:
        returned = _tens(step.returned, minimum)
        started = min(came_in, _tens(step.started, minimum))
        if 0 < step.started - step.returned < minimum:
            started = min(started, returned)
        finished = min(started, _tens(step.finished, minimum))
        steps.append(CellSteps(started, finished, min(started, returned)))
    return replace(cell, came_in=came_in, steps=_within(steps, came_in, minimum), used=used)


def _within(steps: list[CellSteps], came_in: int, minimum: int) -> tuple[CellSteps, ...]:
    """Take tens off later rounds until all newcomers together fit in who came in."""
    shown = list(steps)
    while shown:
        least = shown[0].started + sum(_newcomers(step, minimum) for step in shown[1:])
        late = [at for at in range(1, len(shown)) if _newcomers(shown[at], minimum)]
        if least <= came_in or not late:
            break
        step = shown[late[-1]]
        started = max(step.returned, step.started - minimum)
        shown[late[-1]] = CellSteps(started, min(step.finished, started), step.returned)
    return tuple(shown)


def _newcomers(step: CellSteps, minimum: int) -> int:
    """Give how many newcomers there must have been, knowing what is shown."""
    if step.started <= step.returned:
        return 0
    return max(minimum, step.started - step.returned - minimum + 1)


def _tens(count: int, minimum: int) -> int:
    return max(0, count) // minimum * minimum


def fit_within(
    counts: Mapping[str, int],
    most: int,
    *,
    minimum: int = MINIMUM_CELL,
    base: int = ROUNDED_TO,
) -> dict[str, int | None]:
    """Round counts of disjoint groups to the nearest ``base``, so that they tell of no one else.

    None: fewer than ``minimum``. What all groups must hold at least, taken together, may not be
    more than ``most`` (what the cells say of the same people), else ``base`` is taken off the
    largest group, again and again: who is in no group must stay unknown. All None when that
    can't be done.
    """
    shown = {
        group: None if count < minimum else max(minimum, _nearest(count, base))
        for group, count in counts.items()
    }
    while sum(max(0, each - base // 2) for each in shown.values() if each) > most:
        people, largest = max((each, group) for group, each in shown.items() if each is not None)
        if people - base < minimum:
            return dict.fromkeys(counts)
        shown[largest] = people - base
    return shown


def _nearest(count: int, base: int) -> int:
    return base * ((2 * count + base) // (2 * base))


def days_within(
    per_day: Sequence[int], most: int, *, minimum: int = MINIMUM_CELL
) -> list[tuple[int, int, int]]:
    """Take days together until at least ``minimum`` people came in: (first, last, people) each.

    The running total is in whole tens and never over ``most``; days after the last are left out.
    """
    found: list[tuple[int, int, int]] = []
    first, total, shown = 0, 0, 0
    for day, people in enumerate(per_day):
        total += people
        so_far = min(_tens(total, minimum), most)
        if so_far > shown:
            found.append((first, day, so_far - shown))
            first, shown = day + 1, so_far
    return found


def silent_within(
    invited: Mapping[str, int],
    used: Mapping[str, int],
    cells: Sequence[Cell],
    *,
    minimum: int = MINIMUM_CELL,
) -> dict[str, int] | None:
    """Say per group of invitations at least how many nobody used, 0 for hidden.

    invited, used: exact counts of the same invitations as ``cells`` (shown ones). None when the
    groups beside the cells would squeeze a small number of unused codes, or a small group.
    """
    silent = {
        group: _tens(min(codes - used.get(group, 0), codes - minimum + 1), minimum)
        for group, codes in invited.items()
    }
    groups = [_bounds(silent[group], codes, minimum) for group, codes in invited.items()]
    taken = [
        (codes, _bounds(cell.used.get(wave, 0), codes, minimum))
        for cell in cells
        for wave, codes in (cell.codes or {}).items()
    ]
    waves = [(codes - high, codes - low) for codes, (low, high) in taken]
    if _squeezed(groups, waves, minimum) or _squeezed(waves, groups, minimum):
        return None
    return silent


def _bounds(shown: int, known: int, minimum: int) -> tuple[int, int]:
    """Give what a count can be that is shown in tens, and capped by what it is a part of."""
    capped = shown + minimum > known - minimum + 1
    return shown, known if capped else shown + minimum - 1


def _squeezed(
    these: Sequence[tuple[int, int]], those: Sequence[tuple[int, int]], minimum: int
) -> bool:
    """Tell whether knowing the sum of those leaves a small one of these fewer than ``minimum``."""
    least, most = sum(low for low, _ in those), sum(high for _, high in those)
    lows, highs = sum(low for low, _ in these), sum(high for _, high in these)
    for low, high in these:
        left = max(low, least - (highs - high))
        right = min(high, most - (lows - low))
        if left < minimum and right - left < min(minimum - 1, high - low):
            return True
    return False
