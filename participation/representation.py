"""Whether those who took part are like the population, and who is missing.

Say "of those who gave their age" with every figure: who gave none is in no group. A response rate
alone says little, and an R-indicator rises when hardly anybody takes part: read it beside its CV.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData, ParticipationError
from participation.estimates import LEVEL, Estimate, read_weights
from participation.proportions import wilson_interval

Floats = NDArray[np.float64]
MISSING_BELOW = 0.8  # a group is named when its coverage is surely below this


class ImpossiblePopulation(ParticipationError):
    """More people of a group took part than the population has."""


@dataclass(frozen=True)
class Representativity:
    """How equal the chance to take part was over the cells of a population.

    r_indicator: 1 - 2S, 1 is equal; r_adjusted takes away what chance alone adds to S;
    standard_error of the first. cv: S / response rate, the largest bias a mean can have, in its own
    standard deviations. category_partials: per cell, signed; below 0 is under its share.
    """

    r_indicator: float
    r_adjusted: float
    standard_error: float
    cv: float
    response_rate: float
    propensities: tuple[float, ...]
    category_partials: tuple[float, ...]
    unconditional_partial: float
    people: int


def representativity(participants: ArrayLike, population: ArrayLike) -> Representativity:
    """Give R-indicator, CV and partials of counts per cell, both of the same shape.

    rho_c = participants/population, S^2 = sum (N_c/N)(rho_c - rho)^2, R = 1 - 2S, CV = S/rho,
    partial of a cell sqrt(N_c/N)(rho_c - rho). Source: Schouten, Cobben and Bethlehem (2009); RISQ
    manual version 2; adjustment: their section on bias, with S^2 less the variance of rho_c.
    Cells empty in both are left out of the sums. Raises NotEnoughData for no participants,
    ImpossiblePopulation for more participants than people, ValueError for unlike shapes.
    """
    came, lives = _read_cells(participants, population)
    share, chance = (
        lives / lives.sum(),
        np.divide(came, lives, out=np.zeros_like(came), where=lives > 0),
    )
    rate = float(came.sum() / lives.sum())
    off = np.where(lives > 0, chance - rate, 0.0)
    spread = sqrt(float(share @ off**2))
    noise = np.divide(chance * (1 - chance), lives, out=np.zeros_like(came), where=lives > 0)
    by_chance = float(np.sum(share * (1 - share) * noise))
    slope = sqrt(float(np.sum((share * off) ** 2 * noise))) / spread if spread else 0.0
    return Representativity(
        r_indicator=1 - 2 * spread,
        r_adjusted=1 - 2 * sqrt(max(0.0, spread**2 - by_chance)),
        standard_error=2 * slope,
        cv=spread / rate,
        response_rate=rate,
        propensities=tuple(float(each) for each in chance),
        category_partials=tuple(float(each) for each in np.sqrt(share) * off),
        unconditional_partial=spread,
        people=int(came.sum()),
    )


@dataclass(frozen=True)
class Partials:
    """How much one dimension adds: on its own, and next to all the others."""

    unconditional: float
    conditional: float


def partials(participants: ArrayLike, population: ArrayLike) -> tuple[Partials, ...]:
    """Give the partial R-indicators of every dimension of joint cells (an axis per dimension).

    Unconditional sqrt(sum_k (N_k/N)(rho_k - rho)^2); conditional: the spread of rho that stays
    within the groups made by all other dimensions. Source: RISQ manual version 2, section 3.
    Raises as ``representativity``.
    """
    shape = np.shape(participants)
    came, lives = (each.reshape(shape) for each in _read_cells(participants, population))
    chance = np.divide(came, lives, out=np.zeros_like(came), where=lives > 0)
    found = []
    for axis in range(len(shape)):
        others = tuple(other for other in range(len(shape)) if other != axis)
        alone = representativity(came.sum(axis=others), lives.sum(axis=others))
        around = lives.sum(axis=axis, keepdims=True)
        mean = np.divide(
            came.sum(axis=axis, keepdims=True), around, out=np.zeros_like(around), where=around > 0
        )
        within = float(np.sum(lives * (chance - mean) ** 2) / lives.sum())
        found.append(Partials(alone.unconditional_partial, sqrt(within)))
    return tuple(found)


@dataclass(frozen=True)
class GroupCoverage:
    """A group beside its share of the population: ratio 1 is as many as it should be.

    share: among those who took part; to_even: how many more of this group would bring it to its
    share, if nobody else came.
    """

    group: str
    people: int
    share: Estimate
    population_share: float
    ratio: Estimate
    to_even: int

    @property
    def surely_missing(self) -> bool:
        """Tell whether even the high end of the ratio lies below ``MISSING_BELOW``."""
        return self.ratio.high < MISSING_BELOW


def coverage(
    participants: Mapping[str, int], population: Mapping[str, int], *, level: float = LEVEL
) -> tuple[GroupCoverage, ...]:
    """Compare every group of the population with its share, the furthest below first.

    Ratio: share among participants / share of the population, with the Wilson interval of the
    first (the population is known). A group nobody came from has ratio 0. Raises NotEnoughData for
    no participants, ImpossiblePopulation for a group the population lacks or exceeds.
    """
    _check_groups(participants, population)
    total, everybody = sum(participants.values()), sum(population.values())
    if total == 0:
        raise NotEnoughData("people", 0, 1)
    found = [
        _group_coverage(group, participants.get(group, 0), total, lives / everybody, level)
        for group, lives in population.items()
        if lives > 0
    ]
    return tuple(sorted(found, key=lambda each: (each.ratio.value, each.group)))


def voices_to_even(people: int, total: int, population_share: float) -> int:
    """Give how many more of a group bring it to its share, if nobody else comes; rounded up.

    (people + more) / (total + more) = share, so more = (share total - people) / (1 - share).
    20 of 200 where 40% should be: (80 - 20) / 0.6 = 100, and 120 of 300 is 40%.
    """
    if population_share >= 1:
        return 0
    more = (population_share * total - people) / (1 - population_share)
    return max(0, ceil(more - 1e-9))


def dissimilarity(participants: ArrayLike, population: ArrayLike) -> float:
    """Give half the sum of |share - population share|: who would have to be others, 0 to 1.

    Source: Duncan and Duncan (1955). Raises as ``representativity``.
    """
    came, lives = _read_cells(participants, population)
    return float(np.abs(came / came.sum() - lives / lives.sum()).sum()) / 2


def _group_coverage(
    group: str, people: int, total: int, should: float, level: float
) -> GroupCoverage:
    share = wilson_interval(people, total, level=level)
    ratio = Estimate(
        share.value / should, share.standard_error / should, share.low / should, share.high / should
    )
    return GroupCoverage(group, people, share, should, ratio, voices_to_even(people, total, should))


def _check_groups(participants: Mapping[str, int], population: Mapping[str, int]) -> None:
    for group, people in participants.items():
        if people > population.get(group, 0):
            raise ImpossiblePopulation(
                f"{people} people of {group!r} took part; the population has "
                f"{population.get(group, 0)}"
            )


def _read_cells(participants: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    if np.shape(participants) != np.shape(population):
        raise ValueError("participants and population need the same cells")
    came, lives = read_weights(participants, "people"), read_weights(population, "people")
    if (came > lives).any():
        cell = int(np.argmax(came > lives))
        raise ImpossiblePopulation(
            f"{came[cell]:g} people of cell {cell} took part; the population has {lives[cell]:g}"
        )
    if came.sum() == 0:
        raise NotEnoughData("people", 0, 1)
    return came, lives
