"""Several tables of the same people, protected together: what one hides, no other gives away.

Everything that is ever published of a dialogue by these dimensions goes in one call, and that list
is fixed before: a table that is added later can undo what was hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.disclosure import (
    MINIMUM_CELL,
    ROUNDED_TO,
    SUPPRESSED,
    Count,
    ShownPercentage,
    Suppressed,
    shown_share,
)
from participation.labels import encode_labels
from participation.protection import protect

MOST_CELLS = 5_000

Dimensions = tuple[str, ...]
Cell = frozenset[tuple[str, str]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PublishedTables:
    """Counts that may be published, of any combination of groups that some table holds.

    small: groups of one dimension of which it may be told that they are under twice the minimum.
    """

    groups: Mapping[str, tuple[str, ...]]
    counts: Mapping[Cell, Count]
    small: frozenset[Cell] = frozenset()

    def count(self, **groups: str) -> Count:
        """Give one count: count(age="0-24", chamber="residents"); count() is everybody."""
        return self.counts[frozenset(groups.items())]

    def percentage(self, **groups: str) -> ShownPercentage | Suppressed:
        """Give the share of everybody: percentage(age="0-24"). None of a hidden count."""
        return shown_share(self.count(**groups), self.count())

    def rounded(self, base: int = ROUNDED_TO) -> "PublishedTables":
        """Round what is shown, each on its own: rounded cells need not add up to their totals."""
        return PublishedTables(
            self.groups,
            {
                cell: count if count is SUPPRESSED else base * ((2 * count + base) // (2 * base))
                for cell, count in self.counts.items()
            },
            self.small,
        )

    def table(self, row: str, column: str) -> list[list[Count]]:
        """Give the inner cells of one of the tables, in the order of ``groups``."""
        return [
            [self.counts[frozenset({(row, r), (column, c)})] for c in self.groups[column]]
            for r in self.groups[row]
        ]


def publish_tables(
    people: Mapping[str, ArrayLike],
    tables: Sequence[Sequence[str]],
    *,
    minimum: int = MINIMUM_CELL,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> PublishedTables:
    """Suppress tables of the same people with all their margins, so that none helps another.

    people: dimension -> labels (n,), one per person; tables: the dimensions of each; groups:
    dimension -> groups that there are, so that one nobody belongs to is hidden like any small one
    (a table without it would say "nobody"). Source: see ``protection``; tables are linked by their
    shared margins, and those that share dimensions in a cycle are protected as margins of one table
    of these. Raises ValueError when all have more than 5,000 cells (publish fewer tables), or for
    an unknown dimension.
    """
    named, places = _encode(people, groups or {})
    wanted = [tuple(sorted(set(table))) for table in tables]
    _check(places, wanted)
    hosts = _hosts(wanted, named)
    sizes = [_host_counts(host, named, places) for host in hosts]
    figures = _figures(wanted, hosts, named)
    kinds = np.concatenate(sizes)
    matrix = np.array(list(figures.values()))
    alone = np.array([len(cell) == 1 for cell in figures])
    links = _links(hosts, named)
    counts = matrix @ kinds
    left = _left_over(figures, dict(zip(figures, counts, strict=True)), minimum)
    shown = protect(kinds, matrix, minimum=minimum, links=links, told_small=alone, differences=left)
    return PublishedTables(
        named,
        {
            cell: round(float(count)) if seen else SUPPRESSED
            for cell, count, seen in zip(figures, counts, shown, strict=True)
        },
        frozenset(
            cell
            for cell, count in zip(figures, counts, strict=True)
            if len(cell) == 1 and count < minimum
        ),
    )


def _encode(
    people: Mapping[str, ArrayLike], expected: Mapping[str, Sequence[str]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, NDArray[np.int64]]]:
    """Give the groups of every dimension, and the place of everybody's label in them.

    Those that are expected come first, in their order; then other labels, sorted.
    """
    groups, places = {}, {}
    for name, of in people.items():
        labels, which = encode_labels(of)
        groups[name] = tuple(dict.fromkeys([*expected.get(name, ()), *labels]))
        at = {group: place for place, group in enumerate(groups[name])}
        places[name] = np.array([at[label] for label in labels], dtype=np.int64)[which]
    return groups, places


def _check(places: Mapping[str, NDArray[np.int64]], wanted: Sequence[Dimensions]) -> None:
    unknown = sorted({name for table in wanted for name in table} - set(places))
    if unknown:
        raise ValueError(f"there is no dimension {unknown[0]!r}")
    if not wanted or not all(wanted):
        raise ValueError("name at least one table, each with a dimension")
    if len({len(which) for which in places.values()}) > 1:
        raise ValueError("everybody needs a label in every dimension")


def _hosts(wanted: Sequence[Dimensions], groups: Mapping[str, tuple[str, ...]]) -> list[Dimensions]:
    """Choose the tables whose cells are the kinds of people: the largest, cycles made into one."""
    core = _core(wanted)
    cover = [*dict.fromkeys(wanted), *([tuple(sorted(core))] if core else [])]
    largest = [table for table in cover if not any(set(table) < set(other) for other in cover)]
    if sum(prod(len(groups[name]) for name in host) for host in largest) > MOST_CELLS:
        raise ValueError(f"these tables have more than {MOST_CELLS} cells: publish fewer together")
    return largest


def _core(tables: Sequence[Dimensions]) -> set[str]:
    """Name the dimensions that tables share in a cycle; empty without a cycle.

    Tables that agree on shared margins always come from one joint table when there is no cycle, and
    so they do when all dimensions of the cycles are in one table. Graham's reduction: drop what is
    in one table only, drop tables within others, until nothing changes. Source: Beeri, Fagin, Maier
    and Yannakakis (1983).
    """
    left = [set(table) for table in dict.fromkeys(tables)]
    while left:
        names = [name for table in left for name in table]
        once = {name for name in names if names.count(name) == 1}
        shrunk = [table - once for table in left]
        kept = [
            table
            for at, table in enumerate(shrunk)
            if table and table not in shrunk[:at] and not any(table < other for other in shrunk)
        ]
        if kept == left:
            break
        left = kept
    return {name for table in left for name in table}


def _host_counts(
    host: Dimensions,
    groups: Mapping[str, tuple[str, ...]],
    places: Mapping[str, NDArray[np.int64]],
) -> Floats:
    shape = tuple(len(groups[name]) for name in host)
    if 0 in shape:
        return np.zeros(prod(shape))
    at = np.ravel_multi_index([places[name] for name in host], shape)
    return np.bincount(at, minlength=prod(shape)).astype(np.float64)


def _figures(
    wanted: Sequence[Dimensions],
    hosts: Sequence[Dimensions],
    groups: Mapping[str, tuple[str, ...]],
) -> dict[Cell, Floats]:
    """Give every cell and margin of every table, with the kinds of people it counts."""
    found: dict[Cell, Floats] = {}
    for table in wanted:
        place = next(at for at, host in enumerate(hosts) if set(table) <= set(host))
        for size in range(len(table) + 1):
            for margin in combinations(table, size):
                for cell, row in _margin(margin, place, hosts, groups).items():
                    found.setdefault(cell, row)
    return found


def _left_over(
    figures: Mapping[Cell, Floats], counts: Mapping[Cell, float], minimum: int
) -> Floats | None:
    """Give what a margin has besides one of its cells, where that is a small group of people."""
    found = {}
    for cell in figures:
        for part in cell:
            margin = cell - {part}
            if counts[margin] - counts[cell] < minimum <= counts[margin]:
                row = figures[margin] - figures[cell]
                found[row.tobytes()] = row
    return np.array(list(found.values())) if found else None


def _margin(
    margin: Dimensions,
    place: int,
    hosts: Sequence[Dimensions],
    groups: Mapping[str, tuple[str, ...]],
) -> dict[Cell, Floats]:
    """Give the cells of a margin of one host, each a row over the kinds of all hosts."""
    starts = np.cumsum([0] + [prod(len(groups[name]) for name in host) for host in hosts])
    host = hosts[place]
    found: dict[Cell, Floats] = {}
    for labels in product(*(groups[name] for name in margin)):
        chosen = dict(zip(margin, labels, strict=True))
        inner = np.ones((), dtype=np.float64)
        for name in host:
            fits = [name not in chosen or chosen[name] == group for group in groups[name]]
            inner = np.multiply.outer(inner, np.array(fits, dtype=np.float64))
        row = np.zeros(starts[-1])
        row[starts[place] : starts[place + 1]] = inner.reshape(-1)
        found[frozenset(chosen.items())] = row
    return found


def _links(hosts: Sequence[Dimensions], groups: Mapping[str, tuple[str, ...]]) -> Floats | None:
    """Say that two hosts count the same people wherever they share dimensions."""
    rows = []
    for shared in dict.fromkeys(_shared(one, other) for one, other in combinations(hosts, 2)):
        margins = [
            _margin(shared, place, hosts, groups)
            for place, host in enumerate(hosts)
            if set(shared) <= set(host)
        ]
        rows += [left[cell] - right[cell] for left, right in pairwise(margins) for cell in left]
    return np.array(rows) if rows else None


def _shared(one: Dimensions, other: Dimensions) -> Dimensions:
    return tuple(name for name in one if name in other)
