"""The figures of a weighing as they may be shown: no group under ten, also not by subtracting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from app.queries.evidence import Support, publishable
from app.queries.parts import chambers_of
from app.queries.support import Rank, ranks_by_id
from app.queries.weighing import ByChamber, Weighed, Weighing
from dialogue.chambers import Carried, Tension
from dialogue.models import Chamber, Dialogue
from dialogue.not_enough import NotEnoughData
from dialogue.support import SupportFigure
from participation.disclosure import SUPPRESSED, PublishedCounts, suppress_counts


@dataclass(frozen=True)
class ThemeShown:
    """A theme with its support over the chambers. number: -1 is what stands in no theme.

    lowest: the least mean of a chamber that counts; equal: their mean, each counting once; none
    when a chamber that may not be shown could be worked out from it.
    """

    number: int
    support: Support
    rank: Rank | None
    carried: Carried
    lowest: float | None
    equal: float | None
    additive: float | None
    shrunken: float | None
    polarisation: float | None

    @property
    def figure(self) -> SupportFigure | None:
        """The support of everybody together, if it may be shown."""
        together = self.support.together
        return together if isinstance(together, SupportFigure) else None


@dataclass(frozen=True)
class ChambersShown:
    """The chambers in which anybody rated, with how many, as far as it may be told."""

    chambers: Sequence[Chamber]
    counting: tuple[bool, ...]
    people: PublishedCounts


def ranks(weighed: Weighed) -> dict[int, Rank]:
    """Give the rank of each contribution or theme that has one."""
    found = weighed.bands
    return {} if isinstance(found, NotEnoughData) else ranks_by_id(found, weighed.table.ids)


def chambers_shown(session: Session, dialogue: Dialogue, weighing: Weighing) -> ChambersShown:
    """Tell which chambers rated, by about how many people, and which of them count.

    Rounded, because of a theme that everybody weighed the number stands elsewhere: less the exact
    numbers of the other chambers it would be that of a small one.
    """
    known = {each.key: each for each in chambers_of(session, dialogue)}
    found = weighing.chambers.found
    return ChambersShown(
        chambers=[known[key] for key in weighing.chambers.keys],
        counting=tuple(bool(each) for each in found.counting),
        people=suppress_counts(found.sizes.tolist(), keep_totals=False).rounded(),
    )


def themes_shown(weighing: Weighing, chambers: Sequence[Chamber]) -> list[ThemeShown]:
    """Give each theme with its figures, the best supported first, those without a figure last."""
    ranked = ranks(weighing.themes)
    shown = [
        theme_shown(weighing, place, number, chambers, ranked.get(number))
        for place, number in enumerate(weighing.theme_numbers)
    ]
    return sorted(
        shown, key=lambda each: (-(each.figure.mean if each.figure else -99), each.number)
    )


def theme_shown(
    weighing: Weighing, place: int, number: int, chambers: Sequence[Chamber], rank: Rank | None
) -> ThemeShown:
    """Give the figures of the theme at this place of the tables."""
    weighed, by_chamber = weighing.themes, weighing.chambers
    supported = publishable(
        weighed.table.figure(number),
        {
            key: each.themes.figure(number)
            for key, each in zip(by_chamber.keys, by_chamber.found.each, strict=True)
        },
        chambers,
        weighing.reach,
    )
    together = isinstance(supported.together, SupportFigure)
    all_seen = together and every_counting_chamber_is_shown(by_chamber, supported)

    def known(figure: float, seen: bool = together) -> float | None:
        return float(figure) if seen and np.isfinite(figure) else None

    return ThemeShown(
        number=number,
        support=supported,
        rank=rank if together else None,
        carried=by_chamber.verdicts.carried[place],
        lowest=known(by_chamber.verdicts.lowest[place], all_seen),
        equal=known(by_chamber.verdicts.equal[place], all_seen),
        additive=known(weighed.additive[place]),
        shrunken=known(weighed.table.shrunken[place]),
        polarisation=known(weighed.polarisation[place]),
    )


def every_counting_chamber_is_shown(by_chamber: ByChamber, supported: Support) -> bool:
    """Tell whether a figure over the chambers that count gives nothing away."""
    shown = {each.chamber.key for each in supported.chambers if each.figure is not None}
    counting = by_chamber.found.counting
    return all(
        key in shown for key, counts in zip(by_chamber.keys, counting, strict=True) if counts
    )


def tensions_shown(weighing: Weighing, themes: Sequence[ThemeShown]) -> list[Tension]:
    """Keep the tensions between chambers that are both shown for that theme."""
    by_chamber = weighing.chambers
    key_of = dict(zip(by_chamber.found.chambers.tolist(), by_chamber.keys, strict=True))
    shown = {
        each.number: {one.chamber.key for one in each.support.chambers if one.figure is not None}
        for each in themes
    }
    return [
        each
        for each in by_chamber.tensions
        if {key_of[each.first], key_of[each.second]} <= shown[each.item]
    ]


def is_hidden(count: object) -> bool:
    """Tell whether a count of people may not be shown."""
    return count is SUPPRESSED
