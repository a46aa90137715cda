"""The bloc alarm: people whose ratings are so alike that somebody must have told them how.

Two people of one mind agree often; two who follow one instruction agree almost always, also where
the room is divided. For every pair the likelihood of copying (the same rating but for one in ten)
is held against that of two people who each rate in their own way within their own camp: how often
the camp chose that rating of that contribution, and how often that person chooses it at all. Pairs
are tied when copying is so much likelier that chance gives nobody more than one tie on average;
where everyone is tied to four others or more, and who together are two in a hundred, is a
bloc. Nothing is removed: the top list without the bloc is put beside the one with it.

With hands of fifteen out of hundreds two people hardly share a card. Then no bloc can be seen, and
none can do much: equal showings leave it to chance whether it is dealt what it wants to push.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dialogue.projection import graded_votes, project
from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

SLIPS = 0.1
CHANCE_TIES = 1.0
FEWEST_IN_BLOC = 5
SMALLEST_SHARE = 0.02
MOST_PEOPLE = 3_000
SMOOTHING = 2.0
# Beyond this (400 MB) people share few cards, and multiplying only what is there is cheap.
MOST_CELLS_FILLED = 50_000_000


@dataclass(frozen=True, eq=False)
class BlocAlarm:
    """blocs: participant ids that move together, the largest bloc first. looked_at: how many
    people were compared (those with the most ratings).

    top_with, top_without: the best contributions by mean, with and without everyone in a bloc.
    """

    blocs: tuple[tuple[int, ...], ...]
    looked_at: int
    top_with: tuple[int, ...]
    top_without: tuple[int, ...]

    @property
    def raised(self) -> bool:
        """Whether any bloc was found."""
        return bool(self.blocs)

    @property
    def changed(self) -> int:
        """How many of the top leave it when the blocs are left out."""
        return len(set(self.top_with) - set(self.top_without))


def bloc_alarm(ratings: RatingMatrix, *, top: int = 10, minimum: int = 5) -> BlocAlarm:
    """Look for blocs and say what they change; contributions under `minimum` ratings don't rank."""
    given = np.bincount(ratings.person[ratings.said], minlength=len(ratings.people))
    active = np.sort(np.argsort(-given, kind="stable")[:MOST_PEOPLE])
    active = active[given[active] > 0]
    if len(active) == 0:
        return BlocAlarm((), 0, (), ())
    found = [active[members] for members in _closely_tied(_ties(ratings, active))]
    suspected = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    return BlocAlarm(
        blocs=tuple(tuple(ratings.people[members].tolist()) for members in found),
        looked_at=len(active),
        top_with=_top(ratings, np.empty(0, dtype=np.int64), top, minimum),
        top_without=_top(ratings, suspected, top, minimum),
    )


def _closely_tied(ties: sparse.csr_array) -> list[Labels]:
    """Return sets of people, each tied to at least four of the set, largest set first."""
    people = np.arange(ties.shape[0])
    while len(people):
        inside = ties[people][:, people]
        enough = np.diff(inside.indptr) >= FEWEST_IN_BLOC - 1
        if enough.all():
            break
        people = people[enough]
    if len(people) == 0:
        return []
    _, component = connected_components(ties[people][:, people], directed=False)
    smallest = max(FEWEST_IN_BLOC, SMALLEST_SHARE * ties.shape[0])
    sets = [people[component == at] for at in np.unique(component)]
    kept = [members for members in sets if len(members) >= smallest]
    return sorted(kept, key=lambda members: (-len(members), int(members[0])))


def _ties(ratings: RatingMatrix, people: Labels) -> sparse.csr_array:
    """Return (people, people) which pairs copy rather than agree."""
    choices = _choices(ratings, people)
    if choices.person.size == 0:
        return sparse.csr_array((len(people), len(people)))
    shape = (len(people), choices.contributions * choices.categories)
    cell = choices.contribution * choices.categories + choices.category
    where = (choices.person, cell)
    chose = sparse.csr_array((np.ones(len(cell)), where), shape=shape)
    gain = np.log(SLIPS + (1 - SLIPS) / choices.chance) - np.log(SLIPS)
    gains = sparse.csr_array((gain, where), shape=shape)
    rated = sparse.csr_array(
        (np.ones(len(cell)), (choices.person, choices.contribution)),
        shape=(len(people), choices.contributions),
    )
    matched = _pairs(chose, gains)
    together = _pairs(rated, rated)
    evidence = (matched + matched.T) / 2 + np.log(SLIPS) * together
    np.fill_diagonal(evidence, 0)
    # By Markov's inequality chance exceeds odds of x : 1 in at most 1 of x pairs.
    return sparse.csr_array(evidence > np.log(max(len(people), 2) / CHANCE_TIES))


def _pairs(left: sparse.csr_array, right: sparse.csr_array) -> Floats:
    """Return (people, people) products; the long way only while a filled table stays small."""
    if right.shape[0] * right.shape[1] <= MOST_CELLS_FILLED:
        return np.asarray(left @ right.T.toarray())
    return np.asarray((left @ right.T).toarray())


@dataclass(frozen=True, eq=False)
class _Choices:
    """Ratings of the people looked at, as categories, with the chance each had by itself."""

    person: Labels
    contribution: Labels
    category: Labels
    chance: Floats
    categories: int
    contributions: int


def _choices(ratings: RatingMatrix, people: Labels) -> _Choices:
    row_of = np.full(len(ratings.people), -1)
    row_of[people] = np.arange(len(people))
    kept = ratings.said & (row_of[ratings.person] >= 0)
    person, contribution = row_of[ratings.person[kept]], ratings.contribution[kept]
    values, category = np.unique(ratings.value[kept], return_inverse=True)
    category = category.reshape(-1)
    camp = (project(*graded_votes(ratings)).positions[people, 0] > 0).astype(np.int64)
    chance = _chance(person, contribution * 2 + camp[person], category, len(values))
    return _Choices(person, contribution, category, chance, len(values), ratings.contributions)


def _chance(person: Labels, place: Labels, category: Labels, categories: int) -> Floats:
    """Return the chance of every rating: the camp's share there times the person's own leaning."""
    if len(person) == 0:
        return np.empty(0)
    overall = np.bincount(category, minlength=categories) / len(category)
    of_place = _shares(place, category, overall)
    of_person = _shares(person, category, overall)
    weight = of_place[place] * of_person[person] / overall
    chance = weight[np.arange(len(category)), category] / weight.sum(axis=1)
    return np.asarray(np.clip(chance, 1e-3, 1.0))


def _shares(index: Labels, category: Labels, overall: Floats) -> Floats:
    """Return (index, categories) shares, smoothed by a little of the overall distribution."""
    categories = len(overall)
    counts = np.bincount(index * categories + category, minlength=(index.max() + 1) * categories)
    table = counts.reshape(-1, categories) + SMOOTHING * overall
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _top(ratings: RatingMatrix, without: Labels, top: int, minimum: int) -> tuple[int, ...]:
    kept = ratings.said & ~np.isin(ratings.person, without)
    item, value = ratings.contribution[kept], ratings.value[kept]
    number = np.bincount(item, minlength=ratings.contributions)
    mean = np.bincount(item, value, minlength=ratings.contributions) / np.maximum(number, 1)
    mean = np.where(number >= minimum, mean, -np.inf)
    order = np.argsort(-mean, kind="stable")[:top]
    return tuple(int(at) for at in order if np.isfinite(mean[at]))
