"""The two views of opinion groups, worked out from the same ratings."""

from dataclasses import dataclass

import numpy as np

from app.queries.matrices import Indexes, Values
from dialogue.opinion import (
    Bridging,
    Consensus,
    NoStableGroups,
    NotEnoughData,
    OpinionGroups,
    PolisGroups,
    RatingMatrix,
    Representative,
    bridging,
    consensus,
    group_tallies,
    in_conversation,
    opinion_groups,
    polis_group_informed_consensus,
    polis_groups,
    polis_select_representative,
    representative,
)
from participation.disclosure import MINIMUM_CELL


@dataclass(frozen=True, eq=False)
class OurView:
    """Our groups, if they would come back, and what everybody agrees on.

    Without stable groups the room is one group, and nothing sets it apart. group: (people,) -1 for
    too few ratings; seen: (groups, contributions) how many people of each group saw it.
    """

    found: OpinionGroups | NoStableGroups | NotEnoughData
    group: Indexes
    consensus: Consensus
    bridging: Bridging
    representatives: tuple[tuple[Representative, ...], ...]
    seen: Values


@dataclass(frozen=True, eq=False)
class PolisView:
    """The groups and lists that Polis' formulas give; nothing with fewer than two people."""

    found: PolisGroups | NotEnoughData
    consensus: Values
    representatives: tuple[tuple[int, ...], ...]


def see_our_way(matrix: RatingMatrix, *, seed: int) -> OurView:
    """Look for groups in our view; figures under ten people are NaN."""
    found = opinion_groups(matrix, seed=seed)
    stable = isinstance(found, OpinionGroups)
    group = found.group if isinstance(found, OpinionGroups) else whole_room(matrix)
    tallies = group_tallies(matrix, group)
    return OurView(
        found=found,
        group=group,
        consensus=consensus(matrix, group, seed=seed, minimum=MINIMUM_CELL),
        bridging=bridging(matrix),
        representatives=sets_apart(tallies) if stable else (),
        seen=tallies[2],
    )


def whole_room(matrix: RatingMatrix) -> Indexes:
    """Put everybody who rated enough in one group."""
    given = np.bincount(matrix.person, minlength=len(matrix.people))
    return np.where(in_conversation(given, matrix.contributions), 0, -1)


def sets_apart(tallies: tuple[Values, Values, Values]) -> tuple[tuple[Representative, ...], ...]:
    """Give what sets each group apart, seen by ten people or more inside it and outside."""
    seen = tallies[2]
    few = (seen < MINIMUM_CELL) | (seen.sum(axis=0) - seen < MINIMUM_CELL)
    shown = (np.where(few.any(axis=0), 0.0, tally) for tally in tallies)
    return tuple(tuple(of_group) for of_group in representative(*shown))


def see_as_polis(matrix: RatingMatrix) -> PolisView:
    """Look for groups as Polis does."""
    found = polis_groups(matrix)
    if isinstance(found, NotEnoughData):
        return PolisView(found, np.full(matrix.contributions, np.nan), ())
    chosen = polis_select_representative(found.agree, found.disagree, found.seen)
    return PolisView(
        found=found,
        consensus=polis_group_informed_consensus(found.agree, found.seen),
        representatives=tuple(tuple(int(each) for each in of_group) for of_group in chosen),
    )
