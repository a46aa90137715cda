"""What the ratings say as a part of the document of an analysis: `samenspraak analyse SLUG --json`.

Numbers are rounded to where every machine agrees; what fewer than ten people rated is null beside
its n, a number of people under ten is null itself, and shares are given from fifty people. Groups
are given in round numbers. No participant is named.
"""

from typing import Any

import numpy as np
from sqlmodel import Session

from app.queries.opinion_views import OurView, PolisView
from app.queries.support import Figure, Rank
from app.queries.weighing import Weighing, weigh
from app.queries.weighing_shown import (
    ChambersShown,
    ThemeShown,
    chambers_shown,
    is_hidden,
    ranks,
    tensions_shown,
    themes_shown,
)
from dialogue.models import Dialogue
from dialogue.not_enough import NotEnoughData
from dialogue.opinion import NoStableGroups, OpinionGroups
from dialogue.support import SupportFigure
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE, shown_count

DECIMALS = 6
TOP = 10

Entry = dict[str, Any]


def weighing_report(session: Session, dialogue: Dialogue) -> Entry:
    """Build the parts `support`, `opinion`, `consensus`, `chambers` and `minority`."""
    weighing = weigh(session, dialogue)
    if isinstance(weighing, NotEnoughData):
        return nothing_weighed(weighing)
    chambers = chambers_shown(session, dialogue, weighing)
    themes = themes_shown(weighing, chambers.chambers)
    return {
        "support": support_part(weighing, themes),
        "opinion": opinion_part(weighing),
        "consensus": consensus_part(weighing),
        "chambers": chambers_part(weighing, chambers, themes),
        "minority": minority_part(weighing),
    }


def nothing_weighed(missing: NotEnoughData) -> Entry:
    """Say in every part that nobody rated."""
    parts = ("support", "opinion", "consensus", "chambers", "minority")
    return {part: {"outcome": "not enough data", "have": missing.have} for part in parts}


def support_part(weighing: Weighing, themes: list[ThemeShown]) -> Entry:
    """Describe the support of each theme and each contribution, the best supported first."""
    return {
        "outcome": "measured",
        "reach": weighing.reach,
        "minimum": MINIMUM_CELL,
        "themes": [theme_entry(each, weighing) for each in themes],
        "contributions": contribution_entries(weighing),
    }


def theme_entry(theme: ThemeShown, weighing: Weighing) -> Entry:
    """Describe a theme; no number is what stands in no theme."""
    measured = weighing.themes.table.figure(theme.number)
    return {
        "theme": theme.number if theme.number >= 0 else None,
        **figure_entry(theme.figure or no_figure(measured)),
        "shrunken": rounded(theme.shrunken),
        "additive": rounded(theme.additive),
        "polarisation": rounded(theme.polarisation),
        **rank_entry(theme.rank),
    }


def no_figure(measured: Figure) -> NotEnoughData:
    """Keep only how many there were."""
    people = measured.n if isinstance(measured, SupportFigure) else measured.have
    return NotEnoughData("people", people, MINIMUM_CELL)


def contribution_entries(weighing: Weighing) -> list[Entry]:
    """Describe every contribution: those with a rank in that order, then the others."""
    weighed, ranked = weighing.contributions, ranks(weighing.contributions)
    rest = (place for place in range(len(weighing.contribution_ids)) if place not in ranked)
    return [
        {
            "id": str(weighing.contribution_ids[place]),
            **figure_entry(weighed.table.figure(place)),
            "shrunken": rounded(weighed.table.shrunken[place]),
            "additive": rounded(weighed.additive[place]),
            "polarisation": rounded(weighed.polarisation[place]),
            **rank_entry(ranked.get(place)),
        }
        for place in (*ranked, *rest)
    ]


def figure_entry(figure: Figure) -> Entry:
    """Write a figure down; with too few people there is only their number."""
    if isinstance(figure, NotEnoughData):
        names = ("mean", "low", "high", "against", "neutral", "for")
        return {"n": figure.have, **dict.fromkeys(names)}
    shares = {"against": figure.against, "neutral": figure.neutral, "for": figure.in_favour}
    return {
        "n": figure.n,
        "mean": rounded(figure.mean),
        "low": rounded(figure.low),
        "high": rounded(figure.high),
        **{name: rounded(share_of(figure.n, each)) for name, each in shares.items()},
    }


def rank_entry(rank: Rank | None) -> Entry:
    """Write down where something may stand; those in one band can't be told apart."""
    if rank is None:
        return dict.fromkeys(("best_rank", "worst_rank", "band"))
    return {"best_rank": rank.best, "worst_rank": rank.worst, "band": rank.band}


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
        "contributions": [consensus_entry(weighing, int(place), joined) for place in order],
    }


def consensus_entry(weighing: Weighing, place: int, joined: bool) -> Entry:
    """Describe the consensus about a contribution; the lowest group is one of ten people who saw
    it."""
    ours = weighing.ours
    found, group = ours.consensus, int(ours.consensus.lowest_group[place])
    lowest = joined and ours.seen[group, place] >= MINIMUM_CELL
    bridge = ours.bridging.bridge[place] if found.seen[place] >= MINIMUM_CELL else None
    return {
        "id": str(weighing.contribution_ids[place]),
        "n": int(found.seen[place]),
        "score": rounded(found.score[place]),
        "low": rounded(found.low[place]),
        "high": rounded(found.high[place]),
        "lowest": rounded(found.lowest[place]) if lowest else None,
        "lowest_group": group + 1 if lowest and np.isfinite(found.lowest[place]) else None,
        "bridging": rounded(bridge),
    }


def chambers_part(weighing: Weighing, chambers: ChambersShown, themes: list[ThemeShown]) -> Entry:
    """Describe the chambers, each theme over them, and where they differ."""
    key_of = dict(
        zip(weighing.chambers.found.chambers.tolist(), weighing.chambers.keys, strict=True)
    )
    return {
        "outcome": "measured",
        "chambers": [
            {"key": each.key, "people": None if is_hidden(people) else people, "counts": counts}
            for each, people, counts in zip(
                chambers.chambers, chambers.people.cells, chambers.counting, strict=True
            )
        ],
        "themes": [over_chambers(each) for each in themes if each.number >= 0],
        "tensions": [
            {
                "theme": each.item,
                "chambers": [key_of[each.first], key_of[each.second]],
                "difference": rounded(each.difference),
                "low": rounded(each.low),
                "high": rounded(each.high),
                "adjusted_p": rounded(each.adjusted_p),
            }
            for each in tensions_shown(weighing, themes)
            if each.item >= 0
        ],
    }


def over_chambers(theme: ThemeShown) -> Entry:
    """Describe a theme over the chambers; a chamber that may not be shown is null."""
    return {
        "theme": theme.number,
        "carried": str(theme.carried),
        "lowest": rounded(theme.lowest),
        "equal": rounded(theme.equal),
        "by_chamber": {
            each.chamber.key: figure_entry(each.figure)
            if isinstance(each.figure, SupportFigure)
            else None
            for each in theme.support.chambers
        },
    }


def minority_part(weighing: Weighing) -> Entry:
    """Describe what a ranking would hide."""
    panel = weighing.minority
    return {
        "outcome": "measured",
        "small_but_strong": list(panel.small_but_strong),
        "divided": [
            {
                "theme": each.item if each.item >= 0 else None,
                "supported_by": [weighing.parts[part] for part in each.supported_by],
                "rejected_by": [weighing.parts[part] for part in each.rejected_by],
            }
            for each in panel.divided
        ],
        "outside": [str(weighing.contribution_ids[place]) for place in panel.outside],
    }


def share_of(people: int, share: float) -> float | None:
    """Keep a share of fifty people or more."""
    return share if people >= PERCENTAGE_BASE else None


def rounded(figure: float | None) -> float | None:
    """Round for the document; what is not known is null."""
    known = figure is not None and np.isfinite(figure)
    return round(float(figure), DECIMALS) + 0.0 if known and figure is not None else None
