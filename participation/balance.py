"""Whether the sides that should be at the table are in balance, such as the quadruple helix.

The four sides (residents, government, knowledge, business) need not be equally large; a side under
its floor is named. All is worked out from counts that may be shown.
"""

from dataclasses import dataclass

from participation.disclosure import SUPPRESSED, Count
from participation.errors import NotEnoughData
from participation.hill import hill_number
from participation.shown_groups import ShownGroups

FLOOR = 0.1


@dataclass(frozen=True)
class Side:
    """One side: its people, its share, and whether that lies under the floor.

    people and share are hidden (SUPPRESSED, None) for a small side. under_floor: None when it can't
    be told from what is shown.
    """

    name: str
    people: Count
    share: float | None
    under_floor: bool | None


@dataclass(frozen=True)
class Balance:
    """All sides with the floor they are held against.

    evenness: 1 when all sides are as large, towards 1/sides when one has everybody; None while a
    side is hidden. effective_sides: evenness x sides.
    """

    sides: tuple[Side, ...]
    total: int
    floor: float
    evenness: float | None

    @property
    def under_floor(self) -> tuple[str, ...]:
        """Name the sides that surely lie under the floor."""
        return tuple(side.name for side in self.sides if side.under_floor)

    @property
    def effective_sides(self) -> float | None:
        """Give how many equally large sides would be as diverse."""
        return None if self.evenness is None else self.evenness * len(self.sides)


def helix_balance(shown: ShownGroups, *, floor: float = FLOOR) -> Balance:
    """Hold the shown counts of sides against a floor: the least share a side should have.

    Evenness: Hill number of order 1 / sides, Source: Hill (1973); Jost (2010). Sides that nobody
    belongs to must be among the groups (``show_groups(counts, of=sides)``). Raises ValueError for a
    floor that not all sides can reach, NotEnoughData for fewer than two sides.
    """
    if len(shown.cells) < 2:
        raise NotEnoughData("sides", len(shown.cells), 2)
    if not 0 <= floor <= 1 / len(shown.cells):
        raise ValueError(f"{len(shown.cells)} sides can't all have a share of {floor}")
    counts = list(shown.cells.values())
    open_counts = [count for count in counts if count is not SUPPRESSED]
    whole = len(open_counts) == len(counts)
    return Balance(
        sides=tuple(_side(name, shown, floor) for name in shown.cells),
        total=shown.total,
        floor=floor,
        evenness=hill_number(open_counts, 1) / len(counts) if whole else None,
    )


def _side(name: str, shown: ShownGroups, floor: float) -> Side:
    people = shown.cells[name]
    least, most = shown.share_at_least(name), shown.share_at_most(name)
    under = True if most < floor else False if least >= floor else None
    share = None if people is SUPPRESSED else people / shown.total
    return Side(name, people, share, under)
