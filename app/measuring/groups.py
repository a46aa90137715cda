"""Which groups took part, beside the population; who is missing and who can still be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

import numpy as np

import participation
from app.measuring.material import Codes, Labels, Material
from app.measuring.who import ShownPeople
from app.queries.participation_base import Because, Interval, Of, Refused, TooFew
from app.queries.participation_parts import (
    Dimension,
    GroupRow,
    MissingGroup,
    PartialIndicator,
    Representativity,
)
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE, SUPPRESSED
from participation.missing import HowOften
from participation.shown_cells import fit_within, silent_within
from participation.shown_groups import ShownGroups

Shown = Mapping[str, int | None]
MOST_CELLS = 20_000
WORST_FIRST = list(HowOften)


def dimensions_of(material: Material, shown: ShownPeople) -> tuple[Dimension, ...]:
    """Compare every background question with the population, as far as it may be shown."""
    return tuple(
        dimension_of(material, shown, str(question["key"]), options_of(question))
        for question in material.dialogue.background_questions
    )


def options_of(question: Mapping[str, Sequence[Mapping[str, str]]]) -> list[str]:
    """Name the groups of a question, in its order."""
    return [option["key"] for option in question["options"]]


def dimension_of(
    material: Material, shown: ShownPeople, key: str, options: Sequence[str]
) -> Dimension:
    """Count the groups of one question."""
    labels = material.people.groups[key][shown.inside]
    counts = fit_within(counts_of(labels, options), shown.most)
    lives = material.population.margins.get(key) if material.population else None
    refused = contradiction(material, key, counts, lives)
    usable = lives if refused is None else None
    missing = missing_of(key, counts, usable)
    reach = reach_of(material.codes, shown, key)
    answered = sum(each or 0 for each in counts.values())
    return Dimension(
        key=key,
        answered=answered or None,
        rows=tuple(group_row(group, counts, usable, missing, reach) for group in options),
        has_population=lives is not None,
        refused=refused,
        **against(counts, usable),
    )


def counts_of(labels: Labels, options: Sequence[str]) -> dict[str, int]:
    """Count people per group, also groups that nobody is in."""
    found, counts = np.unique(labels, return_counts=True)
    known = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return {group: known.get(group, 0) for group in options}


def contradiction(
    material: Material, key: str, counts: Shown, lives: Mapping[str, int] | None
) -> Refused | None:
    """Say where participants and population can't both be right."""
    for group, people in counts.items():
        if people and lives is not None and people > lives.get(group, people):
            return Refused(because=Because.MORE_THAN_LIVE_THERE, dimension=key, group=group)
    return None


def shown_groups(counts: Shown, lives: Mapping[str, int]) -> ShownGroups | None:
    """Give the groups that the population knows, each hidden one holding nine people at most."""
    cells = {
        group: SUPPRESSED if people is None else people
        for group, people in counts.items()
        if lives.get(group)
    }
    seen = sum(people or 0 for group, people in counts.items() if lives.get(group))
    if not seen:
        return None
    hidden = MINIMUM_CELL - 1 if SUPPRESSED in cells.values() else 0
    left_out = tuple(group for group in counts if not lives.get(group))
    return ShownGroups(cells, seen, hidden, left_out=left_out)


def missing_of(
    key: str, counts: Shown, lives: Mapping[str, int] | None
) -> dict[str, participation.MissingGroup]:
    """Name the groups below their share, from shown counts."""
    shown = shown_groups(counts, lives) if lives else None
    if shown is None or lives is None or shown.total < PERCENTAGE_BASE:
        return {}
    asked = {group: lives[group] for group in shown.cells}
    return {each.group: each for each in participation.who_is_missing({key: shown}, {key: asked})}


def reach_of(
    codes: Sequence[Codes], shown: ShownPeople, key: str
) -> tuple[dict[str, int], Mapping[str, int]]:
    """Count codes made per group, and of these at least how many nobody used."""
    coded = {(cell.chamber, cell.channel) for cell in shown.cells if cell.codes and cell.came_in}
    made: dict[str, int] = {}
    invited: dict[str, int] = {}
    used: dict[str, int] = {}
    for each in codes:
        group = each.groups.get(key, "")
        made[group] = made.get(group, 0) + each.count
        if (each.chamber, each.channel) in coded:
            invited[group] = invited.get(group, 0) + each.count
            used[group] = used.get(group, 0) + each.count * each.used
    own = [cell for cell in shown.cells if (cell.chamber, cell.channel) in coded]
    return made, silent_within(invited, used, own) or {}


def share_of(people: int | None, counts: Shown) -> participation.Estimate | None:
    """Give the share of a group; hidden groups may hold nobody, or nine people each.

    Too few people in all, in the group or outside it have none: nobody reads "0%" or "100%".
    """
    answered = sum(each or 0 for each in counts.values())
    if not people or answered < PERCENTAGE_BASE or answered - people < MINIMUM_CELL:
        return None
    hidden = (MINIMUM_CELL - 1) * sum(each is None for each in counts.values())
    found = participation.wilson_interval(people, answered)
    return replace(found, low=participation.wilson_interval(people, answered + hidden).low)


def group_row(
    group: str,
    counts: Shown,
    lives: Mapping[str, int] | None,
    missing: Mapping[str, participation.MissingGroup],
    reach: tuple[Mapping[str, int], Mapping[str, int]],
) -> GroupRow:
    """Describe one group; ``missing`` has those below their share."""
    people, everybody = counts[group], sum((lives or {}).values())
    population = lives.get(group) if lives else None
    known = {each: n for each, n in counts.items() if not lives or lives.get(each)}
    share = share_of(people, known) if group in known else None
    should = population / everybody if population else None
    ratio = None if share is None or should is None else interval(share, by=should)
    below = missing.get(group)
    invited, silent = reach[0].get(group, 0), reach[1].get(group, 0)
    return GroupRow(
        group=group,
        people=people,
        share=None if share is None else interval(share),
        population=population,
        population_share=None if should is None else round(should, 4),
        ratio=ratio,
        verdict=below.how_often if below else verdict_of(share, should),
        missing=bool(below and below.sure),
        more_voices=below.more_voices if below else (0 if ratio else None),
        invited=invited if invited >= MINIMUM_CELL else None,
        silent=silent or None,
        uninvited=max(0, population - invited) if population else None,
    )


def verdict_of(share: participation.Estimate | None, should: float | None) -> HowOften | None:
    """Put a group that is not below its share in words."""
    if share is None or should is None:
        return None
    return participation.how_often(
        participation.Estimate(
            share.value / should, share.standard_error / should, share.low / should,
            share.high / should,
        )
    )  # fmt: skip


def interval(of: participation.Estimate, *, by: float = 1.0, decimals: int = 3) -> Interval:
    """Round an estimate to where it means something."""
    low, value, high = (round(each / by, decimals) for each in (of.low, of.value, of.high))
    return Interval(value=value, low=low, high=high)


def against(counts: Shown, lives: Mapping[str, int] | None) -> dict[str, float | None]:
    """Compare all groups together with the population; hidden ones count as half of nine."""
    none = dict.fromkeys(("dissimilarity", "evenness", "r_indicator", "cv"))
    groups = [group for group in counts if lives and lives.get(group)]
    came = np.array([MINIMUM_CELL // 2 if counts[g] is None else counts[g] for g in groups], float)
    if lives is None or len(groups) < 2 or came.sum() < PERCENTAGE_BASE:
        return none
    there = np.array([lives[group] for group in groups], float)
    came = np.minimum(came, there)
    found = participation.representativity(came, there)
    share = came / came.sum()
    gap = float(np.sum(share * np.log(share * there.sum() / there)))
    return {
        "dissimilarity": round(participation.dissimilarity(came, there), 3),
        # exp(-relative entropy): 1 when shares are the population's (Hill number of order 1).
        "evenness": round(exp(-gap), 3),
        "r_indicator": round(found.r_indicator, 3),
        "cv": round(found.cv, 3),
    }


def missing_list(dimensions: Sequence[Dimension]) -> tuple[MissingGroup, ...]:
    """List the groups that are surely below their share, the furthest below first."""
    found = [
        (WORST_FIRST.index(row.verdict), row.ratio.value if row.ratio else 0.0, each.key, row)
        for each in dimensions
        for row in each.rows
        if row.missing and row.verdict is not None
    ]
    return tuple(
        MissingGroup(
            dimension=key,
            group=row.group,
            verdict=row.verdict,
            more_voices=row.more_voices or 0,
            at_least=row.people is None,
            silent=row.silent,
            uninvited=row.uninvited,
        )
        for _, _, key, row in sorted(found, key=lambda each: (*each[:3], each[3].group))
        if row.verdict is not None
    )


def representativity_of(
    material: Material, shown: ShownPeople, dimensions: Sequence[Dimension]
) -> Representativity | TooFew | Refused:
    """Say how equal the chance to take part was: over joint cells, else of the worst question."""
    if not material.dialogue.background_questions:
        return TooFew(needs=1, of=Of.QUESTIONS)
    if material.population is None:
        return TooFew(needs=1, of=Of.POPULATION)
    refused = next((each.refused for each in dimensions if each.refused), None)
    if refused is not None:
        return refused
    partials = tuple(
        PartialIndicator(
            dimension=each.key, unconditional=round((1 - each.r_indicator) / 2, 4), conditional=None
        )
        for each in dimensions
        if each.r_indicator is not None
    )
    measured = [each for each in dimensions if each.cv is not None]
    if not measured:
        return TooFew(needs=PERCENTAGE_BASE, of=Of.BACKGROUNDS)
    joint = joint_representativity(material, shown)
    worst = max(measured, key=lambda each: (each.cv or 0.0, each.key))
    if joint is not None:
        return joint
    lives = material.population.margins[worst.key]
    came = [row.people or MINIMUM_CELL // 2 for row in worst.rows if lives.get(row.group)]
    there = [lives[row.group] for row in worst.rows if lives.get(row.group)]
    found = participation.representativity(np.minimum(came, there), there)
    return Representativity(
        joint=False,
        dimension=worst.key,
        r_indicator=round(found.r_indicator, 3),
        r_adjusted=round(found.r_adjusted, 3),
        cv=round(found.cv, 3),
        response_rate=round(found.response_rate, 4),
        partials=partials,
    )


def joint_representativity(material: Material, shown: ShownPeople) -> Representativity | None:
    """Measure over all combinations of groups, when the population was given that way."""
    population = material.population
    if population is None or not population.joint:
        return None
    names = population.dimensions
    shape = tuple(len(population.margins[name]) for name in names)
    if int(np.prod(shape)) > MOST_CELLS or any(n not in material.people.groups for n in names):
        return None
    at = [{group: place for place, group in enumerate(population.margins[name])} for name in names]
    there, came = np.zeros(shape), np.zeros(shape)
    for groups, count in population.joint.items():
        there[tuple(place[group] for place, group in zip(at, groups, strict=True))] = count
    columns = [material.people.groups[name][shown.inside].tolist() for name in names]
    for groups in zip(*columns, strict=True):
        where = tuple(place.get(group, -1) for place, group in zip(at, groups, strict=True))
        if -1 not in where:
            came[where] += 1
    if came.sum() < PERCENTAGE_BASE or (came > there).any():
        return None
    found, parts = participation.representativity(came, there), participation.partials(came, there)
    return Representativity(
        joint=True,
        dimension="",
        r_indicator=round(found.r_indicator, 2),
        r_adjusted=round(found.r_adjusted, 2),
        cv=round(found.cv, 2),
        response_rate=round(found.response_rate, 3),
        partials=tuple(
            PartialIndicator(
                dimension=name,
                unconditional=round(each.unconditional, 3),
                conditional=round(each.conditional, 3),
            )
            for name, each in zip(names, parts, strict=True)
        ),
    )
