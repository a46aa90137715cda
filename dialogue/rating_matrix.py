"""Ratings as a sparse matrix of contributions by people: the one shape all weighing starts from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


@dataclass(frozen=True, eq=False)
class RatingMatrix:
    """Who rated what how. People are numbered by the sorted order of their ids in `people`.

    person, contribution: (r,) indexes of every rating; value: (r,) the rating, NaN for can't say.
    """

    people: NDArray[np.int64]
    contributions: int
    person: NDArray[np.int64]
    contribution: NDArray[np.int64]
    value: NDArray[np.float64]

    @cached_property
    def said(self) -> NDArray[np.bool_]:
        """(r,) whether a rating is more than can't say."""
        return ~np.isnan(self.value)

    @cached_property
    def values(self) -> sparse.csr_array:
        """(contributions, people) sum of ratings; empty where nothing or can't say was given."""
        return self._spread(self.value[self.said])

    @cached_property
    def counts(self) -> sparse.csr_array:
        """(contributions, people) number of ratings other than can't say."""
        return self._spread(np.ones(int(self.said.sum())))

    @cached_property
    def passes(self) -> NDArray[np.int64]:
        """(contributions,) how often can't say was chosen."""
        return np.bincount(self.contribution[~self.said], minlength=self.contributions)

    def _spread(self, data: NDArray[np.float64]) -> sparse.csr_array:
        shape = (self.contributions, len(self.people))
        where = (self.contribution[self.said], self.person[self.said])
        return sparse.csr_array((data, where), shape=shape)


def read_ratings(
    participant: ArrayLike, contribution: ArrayLike, value: ArrayLike, *, contributions: int
) -> RatingMatrix:
    """Read ratings: participant ids (r,), contribution indexes (r,), values (r,) NaN = can't say.

    Of several rows of one participant about one contribution the last counts. Raises ValueError
    for lengths that differ, an index outside 0..contributions-1 and an infinite value.
    """
    who = np.asarray(participant, dtype=np.int64).reshape(-1)
    what = np.asarray(contribution, dtype=np.int64).reshape(-1)
    rated = np.asarray(value, dtype=np.float64).reshape(-1)
    if not len(who) == len(what) == len(rated):
        raise ValueError("participant, contribution and value must be equally long")
    if len(what) and not 0 <= what.min() <= what.max() < contributions:
        raise ValueError("a contribution index lies outside the contributions")
    if np.isinf(rated).any():
        raise ValueError("a rating is infinite")
    people, person = np.unique(who, return_inverse=True)
    kept = _last_of_each(person.reshape(-1) * contributions + what)
    return RatingMatrix(people, contributions, person.reshape(-1)[kept], what[kept], rated[kept])


def _last_of_each(cell: NDArray[np.int64]) -> NDArray[np.int64] | slice:
    """Return the rows that hold the last of every cell, in their order: everyone counts once."""
    ordered = np.sort(cell)
    if not np.any(ordered[1:] == ordered[:-1]):
        return slice(None)
    _, from_the_end = np.unique(cell[::-1], return_index=True)
    return np.sort(len(cell) - 1 - from_the_end)
