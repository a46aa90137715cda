"""Whether people felt heard and found it fair, and what changed for them."""

from collections.abc import Iterable

import numpy as np

import participation
from app.measuring.groups import interval
from app.measuring.material import Flags, Floats, IndicatorAnswers, Material, ScaleAnswers
from app.measuring.reading_said import ITEMS
from app.measuring.who import ShownPeople
from app.queries.participation_base import Interval, Of, TooFew
from app.queries.participation_said import (
    ChamberScore,
    HeardScore,
    IndicatorBaseline,
    IndicatorChange,
    Reached,
    TooFewScored,
)
from dialogue.models import Moment
from participation import NotEnoughData
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE
from participation.heard import mean_estimate, person_means, turn_reversed

IN_TIME = (Moment.BEFORE, Moment.AFTER_ROUNDS, Moment.AFTER_ANSWER)
STEP = 20  # shares of people who dropped out are rounded to a twentieth


def scores_of(
    material: Material, shown: ShownPeople, scale: str
) -> tuple[HeardScore | TooFewScored, ...]:
    """Score a scale at every moment at which it was asked."""
    given = {each.moment: each for each in material.scales if each.scale == scale}
    return tuple(score_of(material, shown, given[moment]) for moment in IN_TIME if moment in given)


def score_of(
    material: Material, shown: ShownPeople, given: ScaleAnswers
) -> HeardScore | TooFewScored:
    """Score everybody and every chamber; a chamber of a few is left out where it would show.

    It would show when everybody less the chambers that are shown leaves fewer than ten people.
    """
    items = ITEMS[given.scale]
    told = ~np.isnan(person_means(turn_reversed(given.answers, items)))
    chamber = material.people.chamber[given.person]
    came_in = chamber_totals(shown)
    sizes = {
        each.key: min(
            int((told & (chamber == each.key)).sum()) // MINIMUM_CELL * MINIMUM_CELL,
            came_in.get(each.key, 0),
        )
        for each in material.chambers
    }
    open_ones = [key for key, size in sizes.items() if size]
    rest = told & ~np.isin(chamber, open_ones)
    kept = told if int(rest.sum()) >= MINIMUM_CELL else told & ~rest
    if int(kept.sum()) < MINIMUM_CELL or not open_ones:
        few = TooFew(needs=MINIMUM_CELL, of=Of.ANSWERS)
        return TooFewScored(scale=given.scale, moment=given.moment, why=few)
    found = participation.score(given.answers[kept], items)
    return HeardScore(
        scale=given.scale,
        moment=given.moment,
        people=sum(sizes.values()),
        mean=interval(found.mean, decimals=2),
        alpha=None if found.alpha is None else round(found.alpha, 2),
        chambers=tuple(
            ChamberScore(
                chamber=key, people=size or None,
                mean=chamber_mean(given, told & (chamber == key)) if size else None,
            )
            for key, size in sizes.items()
        ),
    )  # fmt: skip


def chamber_totals(shown: ShownPeople) -> dict[str, int]:
    """Add up at least how many of each chamber came in."""
    found: dict[str, int] = {}
    for cell in shown.cells:
        found[cell.chamber] = found.get(cell.chamber, 0) + cell.came_in
    return found


def chamber_mean(given: ScaleAnswers, rows: Flags) -> Interval:
    """Give the mean of one chamber."""
    found = participation.score(given.answers[rows], ITEMS[given.scale])
    return interval(found.mean, decimals=2)


def changes_of(
    indicators: Iterable[IndicatorAnswers],
) -> tuple[IndicatorChange | IndicatorBaseline, ...]:
    """Compare the first with the last time that each indicator was answered by enough people."""
    found = []
    for each in indicators:
        asked = [
            moment
            for moment in IN_TIME
            if moment in each.values and answered(each.values[moment]) >= MINIMUM_CELL
        ]
        if asked:
            found.append(change_of(each, asked[0], asked[-1]))
    return tuple(found)


def answered(values: Floats) -> int:
    """Count who gave an answer."""
    return int((~np.isnan(values)).sum())


def change_of(
    given: IndicatorAnswers, first: Moment, last: Moment
) -> IndicatorChange | IndicatorBaseline:
    """Measure the relative change between two moments, of who answered both times."""
    before, after = given.values[first], given.values[last]
    few = IndicatorBaseline(
        indicator_id=given.indicator.id,
        position=given.indicator.position,
        first=first,
        baseline=mean_of(before),
        why=TooFew(needs=MINIMUM_CELL, of=Of.TWICE),
    )
    if first is last:
        return few
    try:
        found = participation.relative_change(before, after)
    except NotEnoughData:
        return few
    both = ~np.isnan(before) & ~np.isnan(after)
    gone = found.before - found.people
    share = found.before >= PERCENTAGE_BASE and min(gone, found.people) >= MINIMUM_CELL
    return IndicatorChange(
        indicator_id=given.indicator.id,
        position=given.indicator.position,
        first=first,
        last=last,
        baseline=mean_of(before[both]),
        later=mean_of(after[both]),
        change=interval(found.change, decimals=2),
        claimed=found.claimed,
        pairs=found.people // MINIMUM_CELL * MINIMUM_CELL,
        dropped_out=round(found.attrition * STEP) / STEP if share else None,
        target=reached(given.indicator.target, found.change),
    )


def mean_of(values: Floats) -> Interval:
    """Give the mean of those who answered."""
    return interval(mean_estimate(values[~np.isnan(values)]), decimals=2)


def reached(target: float | None, change: participation.Estimate) -> Reached | None:
    """Say whether a relative change surely reached a target in per cent, surely not, or neither."""
    if target is None:
        return None
    wanted = target / 100
    ends = (change.low, change.high) if wanted >= 0 else (-change.high, -change.low)
    far_enough = ends[0] >= abs(wanted)
    return Reached(target=wanted, reached=True if far_enough else verdict(ends[1], abs(wanted)))


def verdict(highest: float, wanted: float) -> bool | None:
    """Say no only when the whole interval lies short of the target."""
    return False if highest < wanted else None
