"""Old clusters found again among new ones, so that names, merges and colours survive a re-run.

match(old, new, old_ids=None, new_ids=None) -> Matching(successors, predecessors, overlaps,
    appeared, vanished, absorbed_by)
match_labels(before, after) -> Matching, for two groupings of the same answers, whoever made them

Pairs are chosen together for the largest total overlap (Hungarian method on the Jaccard index of
members). Ids say which answers are the same; without them the new answers must start with the old.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from clustering.errors import LengthMismatch
from clustering.result import IN_NONE, Clustering, Labels

LEAST_OVERLAP = 0.2


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Which new cluster continues which old one, and what happened to the others."""

    successors: dict[int, int]
    predecessors: dict[int, int]
    overlaps: dict[int, float]
    appeared: tuple[int, ...]
    vanished: tuple[int, ...]
    absorbed_by: dict[int, int]


def match(
    old: Clustering,
    new: Clustering,
    *,
    old_ids: Sequence[Hashable] | None = None,
    new_ids: Sequence[Hashable] | None = None,
) -> Matching:
    """Pair the clusters of two runs by the answers that both runs hold.

    `overlaps` has the Jaccard index per old cluster with a successor; `absorbed_by` tells for a
    vanished one which new cluster holds most of it, if any does.
    """
    before, after = _shared_labels(old, new, old_ids, new_ids)
    return match_labels(before, after, old_count=len(old.clusters), new_count=len(new.clusters))


def match_labels(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    old_count: int | None = None,
    new_count: int | None = None,
) -> Matching:
    """Pair the groups of two label arrays (n,) of the same answers; -1 is in none.

    The counts tell of groups that may hold none of these answers. Raises LengthMismatch.
    """
    before, after = np.asarray(before, dtype=np.int32), np.asarray(after, dtype=np.int32)
    if len(before) != len(after):
        raise LengthMismatch("labels", len(before), len(after))
    old_count = int(before.max(initial=IN_NONE)) + 1 if old_count is None else old_count
    new_count = int(after.max(initial=IN_NONE)) + 1 if new_count is None else new_count
    shared = _crossing(before, after, old_count, new_count)
    overlap = _jaccard(shared, before, after)
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    pairs = [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if overlap[row, column] >= LEAST_OVERLAP
    ]
    successors = dict(pairs)
    vanished = tuple(c for c in range(old_count) if c not in successors)
    return Matching(
        successors=successors,
        predecessors={new_label: old_label for old_label, new_label in pairs},
        overlaps={row: float(overlap[row, column]) for row, column in pairs},
        appeared=tuple(c for c in range(new_count) if c not in successors.values()),
        vanished=vanished,
        absorbed_by={c: int(shared[c].argmax()) for c in vanished if shared[c].sum() > 0},
    )


def _shared_labels(
    old: Clustering,
    new: Clustering,
    old_ids: Sequence[Hashable] | None,
    new_ids: Sequence[Hashable] | None,
) -> tuple[Labels, Labels]:
    if old_ids is None or new_ids is None:
        both = min(len(old.labels), len(new.labels))
        return old.labels[:both], new.labels[:both]
    for ids, clustering in ((old_ids, old), (new_ids, new)):
        if len(ids) != len(clustering.labels):
            raise LengthMismatch("ids", len(clustering.labels), len(ids))
    places = {identifier: place for place, identifier in enumerate(new_ids)}
    pairs = [(i, places[known]) for i, known in enumerate(old_ids) if known in places]
    taken = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return old.labels[taken[:, 0]], new.labels[taken[:, 1]]


def _crossing(
    before: Labels, after: Labels, old_count: int, new_count: int
) -> npt.NDArray[np.float64]:
    shared = np.zeros((old_count, new_count))
    placed = (before != IN_NONE) & (after != IN_NONE)
    np.add.at(shared, (before[placed], after[placed]), 1.0)
    return shared


def _jaccard(
    shared: npt.NDArray[np.float64], before: Labels, after: Labels
) -> npt.NDArray[np.float64]:
    sizes_before = np.bincount(before[before != IN_NONE], minlength=shared.shape[0])
    sizes_after = np.bincount(after[after != IN_NONE], minlength=shared.shape[1])
    union = sizes_before[:, None] + sizes_after[None, :] - shared
    overlap: npt.NDArray[np.float64] = shared / np.maximum(union, 1.0)
    return overlap
