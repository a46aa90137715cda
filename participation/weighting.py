"""Weights that bring those who took part to the population, and what that costs in certainty.

Raw and weighted figures are always shown side by side, with the effective number of people. When
weights would make a few speak for many, there are none: ``weigh`` refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData, ParticipationError
from participation.estimates import read_weights
from participation.labels import encode_labels

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
LARGEST_WEIGHT = 5.0
FEWEST_EFFECTIVE = 100
SWEEPS = 1000
CLOSE_ENOUGH = 1e-10
TOTALS_AGREE = 1e-6


class CannotRake(ParticipationError):
    """No weights reach these margins: they contradict each other, or a cell they need is empty."""


def rake(table: ArrayLike, targets: Sequence[ArrayLike], *, sweeps: int = SWEEPS) -> Floats:
    """Scale a table until its margins are the targets (one per axis); odds ratios stay.

    Iterative proportional fitting, w <- w target/current over the axes in turn. Source: Deming and
    Stephan (1940). Zeros stay zero. Returns an array of the same shape. Raises CannotRake when the
    targets' totals differ, a target needs a margin that is empty, or ``sweeps`` don't suffice.
    """
    fitted = np.array(table, dtype=np.float64)
    if not np.isfinite(fitted).all() or (fitted < 0).any():
        raise ValueError("a table to rake holds finite numbers of 0 or more")
    wanted = _read_targets(fitted.shape, targets)
    for _ in range(sweeps):
        for axis, target in enumerate(wanted):
            others = tuple(other for other in range(fitted.ndim) if other != axis)
            margin = fitted.sum(axis=others)
            shape = [-1 if at == axis else 1 for at in range(fitted.ndim)]
            fitted = fitted * _factor(target, margin).reshape(shape)
        if _is_close(fitted, wanted):
            return fitted
    raise CannotRake("the margins can't all be reached: some combination they need has nobody")


def rake_weights(
    categories: Sequence[ArrayLike], margins: Sequence[Mapping[str, float]], *, sweeps: int = SWEEPS
) -> Floats:
    """Give everybody a weight (mean 1) so that the shares of every dimension are the margins'.

    categories: per dimension the labels (n,) of all people; margins: per dimension group -> count
    or share. Raises CannotRake also for a label the margins lack, NotEnoughData for nobody.
    """
    coded = [_encode(labels, margin) for labels, margin in zip(categories, margins, strict=True)]
    if not coded or len(coded[0][0]) == 0:
        raise NotEnoughData("people", 0, 1)
    people = len(coded[0][0])
    if any(len(places) != people for places, _ in coded):
        raise ValueError("everybody needs a label in every dimension")
    weights = np.ones(people)
    targets = [people * share for _, share in coded]
    for _ in range(sweeps):
        for (places, _), target in zip(coded, targets, strict=True):
            margin: Floats = np.bincount(places, weights, minlength=len(target)).astype(np.float64)
            weights = weights * _factor(target, margin)[places]
        if all(
            np.allclose(np.bincount(places, weights, minlength=len(target)), target, rtol=1e-10)
            for (places, _), target in zip(coded, targets, strict=True)
        ):
            return weights
    raise CannotRake("the margins can't all be reached: some combination they need has nobody")


def design_effect(weights: ArrayLike) -> float:
    """Give n sum w^2 / (sum w)^2: how many times more people are needed. Source: Kish (1965)."""
    given = read_weights(weights, "people")
    if given.sum() == 0:
        raise NotEnoughData("people", 0, 1)
    return float(len(given) * np.sum(given**2) / np.sum(given) ** 2)


def effective_size(weights: ArrayLike) -> float:
    """Give n / design effect: how many equally weighted people would be as certain."""
    return len(read_weights(weights, "people")) / design_effect(weights)


def trim_weights(weights: ArrayLike, *, largest: float = LARGEST_WEIGHT) -> Floats:
    """Cap weights at ``largest`` times their mean, and hand what is cut off to all others alike.

    Source: Potter (1990). The mean stays. Raises ValueError for ``largest`` of 1 or less.
    """
    given = read_weights(weights, "people")
    if largest <= 1:
        raise ValueError("weights can't all be smaller than their mean")
    if given.sum() == 0:
        raise NotEnoughData("people", 0, 1)
    trimmed = given / given.mean()
    capped = np.zeros(len(trimmed), dtype=np.bool_)
    while (trimmed > largest * (1 + 1e-12)).any():
        capped |= trimmed >= largest
        free = len(trimmed) - largest * int(capped.sum())
        trimmed = np.where(capped, largest, trimmed * free / trimmed[~capped].sum())
    return np.asarray(trimmed * given.mean())


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights (n,) of mean 1, and what they cost.

    known: who gave all background asked; the others weigh 1. trimmed: how many weights were capped,
    after which margins are met approximately only.
    """

    weights: Floats
    known: NDArray[np.bool_]
    design_effect: float
    effective_size: float
    trimmed: int
    largest: float


def weigh(
    categories: Sequence[ArrayLike],
    margins: Sequence[Mapping[str, float]],
    *,
    largest: float = LARGEST_WEIGHT,
    fewest: float = FEWEST_EFFECTIVE,
) -> Weights:
    """Rake, trim at ``largest`` and refuse when fewer than ``fewest`` effective people are left.

    As ``rake_weights``, but a label of "" is "gave none": such people weigh 1. Groups of the
    population that nobody belongs to are left out of the margins. Raises NotEnoughData when too
    thin, CannotRake when the margins can't be met.
    """
    labels = [np.asarray(each).reshape(-1).astype(str) for each in categories]
    if len({len(each) for each in labels}) > 1:
        raise ValueError("everybody needs a label in every dimension, or an empty one")
    known = np.logical_and.reduce([each != "" for each in labels]) if labels else np.zeros(0, bool)
    if int(known.sum()) < fewest:
        raise NotEnoughData("people with all background", int(known.sum()), fewest)
    seen = [set(encode_labels(each[known])[0]) for each in labels]
    present = [
        {group: count for group, count in margin.items() if group in some}
        for some, margin in zip(seen, margins, strict=True)
    ]
    raked = rake_weights([each[known] for each in labels], present)
    trimmed = trim_weights(raked, largest=largest)
    size = effective_size(trimmed)
    if size < fewest:
        raise NotEnoughData("effective people", size, fewest)
    weights = np.ones(len(known))
    weights[known] = trimmed
    return Weights(
        weights=weights,
        known=known,
        design_effect=design_effect(trimmed),
        effective_size=size,
        trimmed=int(np.sum(raked > largest * (1 + 1e-9))),
        largest=float(trimmed.max()),
    )


def weigh_for_absence(group: ArrayLike, before: ArrayLike, after: ArrayLike) -> Floats:
    """Weigh who stayed so that groups count as they did before: would the top themes differ?

    group (n,) labels; before, after (n,) booleans. Those who were in both get (people of their
    group before) / (of those, after), scaled to a mean of 1; all others 0.
    A group of which nobody stayed can't be spoken for. Source: weighting classes, Oh and Scheuren
    (1983). Raises NotEnoughData when nobody stayed.
    """
    _, which = encode_labels(group)
    there, stayed = np.asarray(before, dtype=np.bool_), np.asarray(after, dtype=np.bool_)
    both = there & stayed
    if not both.any():
        raise NotEnoughData("people who stayed", 0, 1)
    groups = int(which.max()) + 1
    had, kept = (np.bincount(which[flags], minlength=groups) for flags in (there, both))
    ratio = np.divide(had, kept, out=np.zeros(groups), where=kept > 0)
    weights = np.where(both, ratio[which], 0.0)
    return np.asarray(weights * both.sum() / weights.sum())


def _read_targets(shape: tuple[int, ...], targets: Sequence[ArrayLike]) -> list[Floats]:
    wanted = [read_weights(target, "targets") for target in targets]
    if [len(target) for target in wanted] != list(shape):
        raise ValueError("every axis of the table needs a target for each of its groups")
    totals = [float(target.sum()) for target in wanted]
    if max(totals) - min(totals) > TOTALS_AGREE * max(totals):
        raise CannotRake(f"the targets add up to different totals: {min(totals)}, {max(totals)}")
    return wanted


def _factor(target: Floats, margin: Floats) -> Floats:
    if ((margin == 0) & (target > 0)).any():
        raise CannotRake("a group that is asked for has nobody")
    return np.divide(target, margin, out=np.zeros_like(target), where=margin > 0)


def _is_close(fitted: Floats, wanted: Sequence[Floats]) -> bool:
    for axis, target in enumerate(wanted):
        others = tuple(other for other in range(fitted.ndim) if other != axis)
        gap = np.abs(fitted.sum(axis=others) - target)
        if (gap > CLOSE_ENOUGH * float(target.max())).any():
            return False
    return True


def _encode(labels: ArrayLike, margin: Mapping[str, float]) -> tuple[Places, Floats]:
    """Give everybody the place of their group in the margin, and the margin as shares."""
    share = read_weights(list(margin.values()), "groups")
    found, which = encode_labels(np.asarray(labels).reshape(-1).astype(str))
    order = {group: place for place, group in enumerate(margin)}
    unknown = [label for label in found if label not in order]
    if unknown:
        raise CannotRake(f"the population has no group {unknown[0]!r}")
    places = np.array([order[label] for label in found], dtype=np.int64)
    if share.sum() == 0:
        raise CannotRake("the population has nobody in these groups")
    return places[which], share / share.sum()
