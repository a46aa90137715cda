"""The counts of one dimension as they may be shown, and what follows from them.

What is worked out from shown counts alone gives nothing away that they don't give away already:
who is missing and whether sides are in balance are worked out from these, never from exact counts.
Of a small group it is told that it is under twice the minimum (with a minimum of ten: 0 to 19).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from participation.disclosure import MINIMUM_CELL, SUPPRESSED, Count, suppress_counts
from participation.errors import NotEnoughData
from participation.linked_tables import PublishedTables


@dataclass(frozen=True)
class ShownGroups:
    """Groups with their shown counts.

    total: how many people there are in these groups together, at least (exactly, unless some who
    are in none of them had to be hidden too). hidden: how many people are in the hidden ones
    together, at most. small: hidden ones of which it is told that they are under twice ``minimum``.
    left_out: groups that were not asked about.
    """

    cells: Mapping[str, Count]
    total: int
    hidden: int
    small: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    minimum: int = MINIMUM_CELL

    def at_least(self, group: str) -> int:
        """Give the lowest that its count can be: the total less the most of all others."""
        cell = self.cells[group]
        if cell is not SUPPRESSED:
            return cell
        others = sum(self.at_most(other) for other in self.cells if other != group)
        return max(0, self.total - others)

    def at_most(self, group: str) -> int:
        """Give the highest that the count of a group can be."""
        cell = self.cells[group]
        if cell is not SUPPRESSED:
            return cell
        return min(self.hidden, 2 * self.minimum - 1) if group in self.small else self.hidden

    def share_at_most(self, group: str) -> float:
        """Give the highest that its share of the total can be."""
        most = self.at_most(group)
        others = 0 if self.cells[group] is not SUPPRESSED else most
        return most / max(self.total, self._seen + others, 1)

    def share_at_least(self, group: str) -> float:
        """Give the lowest that its share of the total can be."""
        return self.at_least(group) / max(self._seen + self.hidden, 1)

    @property
    def _seen(self) -> int:
        return sum(cell for cell in self.cells.values() if cell is not SUPPRESSED)


def show_groups(
    counts: Mapping[str, int], of: Iterable[str] | None = None, *, minimum: int = MINIMUM_CELL
) -> ShownGroups:
    """Hide small groups of counts that are published nowhere else; ``of``: the groups that count.

    A group of ``of`` that nobody belongs to is a small one. Counts outside ``of`` (such as "lives
    elsewhere") are left out and named. Raises NotEnoughData when not even the total may be shown.
    """
    wanted = tuple(counts if of is None else of)
    shown = suppress_counts([counts.get(group, 0) for group in wanted], minimum=minimum)
    left_out = tuple(group for group in counts if group not in wanted)
    if shown.total is SUPPRESSED:
        raise NotEnoughData("people", 0, minimum)
    cells = dict(zip(wanted, shown.cells, strict=True))
    small = frozenset(group for group in wanted if counts.get(group, 0) < minimum)
    hidden = shown.total - shown.at_least
    return ShownGroups(cells, shown.total, hidden, small, left_out, minimum)


def shown_groups_of(
    published: PublishedTables,
    dimension: str,
    of: Iterable[str] | None = None,
    *,
    minimum: int = MINIMUM_CELL,
) -> ShownGroups:
    """Take the counts of one dimension out of tables that were published together.

    ``of``: the groups that count; others ("" for gave none, lives elsewhere) are left out and
    named. minimum: the one they were published with. Raises ValueError for a group that the tables
    don't have (publish with ``groups``), NotEnoughData when the total is hidden.
    """
    known = published.groups[dimension]
    wanted = tuple((group for group in known if group) if of is None else of)
    absent = [group for group in wanted if group not in known]
    if absent:
        raise ValueError(f"{dimension!r} was published without the group {absent[0]!r}")
    everybody = published.count()
    if everybody is SUPPRESSED:
        raise NotEnoughData("people", 0, minimum)
    cells = {group: published.count(**{dimension: group}) for group in known}
    left_out = tuple(group for group in known if group not in wanted)
    hidden = everybody - sum(cell for cell in cells.values() if cell is not SUPPRESSED)
    seen = _seen(cells, wanted)
    sure = all(cells[group] is not SUPPRESSED for group in left_out)
    kept = {group: cells[group] for group in wanted}
    small = frozenset(
        group for group in wanted if frozenset({(dimension, group)}) in published.small
    )
    return ShownGroups(kept, seen + hidden if sure else seen, hidden, small, left_out, minimum)


def _seen(cells: Mapping[str, Count], groups: Iterable[str]) -> int:
    found = (cells[group] for group in groups)
    return sum(cell for cell in found if cell is not SUPPRESSED)
