"""Opinion groups and consensus as parts of the document of an analysis."""

from typing import Any

import numpy as np

from app.queries.opinion_views import OurView, PolisView
from app.queries.weighing import Weighing
from dialogue.not_enough import NotEnoughData
from dialogue.opinion import NoStableGroups, OpinionGroups
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE, shown_count

DECIMALS = 6
TOP = 10

Entry = dict[str, Any]


def opinion_part(weighing: Weighing) -> Entry:
    """Describe our opinion groups, and beside them those of Polis."""
    ids = [str(each) for each in weighing.contribution_ids]
    return {**our_entry(weighing.ours, ids), "polis": polis_entry(weighing.polis, ids)}


def our_entry(ours: OurView, ids: list[str]) -> Entry:
    """Describe our groups, or why there are none."""
    found = ours.found
    if isinstance(found, NotEnoughData):
        return {"outcome": "not enough data", "groups": []}
    if isinstance(found, NoStableGroups):
        tried = {str(count): rounded(each) for count, each in sorted(found.tried.items())}
        return {"outcome": "no stable groups", "tried": tried, "groups": []}
    return {
        "outcome": "groups",
        "stability": rounded(found.stability),
        "groups": [
            {
                "group": number,
                "people": shown_count(int(size)),
                "representative": [
                    {
                        "id": ids[each.contribution],
                        "side": "for" if each.side > 0 else "against",
                        "seen": each.seen,
                        "share": rounded(share_of(each.seen, each.share)),
                        "adjusted_p": rounded(each.adjusted_p),
                    }
                    for each in of_group
                ],
            }
            for number, (size, of_group) in enumerate(
                zip(found.sizes, ours.representatives, strict=True), start=1
            )
        ],
    }


def polis_entry(polis: PolisView, ids: list[str]) -> Entry:
    """Describe the groups of Polis; the size of one under ten people is null."""
    found = polis.found
    if isinstance(found, NotEnoughData) or found.sizes.sum() < MINIMUM_CELL:
        return {"outcome": "not enough data", "groups": []}
    groups = zip(found.sizes, polis.representatives, strict=True)
    return {
        "outcome": "groups",
        "groups": [
            {
                "group": number,
                "people": shown_count(int(size)),
                "representative": [ids[each] for each in chosen] if size >= MINIMUM_CELL else [],
            }
            for number, (size, chosen) in enumerate(groups, start=1)
        ],
        "top": [ids[each] for each in polis_top(polis)],
    }


def polis_top(polis: PolisView) -> list[int]:
    """Give the contributions that Polis would call the group-informed consensus."""
    order = np.argsort(-polis.consensus, kind="stable")[:TOP]
    return [int(each) for each in order if np.isfinite(polis.consensus[each])]


def consensus_part(weighing: Weighing) -> Entry:
    """Describe what is agreed on, best first; without stable groups the room is one group."""
    ours = weighing.ours
    joined = isinstance(ours.found, OpinionGroups)
    order = np.argsort(-np.nan_to_num(ours.consensus.score, nan=-1), kind="stable")
    return {
        "outcome": "measured",
        "over": "groups" if joined else "room",
        "contributions": [consensus_entry(weighing, int(place)) for place in order],
    }


def consensus_entry(weighing: Weighing, place: int) -> Entry:
    """Describe the consensus about a contribution."""
    ours = weighing.ours
    found, group = ours.consensus, int(ours.consensus.lowest_group[place])
    lowest = tells_lowest(ours, place)
    bridge = ours.bridging.bridge[place] if found.seen[place] >= MINIMUM_CELL else None
    return {
        "id": str(weighing.contribution_ids[place]),
        "n": int(found.seen[place]) if found.seen[place] >= MINIMUM_CELL else None,
        "score": rounded(found.score[place]),
        "low": rounded(found.low[place]),
        "high": rounded(found.high[place]),
        "lowest": rounded(found.lowest[place]) if lowest else None,
        "lowest_group": group + 1 if lowest and np.isfinite(found.lowest[place]) else None,
        "bridging": rounded(bridge),
    }


def tells_lowest(ours: OurView, place: int) -> bool:
    """Tell whether ten people of every group saw it: else the lowest gives another group away."""
    joined = isinstance(ours.found, OpinionGroups)
    return joined and bool((ours.seen[:, place] >= MINIMUM_CELL).all())


def share_of(people: int, share: float) -> float | None:
    """Keep a share of fifty people or more when ten or more did so, and ten or more did not."""
    few = min(share, 1 - share) * people < MINIMUM_CELL - 0.5
    return None if people < PERCENTAGE_BASE or few else share


def rounded(figure: float | None) -> float | None:
    """Round for the document; what is not known is null."""
    known = figure is not None and np.isfinite(figure)
    return round(float(figure), DECIMALS) + 0.0 if known and figure is not None else None
