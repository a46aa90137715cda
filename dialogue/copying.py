"""How much likelier it is that some people follow one instruction than that each rates alone.

An instruction names one rating for every contribution; who follows it gives that rating but for one
in ten. For a set of people the likelihood of copying, averaged over all instructions, is held
against that of people who each rate in their own way: what others like them said of that
contribution (the set itself and the rater left out), and how often that person chooses that rating
at all. The ratio has mean one when nobody copies; by Markov's inequality and over all sets of that
size the logarithm of it, less that of the number of such sets, is above x by chance in exp(-x).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from dialogue.projection import graded_votes, project
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Members = NDArray[np.bool_]

SLIPS = 0.1
# So many imagined ratings, as everybody gave them, stand beside the few of a contribution.
SMOOTHING = 3.0
LEANING_SMOOTHING = 2.0
# No rating is rarer than this: a rate that was measured on few people can't be smaller for sure.
RAREST = 0.05
# People are compared with those in the same fifth of the main line of division.
FIFTHS = 5


@dataclass(frozen=True, eq=False)
class Choices:
    """Ratings other than can't say as categories: equally long arrays, a row for each."""

    person: Labels
    contribution: Labels
    category: Labels
    people: int
    contributions: int
    categories: int

    def tallied(self, place: Labels, places: int, kept: Members) -> Floats:
        """Count (places, categories) of the kept rows."""
        cell = (place * self.categories + self.category)[kept]
        counts = np.bincount(cell, minlength=places * self.categories)
        return counts.reshape(places, self.categories).astype(np.float64)


def read_choices(ratings: RatingMatrix) -> Choices:
    """Read what was chosen."""
    kept = ratings.said
    values, category = np.unique(ratings.value[kept], return_inverse=True)
    return Choices(
        person=ratings.person[kept],
        contribution=ratings.contribution[kept],
        category=category.reshape(-1).astype(np.int64),
        people=len(ratings.people),
        contributions=ratings.contributions,
        categories=len(values),
    )


def chance_alone(choices: Choices, members: Members, side: Labels | None = None) -> Floats:
    """Return (r,) the chance of each rating, measured on everybody but the members and the rater.

    members: (people,); side: (people,) from 0 to FIFTHS - 1; without it nobody is on a side.
    """
    outside = ~members[choices.person]
    overall = np.bincount(choices.category[outside], minlength=choices.categories) + 0.5
    overall = overall / overall.sum()
    shares = _others(choices, choices.contribution, choices.contributions, outside, overall)
    if side is not None:
        place = choices.contribution * FIFTHS + side[choices.person]
        shares = _others(choices, place, choices.contributions * FIFTHS, outside, shares)
    weight = shares * _leaning(choices, overall)[choices.person] / overall
    chance = weight[np.arange(len(weight)), choices.category] / weight.sum(axis=1)
    return np.asarray(np.clip(chance, RAREST, 1.0))


def _others(
    choices: Choices, place: Labels, places: int, outside: Members, expected: Floats
) -> Floats:
    """Return (r, categories) shares at each row's place among the others."""
    counts = choices.tallied(place, places, outside)[place]
    counts[np.arange(len(place)), choices.category] -= outside
    counts += SMOOTHING * expected
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _leaning(choices: Choices, overall: Floats) -> Floats:
    """Return (people, categories) how often each person chooses each rating at all."""
    everything = np.ones(len(choices.person), dtype=np.bool_)
    counts = choices.tallied(choices.person, choices.people, everything)
    counts += LEANING_SMOOTHING * overall
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def side_of_everybody(ratings: RatingMatrix, members: Members) -> Labels:
    """Return (people,) in which fifth of the main line of division, drawn without the members."""
    votes, seen = graded_votes(ratings)
    others = np.flatnonzero(~members)
    drawn = project(votes[:, others], seen[:, others])
    centred = votes - seen.multiply(drawn.centre[:, None])
    given = np.maximum(np.asarray(seen.sum(axis=0)), 1)
    position = np.asarray(centred.T @ drawn.components[0]) / np.sqrt(given)
    edges = np.quantile(position[others], np.arange(1, FIFTHS) / FIFTHS)
    return np.searchsorted(edges, position)


@dataclass(frozen=True, eq=False)
class Copied:
    """evidence: the log likelihood ratio of the whole set; each: (people,) what every person adds
    to that of the others in it.
    """

    evidence: float
    each: Floats


def weigh_copying(choices: Choices, chance: Floats, members: Members) -> Copied:
    """Hold copying against rating alone; an instruction is any rating, all as likely beforehand."""
    gain = (1 - SLIPS) / chance + SLIPS
    inside = members[choices.person]
    step = np.where(inside, np.log(gain / SLIPS), 0.0)
    cell = choices.contribution * choices.categories + choices.category
    size = choices.contributions * choices.categories
    follows = np.bincount(cell, step, minlength=size).reshape(-1, choices.categories)
    given = np.bincount(choices.contribution[inside], minlength=choices.contributions)
    best = follows.max(axis=1, initial=0)
    ratio = np.log(np.exp(follows - best[:, None]).mean(axis=1)) + best + given * np.log(SLIPS)
    by_others = follows[choices.contribution]
    rows = np.arange(len(cell))
    by_others[rows, choices.category] -= step
    weight = np.exp(by_others - by_others.max(axis=1, keepdims=True))
    instructed = weight[rows, choices.category] / weight.sum(axis=1)
    added = np.log(SLIPS + instructed * (gain - SLIPS))
    each = np.bincount(choices.person, added, minlength=choices.people)
    return Copied(evidence=float(ratio.sum()), each=each.astype(np.float64))


def log_sets(people: int, size: int) -> float:
    """Return the logarithm of how many sets of at most so many people there are, about."""
    chosen = gammaln(people + 1) - gammaln(size + 1) - gammaln(people - size + 1)
    return float(chosen + np.log(max(people, 1)))
