"""What the ratings say as a part of the document of an analysis: `samenspraak analyse SLUG --json`.

Numbers are rounded to where every machine agrees. What fewer than ten people rated is null, and so
is their number; shares are given from fifty people, and none that tells how few said something.
Groups are given in round numbers. No participant is named.
"""

from typing import Any

from sqlmodel import Session

from app.queries.evidence import enough
from app.queries.opinion_report import consensus_part, opinion_part, rounded
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
from dialogue.support import SupportFigure
from participation.disclosure import MINIMUM_CELL

Entry = dict[str, Any]

TOO_FEW = NotEnoughData("people", 0, MINIMUM_CELL)


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
        "themes": [theme_entry(each) for each in themes],
        "contributions": contribution_entries(weighing),
    }


def theme_entry(theme: ThemeShown) -> Entry:
    """Describe a theme; no number is what stands in no theme."""
    return {
        "theme": theme.number if theme.number >= 0 else None,
        **figure_entry(theme.figure or TOO_FEW),
        "shrunken": rounded(theme.shrunken),
        "additive": rounded(theme.additive),
        "polarisation": rounded(theme.polarisation),
        **rank_entry(theme.rank),
    }


def contribution_entries(weighing: Weighing) -> list[Entry]:
    """Describe every contribution: those with a rank in that order, then the others."""
    weighed, ranked = weighing.contributions, ranks(weighing.contributions)
    rest = (place for place in range(len(weighing.contribution_ids)) if place not in ranked)
    return [
        {
            "id": str(weighing.contribution_ids[place]),
            **figure_entry(enough(weighed.table.figure(place))),
            "shrunken": rounded(weighed.table.shrunken[place]),
            "additive": rounded(weighed.additive[place]),
            "polarisation": rounded(weighed.polarisation[place]),
            **rank_entry(ranked.get(place)),
        }
        for place in (*ranked, *rest)
    ]


def figure_entry(figure: Figure) -> Entry:
    """Write a figure down as it may be told; with too few people it is null, and so is its n."""
    if isinstance(figure, NotEnoughData):
        return dict.fromkeys(("n", "mean", "low", "high", "against", "neutral", "for"))
    return {
        "n": figure.n,
        "mean": rounded(figure.mean),
        "low": rounded(figure.low),
        "high": rounded(figure.high),
        "against": rounded(figure.against),
        "neutral": rounded(figure.neutral),
        "for": rounded(figure.in_favour),
    }


def rank_entry(rank: Rank | None) -> Entry:
    """Write down where something may stand; those in one band can't be told apart."""
    if rank is None:
        return dict.fromkeys(("best_rank", "worst_rank", "band"))
    return {"best_rank": rank.best, "worst_rank": rank.worst, "band": rank.band}


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
