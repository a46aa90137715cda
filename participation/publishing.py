"""The fixed list of tables about who took part in a dialogue, published by one call.

Every page, chart, export and answer takes its counts from this one result. Two lists that differ
could undo each other, and so could ``shown_steps`` beside exact counts of the same people: how far
people came is a dimension here like any other.

    people = {"chamber": chamber, "age": age, "round-1": progress(used, started, finished)}
    published = publish_participation(people, groups={"age": AGES})
    published.count(chamber="residents", **{"round-1": "finished"})   -> 120, or SUPPRESSED
    shown_groups_of(published, "age", of=AGES)                        -> for ``who_is_missing``
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.disclosure import MINIMUM_CELL
from participation.linked_tables import PublishedTables, publish_tables

HUB = "chamber"
ALONE = ("day",)  # crossed with chambers, days would have hardly a cell of ten
PROGRESS = ("silent", "came in", "started", "finished")


def progress(used: ArrayLike, started: ArrayLike, finished: ArrayLike) -> NDArray[np.str_]:
    """Label how far everybody came in a round: silent, came in, started or finished.

    used, started, finished (n,) booleans, each part of the one before. Raises ValueError otherwise.
    """
    flags = [np.asarray(each) for each in (used, started, finished)]
    if len({each.shape for each in flags}) > 1 or any(
        each.dtype != np.bool_ for each in flags if each.size
    ):
        raise ValueError("everybody needs a true or false for every step")
    if (flags[1] > flags[0]).any() or (flags[2] > flags[1]).any():
        raise ValueError("somebody finished without having started, or started without coming in")
    steps: NDArray[np.int64] = np.sum(flags, axis=0, dtype=np.int64)
    return np.array(PROGRESS)[steps]


def fixed_list(
    dimensions: Sequence[str], *, hub: str = HUB, alone: Sequence[str] = ALONE
) -> tuple[tuple[str, ...], ...]:
    """Name the tables: every dimension by chamber (the hub), those of ``alone`` by themselves.

    Without a hub among the dimensions each is a table by itself.
    """
    if hub not in dimensions:
        return tuple((name,) for name in dimensions)
    others = [name for name in dimensions if name != hub]
    return ((hub,), *((name,) if name in alone else (hub, name) for name in others))


def publish_participation(
    people: Mapping[str, ArrayLike],
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    minimum: int = MINIMUM_CELL,
    hub: str = HUB,
    alone: Sequence[str] = ALONE,
) -> PublishedTables:
    """Publish the fixed list of tables of one dialogue: dimension -> labels (n,), one per person.

    "" is "gave none". Raises as ``publish_tables``.
    """
    tables = fixed_list(tuple(people), hub=hub, alone=alone)
    return publish_tables(people, tables, minimum=minimum, groups=groups)
