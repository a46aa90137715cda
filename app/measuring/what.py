"""What was said: how far apart viewpoints are, how much is still unheard, how many ideas."""

from collections.abc import Iterator

import numpy as np

import participation
from app.measuring.groups import interval
from app.measuring.ideas import (
    CHOSEN,
    MOST_COMPARED,
    MOST_VECTORS,
    Readable,
    group_ideas,
    readable,
)
from app.measuring.material import Material, Places
from app.measuring.who import ShownPeople
from app.queries.participation_base import Interval, Of, TooFew
from app.queries.participation_said import (
    CurvePoint,
    Diversity,
    HillNumbers,
    NoThreshold,
    Saturation,
    Threshold,
    Viewpoints,
)
from clustering.quantisation import dequantise
from participation import NotEnoughData
from participation.disclosure import MINIMUM_CELL
from participation.saturation import MINIMUM_PEOPLE, MINIMUM_REPEATED, RELIABLE, TARGET

FEWEST_WRITERS = MINIMUM_PEOPLE


def tens(count: int, shown: ShownPeople) -> int:
    """Give at least how many people, never more than the funnel says."""
    return min(count // MINIMUM_CELL * MINIMUM_CELL, shown.most)


def viewpoints_of(material: Material, shown: ShownPeople) -> Viewpoints | TooFew:
    """Measure how far apart people stand; of a great many a random part is as good."""
    said = readable(material, most=MOST_VECTORS)
    if said.everybody < FEWEST_WRITERS:
        return TooFew(needs=FEWEST_WRITERS, of=writers_or_vectors(material))
    found = participation.viewpoint_diversity(dequantise(said.vectors), said.author)
    expected = None
    if found.baseline is not None and found.baseline_low is not None:
        high = found.baseline_high if found.baseline_high is not None else found.baseline
        expected = Interval(
            value=round(found.baseline, 3), low=round(found.baseline_low, 3), high=round(high, 3)
        )
    return Viewpoints(
        people=tens(said.everybody, shown),
        distance=Interval(
            value=round(found.value, 3), low=round(found.low, 3), high=round(found.high, 3)
        ),
        expected=expected,
        above_chance=None if expected is None else bool(found.value > expected.high),
    )


def writers_or_vectors(material: Material) -> Of:
    """Say whether too few people wrote, or the machine has not read their words yet."""
    wrote = len(np.unique(material.said.author))
    return Of.WRITERS if wrote < FEWEST_WRITERS else Of.VECTORS


def said_and_unsaid(
    material: Material, shown: ShownPeople
) -> tuple[Saturation | TooFew, Diversity]:
    """Measure saturation and diversity, which share one grouping into ideas."""
    said = readable(material, most=MOST_COMPARED)
    themes = theme_diversity(material)
    if said.everybody < FEWEST_WRITERS:
        few = TooFew(needs=FEWEST_WRITERS, of=writers_or_vectors(material))
        return few, Diversity(themes=themes, ideas=few)
    ideas = group_ideas(said.vectors)
    found = saturation_of(said, ideas, shown)
    chosen = found.chosen.likeness if isinstance(found, Saturation) else CHOSEN
    counts, _ = participation.people_per_idea(ideas[chosen], said.author)
    return found, Diversity(themes=themes, ideas=hill_numbers(counts))


def saturation_of(
    said: Readable, ideas: dict[float, Places], shown: ShownPeople
) -> Saturation | TooFew:
    """Measure every likeness; the chosen one is the middle, or the nearest that can be measured."""
    measured = participation.sensitivity(ideas, said.author)
    usable = {
        likeness: each for likeness, each in measured.items() if not isinstance(each, NotEnoughData)
    }
    if not usable:
        return TooFew(needs=MINIMUM_REPEATED, of=Of.REPEATED)
    chosen = min(usable, key=lambda likeness: (abs(likeness - CHOSEN), likeness))
    part = said.drawn < said.everybody
    thresholds = tuple(
        NoThreshold(likeness=likeness, why=TooFew(needs=MINIMUM_REPEATED, of=Of.REPEATED))
        if isinstance(each, NotEnoughData)
        else threshold_of(likeness, each, said)
        for likeness, each in sorted(measured.items())
    )
    found = usable[chosen]
    covered = found.coverage.value
    if part:
        reach = min(said.everybody, RELIABLE * found.people)
        covered = max(
            (point.coverage for point in found.curve if point.people <= reach), default=covered
        )
    return Saturation(
        people=tens(said.everybody, shown),
        measured_on=said.drawn // MINIMUM_CELL * MINIMUM_CELL if part else None,
        target=TARGET,
        said=min(99, int(100 * covered)),
        chosen=threshold_of(chosen, found, said),
        curve=tuple(curve_of(found, tens(said.everybody if not part else said.drawn, shown))),
        sensitivity=thresholds,
    )  # fmt: skip


def curve_of(found: participation.Saturation, people: int) -> Iterator[CurvePoint]:
    """Give the curve against how many people are shown: its points would tell the exact number."""
    for point in found.curve:
        if point.people == found.people:
            continue  # the one point that is no fixed part of the whole
        at = round(point.people / found.people * people / MINIMUM_CELL) * MINIMUM_CELL
        yield CurvePoint(
            people=max(1, at),
            ideas=round(point.ideas, 1),
            coverage=round(point.coverage, 3),
            extrapolated=point.extrapolated,
        )


def threshold_of(likeness: float, found: participation.Saturation, said: Readable) -> Threshold:
    """Describe saturation at one likeness; those who spoke and were not drawn need not come."""
    more = max(0, found.people + found.more_people - said.everybody)
    return Threshold(
        likeness=likeness,
        ideas=found.ideas,
        heard_once=found.heard_once,
        coverage=interval(found.coverage),
        richness=interval(found.richness, decimals=0),
        more_voices=more if found.reliable else None,
    )


def theme_diversity(material: Material) -> HillNumbers | TooFew:
    """Count people per theme; copies count once where the machine has read the words."""
    said = material.said
    placed = said.theme >= 0
    if said.vectors is not None:
        once = np.zeros(len(placed), dtype=np.bool_)
        once[said.readable] = True
        placed &= once
    if len(np.unique(said.author[placed])) < FEWEST_WRITERS:
        return TooFew(needs=FEWEST_WRITERS, of=Of.THEMES)
    counts, _ = participation.people_per_idea(said.theme[placed], said.author[placed])
    return hill_numbers(counts)


def hill_numbers(counts: Places) -> HillNumbers:
    """Give effective numbers of order 0, 1 and 2, as counted and estimated."""
    orders = (0, 1, 2)
    a, b, c = (round(participation.hill_number(counts, q), 1) for q in orders)
    d, e, f = (estimated(counts, q) for q in orders)
    return HillNumbers(observed=(a, b, c), estimated=(d, e, f))


def estimated(counts: Places, q: int) -> Interval | None:
    """Estimate one order, where that can be told."""
    try:
        found = participation.hill_estimate(counts, q)
    except NotEnoughData:
        return None
    return interval(found, decimals=1) if np.isfinite(found.high) else None
