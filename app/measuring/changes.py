"""What the make-up of the group changes: who was lost, weights, sides, collectives."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

import participation
from app.measuring.material import Flags, Floats, Labels, Material, Places
from app.measuring.who import ShownPeople
from app.queries.participation_base import Because, Interval, Of, Refused, TooFew
from app.queries.participation_parts import (
    Collectives,
    Helix,
    Loss,
    LossByGroup,
    LossRow,
    RankedTheme,
    Side,
    ThemesIfAllStayed,
    ThemeWeighed,
    ThemeWithout,
    Weights,
)
from dialogue.models import Helix as HelixSide
from dialogue.models import Round, RoundKind, RoundState
from participation import NotEnoughData
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE, SUPPRESSED
from participation.item_support import Means
from participation.shown_groups import ShownGroups
from participation.weighting import FEWEST_EFFECTIVE, CannotRake

STEPS = (0.05, 0.1, 0.2)  # lost shares are rounded to one of these
TOP = 5


@dataclass(frozen=True, eq=False)
class OwnMeans:
    """What everybody thinks of every theme: arrays (k,), a row per person and theme.

    value: mean of their ratings of its contributions; count: how many these were.
    """

    person: Places
    theme: Places
    value: Floats
    count: Floats


def own_means(material: Material, *, of_round: int | None = None) -> OwnMeans:
    """Gather ratings per person and theme; of one round, or of all."""
    weighed = material.weighed
    theme = material.said.theme[weighed.contribution]
    known = (theme >= 0) & ~np.isnan(weighed.value)
    if of_round is not None:
        known &= weighed.round == of_round
    width = int(theme.max(initial=0)) + 1
    pairs, which = np.unique(weighed.person[known] * width + theme[known], return_inverse=True)
    count = np.bincount(which, minlength=len(pairs)).astype(np.float64)
    total = np.bincount(which, weighed.value[known], minlength=len(pairs))
    return OwnMeans(pairs // width, pairs % width, total / np.maximum(count, 1), count)


def losses_of(material: Material, shown: ShownPeople) -> tuple[Loss, ...]:
    """Say who was in a round and not in the next one that is over."""
    return tuple(
        loss_of(material, shown, at, earlier, later)
        for at, (earlier, later) in enumerate(
            zip(material.rounds, material.rounds[1:], strict=False)
        )
        if later.state is RoundState.CLOSED
    )


def loss_of(material: Material, shown: ShownPeople, at: int, earlier: Round, later: Round) -> Loss:
    """Compare two rounds, for everybody and per group."""
    started = material.people.started[shown.inside]
    before, after = started[:, at], started[:, at + 1]
    groups = tuple(
        LossByGroup(dimension=key, rows=loss_rows(labels[shown.inside], before, after))
        for key, labels in material.people.groups.items()
    )
    return Loss(
        from_round=earlier.position,
        to_round=later.position,
        lost=lost_share(int(before.sum()), int((before & ~after).sum())),
        groups=tuple(each for each in groups if any(row.lost for row in each.rows)),
        themes=themes_if_all_stayed(material, at, later),
    )


def lost_share(before: int, left: int) -> Interval | None:
    """Give a share in steps of 5%, coarser for few people; few on either side have none.

    A step is twenty people or more: less would, beside the funnel, tell who never started.
    """
    step = next((each for each in STEPS if each * before >= 2 * MINIMUM_CELL), None)
    if step is None or min(left, before - left) < MINIMUM_CELL:
        return None
    found = participation.wilson_interval(left, before)
    return Interval(
        value=round(round(found.value / step) * step, 2),
        low=round(floor(found.low / step) * step, 2),
        high=round(min(1, ceil(found.high / step) * step), 2),
    )


def loss_rows(labels: Labels, before: Flags, after: Flags) -> tuple[LossRow, ...]:
    """Give the loss per group, unless those that aren't shown would follow by subtraction.

    What is left of everybody must be nobody, or ten who left and ten who stayed.
    """
    losses = participation.loss_between(labels, before, after)
    by_size = sorted(losses, key=lambda group: (losses[group].before, group), reverse=True)
    shown = [g for g in by_size if g and lost_share(losses[g].before, losses[g].left)]
    while shown:
        rest = [losses[group] for group in losses if group not in shown]
        left, there = sum(each.left for each in rest), sum(each.before for each in rest)
        if there == 0 or min(left, there - left) >= MINIMUM_CELL:
            break
        shown.pop()
    return tuple(
        LossRow(
            group=group,
            lost=lost_share(losses[group].before, losses[group].left) if group in shown else None,
        )
        for group in sorted(set(losses) - {""})
    )


def themes_if_all_stayed(material: Material, at: int, later: Round) -> ThemesIfAllStayed | TooFew:
    """Rank themes again, as if within each group those who left had weighed like who stayed."""
    few = TooFew(needs=PERCENTAGE_BASE, of=Of.STAYED)
    people = material.people
    if later.kind is not RoundKind.WEIGH or not people.groups:
        return few
    key = max(people.groups, key=lambda name: (int((people.groups[name] != "").sum()), name))
    own = own_means(material, of_round=later.position)
    try:
        found = participation.rank_as_if_all_stayed(
            people.groups[key], people.started[:, at], people.started[:, at + 1],
            rater=own.person, item=own.theme, value=own.value, top=TOP,
        )  # fmt: skip
    except NotEnoughData:
        return few
    if found.stayed < PERCENTAGE_BASE:
        return few
    ids = material.theme_ids
    again = {each.item: each.rank for each in found.had_all_stayed}
    return ThemesIfAllStayed(
        dimension=key,
        top=found.top,
        themes=tuple(
            RankedTheme(
                theme_id=ids[int(each.item)], number=int(each.item), rank=each.rank,
                rank_if_all_stayed=again[each.item], best=each.best, worst=each.worst,
            )
            for each in found.as_it_was
        ),
        entering=tuple(ids[int(item)] for item in found.entering),
        leaving=tuple(ids[int(item)] for item in found.leaving),
        differs=found.surely_different,
    )  # fmt: skip


def weights_of(material: Material, shown: ShownPeople) -> Weights | TooFew | Refused:
    """Weigh to the population, and put raw and weighted support side by side."""
    population, people = material.population, material.people
    if not material.dialogue.background_questions:
        return TooFew(needs=1, of=Of.QUESTIONS)
    names = [key for key in people.groups if population and key in population.margins]
    if population is None or not names:
        return TooFew(needs=1, of=Of.POPULATION)
    margins = [population.margins[name] for name in names]
    labels = [
        np.where(np.isin(people.groups[name], list(margin)), people.groups[name], "")
        for name, margin in zip(names, margins, strict=True)
    ]
    try:
        found = participation.weigh(labels, margins)
    except NotEnoughData:
        return TooFew(needs=int(FEWEST_EFFECTIVE), of=Of.EFFECTIVE)
    except CannotRake:
        return Refused(because=Because.MARGINS)
    return Weights(
        dimensions=tuple(names),
        effective_size=min(int(found.effective_size) // MINIMUM_CELL * MINIMUM_CELL, shown.most),
        design_effect=round(found.design_effect, 2),
        largest=round(found.largest, 2),
        themes=tuple(themes_weighed(material, found.weights)),
    )


def themes_weighed(material: Material, weights: Floats) -> Iterator[ThemeWeighed]:
    """Give every theme's mean over ratings, as it is and weighted, by ten people or more."""
    own = own_means(material)
    if not len(own.person):
        return
    raw, weighted = (
        participation.support_per_item(own.theme, own.value, own.count * each)
        for each in (np.ones(len(own.person)), weights[own.person])
    )
    ids = material.theme_ids
    for at, name in enumerate(raw.items):
        sides = mean_at(raw.weighted, at), mean_at(weighted.weighted, at)
        if sides[0] is not None and sides[1] is not None and int(name) in ids:
            yield ThemeWeighed(
                theme_id=ids[int(name)], number=int(name), raw=sides[0], weighted=sides[1]
            )


def mean_at(means: Means, at: int) -> Interval | None:
    """Give one mean with its interval, or none when too few gave it."""
    if np.isnan(means.mean[at]):
        return None
    value, low, high = (round(float(each[at]), 2) for each in (means.mean, means.low, means.high))
    return Interval(value=value, low=low, high=high)


def helix_of(material: Material, shown: ShownPeople) -> Helix | TooFew:
    """Hold the four sides against a floor, from what the chambers show."""
    side_of = {each.key: each.helix for each in material.chambers if each.helix is not None}
    if len(set(side_of.values())) < 2:
        return TooFew(needs=2, of=Of.SIDES)
    people = dict.fromkeys(HelixSide, 0)
    for cell in shown.cells:
        if cell.chamber in side_of:
            people[side_of[cell.chamber]] += cell.came_in
    hidden = [side for side, count in people.items() if not count]
    total = sum(people.values())
    if total < PERCENTAGE_BASE:
        return TooFew(needs=PERCENTAGE_BASE, of=Of.CAME_IN)
    cells = {side.value: count or SUPPRESSED for side, count in people.items()}
    found = participation.helix_balance(ShownGroups(cells, total, (MINIMUM_CELL - 1) * len(hidden)))
    return Helix(
        sides=tuple(
            Side(
                side=HelixSide(each.name),
                people=None if each.people is SUPPRESSED else each.people,
                share=None if each.share is None else round(each.share, 3),
                under_floor=each.under_floor,
            )
            for each in found.sides
        ),
        floor=found.floor,
        evenness=None if found.evenness is None else round(found.evenness, 3),
    )


def collectives_of(material: Material, shown: ShownPeople) -> Collectives | TooFew:
    """Compare support with and without who spoke for a collective."""
    spoke = material.people.collective
    count = int(spoke[shown.inside].sum())
    if min(count, int(shown.inside.sum()) - count) < MINIMUM_CELL:
        return TooFew(needs=MINIMUM_CELL, of=Of.COLLECTIVES)
    return Collectives(
        people=min(count // MINIMUM_CELL * MINIMUM_CELL, shown.most),
        themes=tuple(themes_without(material, spoke)),
    )


def themes_without(material: Material, spoke: Flags) -> Iterator[ThemeWithout]:
    """Give every theme's mean with and without them, where both are ten people or more."""
    own = own_means(material)
    alone = ~spoke[own.person] if len(own.person) else np.zeros(0, np.bool_)
    if not alone.any() or alone.all():
        return
    ids, apart = material.theme_ids, participation.with_and_without(own.theme, own.value, ~alone)
    whole, others = (
        participation.support_per_item(own.theme[rows], own.value[rows], own.count[rows])
        for rows in (np.ones(len(alone), np.bool_), alone)
    )
    place = {name: at for at, name in enumerate(others.items)}
    for at, name in enumerate(whole.items):
        if name not in place or np.isnan(apart.difference.mean[at]) or int(name) not in ids:
            continue
        both = mean_at(whole.weighted, at), mean_at(others.weighted, place[name])
        if both[0] is not None and both[1] is not None:
            yield ThemeWithout(
                theme_id=ids[int(name)], number=int(name), with_collectives=both[0],
                without_collectives=both[1],
                difference=difference_of(both[0], both[1], apart.difference, at),
            )  # fmt: skip


def difference_of(one: Interval, other: Interval, error: Means, at: int) -> Interval:
    """Give the difference of two shown means, as wide as that of people's own means."""
    value = round(one.value - other.value, 2)
    reach = float(error.high[at] - error.low[at]) / 2
    return Interval(value=value, low=round(value - reach, 2), high=round(value + reach, 2))
