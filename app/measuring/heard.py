"""Whether people felt heard and found it fair, and what changed for them."""

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np

import participation
from app.measuring.groups import interval
from app.measuring.material import (
    AnswerLog,
    Flags,
    Floats,
    IndicatorAnswers,
    Material,
    ScaleAnswers,
)
from app.measuring.reading_said import ITEMS
from app.measuring.releasing import (
    Block,
    NotYet,
    Pairs,
    Released,
    Releases,
    View,
    next_blocks,
)
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
    material: Material, shown: ShownPeople, scale: str, former: Releases, now: dict[str, Released]
) -> tuple[HeardScore | TooFewScored, ...]:
    """Score a scale at every moment at which it was asked; ``now`` gets what is out."""
    given = {each.moment: each for each in material.scales if each.scale == scale}
    found = []
    for moment in IN_TIME:
        if moment in given:
            name = f"{scale} {moment}"
            one = released_score(material, shown, given[moment], former.get(name))
            if one is not None:
                now[name] = one
            few = TooFew(needs=MINIMUM_CELL, of=Of.ANSWERS)
            nothing = TooFewScored(scale=scale, moment=moment, why=few)
            found.append(one.figure if one and isinstance(one.figure, HeardScore) else nothing)
    return tuple(found)


def released_score(
    material: Material, shown: ShownPeople, given: ScaleAnswers, former: Released | None
) -> Released | None:
    """Score everybody and every chamber; chambers with fewer than ten answers are in neither.

    Were they in the mean of everybody, that mean less those of the other chambers would be theirs.
    """
    came_in = chamber_totals(shown)
    views: dict[str, View] = {
        each.key: partial(told_by, given, material.people.chamber == each.key)
        for each in material.chambers
        if came_in.get(each.key) or (former and each.key in former.blocks)
    }
    try:
        blocks = next_blocks(views, former)
    except NotYet:
        return former
    if not blocks:
        return None
    answers = {key: views[key](block.until).values for key, block in blocks.items()}
    figure = score_of(given, [each.key for each in material.chambers], answers, came_in)
    return Released(figure=figure, blocks=blocks)


def told_by(given: ScaleAnswers, members: Flags, until: int | None) -> AnswerLog:
    """Give who of a chamber answered enough of the statements, as it was at a moment."""
    log = given.log.latest(until)
    told = ~np.isnan(person_means(turn_reversed(log.values, ITEMS[given.scale])))
    return log.only(told & members[log.person])


def score_of(
    given: ScaleAnswers,
    chambers: Iterable[str],
    answers: Mapping[str, Floats],
    came_in: Mapping[str, int],
) -> HeardScore:
    """Score these answers, of ten people or more in each chamber."""
    items = ITEMS[given.scale]
    found = participation.score(np.concatenate(list(answers.values())), items)
    sizes = {
        key: min(len(each) // MINIMUM_CELL * MINIMUM_CELL, came_in.get(key, 0))
        for key, each in answers.items()
    }
    means = {key: participation.score(each, items).mean for key, each in answers.items()}
    return HeardScore(
        scale=given.scale,
        moment=given.moment,
        people=sum(sizes.values()),
        mean=interval(found.mean, decimals=2),
        alpha=None if found.alpha is None else round(found.alpha, 2),
        chambers=tuple(
            ChamberScore(
                chamber=key,
                people=sizes.get(key),
                mean=interval(means[key], decimals=2) if key in means else None,
            )
            for key in chambers
        ),
    )


def chamber_totals(shown: ShownPeople) -> dict[str, int]:
    """Add up at least how many of each chamber came in."""
    found: dict[str, int] = {}
    for cell in shown.cells:
        found[cell.chamber] = found.get(cell.chamber, 0) + cell.came_in
    return found


def changes_of(
    indicators: Iterable[IndicatorAnswers], former: Releases, now: dict[str, Released]
) -> tuple[IndicatorChange | IndicatorBaseline, ...]:
    """Compare the first with the last time that each indicator was answered by enough people."""
    found = []
    for each in indicators:
        name = f"indicator {each.indicator.id}"
        one = released_change(each, former.get(name))
        if one is not None:
            now[name] = one
        if one is not None and not isinstance(one.figure, HeardScore):
            found.append(one.figure)
    return tuple(found)


def released_change(given: IndicatorAnswers, former: Released | None) -> Released | None:
    """Give the change of who answered twice, else what was answered first."""
    asked = [
        moment
        for moment in IN_TIME
        if moment in given.logs and len(given.logs[moment].latest()) >= MINIMUM_CELL
    ]
    if not asked:
        return until_ten_erased(given, former)
    first, last = asked[0], asked[-1]
    if first is not last:
        pairs = Pairs(given.logs[first], given.logs[last])
        found = released_pairs(given, pairs, first, last, former)
        if found is not None:
            return found
    return released_baseline(given, first, former)


def until_ten_erased(given: IndicatorAnswers, former: Released | None) -> Released | None:
    """Let stand what is out, when nine answers are left of ten; not when ten people erased."""
    if former is None or isinstance(former.figure, HeardScore):
        return None
    moments = [former.figure.first]
    if isinstance(former.figure, IndicatorChange):
        moments.append(former.figure.last)
    logs = [given.logs[moment] for moment in moments if moment in given.logs]
    if len(logs) < len(moments):
        return None
    view = Pairs(*logs) if len(logs) > 1 else logs[0].latest
    name = " ".join(moments)
    try:
        return former if next_blocks({name: view}, former) else None
    except NotYet:
        return former


def released_baseline(
    given: IndicatorAnswers, first: Moment, former: Released | None
) -> Released | None:
    """Give what was answered first, by ten people at a time."""
    name = str(first)
    try:
        blocks = next_blocks({name: given.logs[first].latest}, former)
    except NotYet:
        return former
    if not blocks:
        return None
    figure = IndicatorBaseline(
        indicator_id=given.indicator.id,
        position=given.indicator.position,
        first=first,
        baseline=mean_of(given.logs[first].latest(blocks[name].until).values[:, 0]),
        why=TooFew(needs=MINIMUM_CELL, of=Of.TWICE),
    )
    return Released(figure=figure, blocks=known_blocks(former) | blocks)


def known_blocks(former: Released | None) -> dict[str, Block]:
    """Give what was out before; also of moments that are not looked at now."""
    return former.blocks if former else {}


def released_pairs(
    given: IndicatorAnswers, pairs: Pairs, first: Moment, last: Moment, former: Released | None
) -> Released | None:
    """Give the relative change of who answered both times; none when it can't be told."""
    name = f"{first} {last}"
    try:
        blocks = next_blocks({name: pairs}, former)
    except NotYet:
        return former
    if not blocks:
        return None
    until = blocks[name].until
    both = pairs(until).values
    try:
        found = participation.relative_change(both[:, 0], both[:, 1])
    except NotEnoughData:
        return None
    figure = IndicatorChange(
        indicator_id=given.indicator.id,
        position=given.indicator.position,
        first=first,
        last=last,
        baseline=mean_of(both[:, 0]),
        later=mean_of(both[:, 1]),
        change=interval(found.change, decimals=2),
        claimed=found.claimed,
        pairs=len(both) // MINIMUM_CELL * MINIMUM_CELL,
        dropped_out=dropped_out(len(pairs.first.latest(until)), len(both)),
        target=reached(given.indicator.target, found.change),
    )
    return Released(figure=figure, blocks=known_blocks(former) | blocks)


def dropped_out(before: int, both: int) -> float | None:
    """Give which share answered first and not later, in steps of 5%; none for few people."""
    gone = before - both
    if before < PERCENTAGE_BASE or min(gone, both) < MINIMUM_CELL:
        return None
    return round(gone / before * STEP) / STEP


def mean_of(values: Floats) -> Interval:
    """Give the mean of those who answered."""
    return interval(mean_estimate(values), decimals=2)


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
