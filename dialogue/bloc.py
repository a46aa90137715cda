"""The bloc alarm: people whose ratings are so alike that somebody must have told them how.

Two people of one mind agree often; people who follow one instruction agree almost always, also
where those who think alike are divided. A set of people is grown from many small ones: who joins is
whose ratings are likelier copied from the set than given alone. What "alone" would give is measured
on everybody outside the set, in the same fifth of the main line of division: so a bloc can't pass
for the camp that it makes up itself. It is a bloc when copying is likelier than chance allows over
all sets of that size, and when it is between two in a hundred and a quarter of the people: below
that it moves little, and above that it is what many think. Nothing is removed: the top list without
the bloc is put beside the one with it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogue.bloc_seeds import bloc_seeds
from dialogue.copying import (
    Choices,
    Members,
    chance_alone,
    log_sets,
    read_choices,
    side_of_everybody,
    weigh_copying,
)
from dialogue.rating_matrix import RatingMatrix

Labels = NDArray[np.int64]

# In logarithms: by chance in one of exp(10) rooms, were the chances of ratings known exactly.
WANTED_EVIDENCE = 10.0
FEWEST_IN_BLOC = 5
SMALLEST_SHARE = 0.02
LARGEST_SHARE = 0.25
MOST_PEOPLE = 3_000
# Of more ratings only every second, third, ... contribution is compared.
MOST_RATINGS = 200_000
MOST_BLOCS = 5
STEPS = 15
STEPS_ON_A_SIDE = 4


@dataclass(frozen=True, eq=False)
class BlocAlarm:
    """blocs: participant ids that move together, the clearest bloc first. looked_at: how many
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
    found = _blocs(ratings, active)
    suspected = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    return BlocAlarm(
        blocs=tuple(tuple(ratings.people[members].tolist()) for members in found),
        looked_at=len(active),
        top_with=_top(ratings, np.empty(0, dtype=np.int64), top, minimum),
        top_without=_top(ratings, suspected, top, minimum),
    )


def _blocs(ratings: RatingMatrix, active: Labels) -> list[Labels]:
    """Find one bloc after another, each among those who are in none yet."""
    found: list[Labels] = []
    left = active
    smallest = max(FEWEST_IN_BLOC, SMALLEST_SHARE * len(active))
    while len(left) > smallest and len(found) < MOST_BLOCS:
        members = left[_clearest(_thinned(_among(ratings, left)))]
        if not smallest <= len(members) <= LARGEST_SHARE * len(active):
            break
        found.append(members)
        left = np.setdiff1d(left, members)
    return found


def _among(ratings: RatingMatrix, people: Labels) -> RatingMatrix:
    """Keep the ratings of these people, who are numbered anew in their order."""
    row_of = np.full(len(ratings.people), -1)
    row_of[people] = np.arange(len(people))
    kept = row_of[ratings.person] >= 0
    return RatingMatrix(
        people=ratings.people[people],
        contributions=ratings.contributions,
        person=row_of[ratings.person[kept]],
        contribution=ratings.contribution[kept],
        value=ratings.value[kept],
    )


def _thinned(ratings: RatingMatrix) -> RatingMatrix:
    """Keep some contributions, evenly spread, so that no more is left than can be compared."""
    step = -(-len(ratings.value) // MOST_RATINGS)
    kept = ratings.contribution % max(step, 1) == 0
    return RatingMatrix(
        people=ratings.people,
        contributions=ratings.contributions,
        person=ratings.person[kept],
        contribution=ratings.contribution[kept],
        value=ratings.value[kept],
    )


def _clearest(ratings: RatingMatrix) -> Members:
    """Return (people,) who is in the set with the most evidence; nobody when there is too little.

    Sets of more than a quarter of the people are passed over.
    """
    choices = read_choices(ratings)
    nobody = np.zeros(choices.people, dtype=np.bool_)
    best, most = nobody, WANTED_EVIDENCE
    for begun in _grown(choices, nobody):
        members = _grown_on_a_side(ratings, choices, begun)
        size = int(members.sum())
        if not FEWEST_IN_BLOC <= size <= LARGEST_SHARE * choices.people:
            continue
        found = _evidence(ratings, choices, members)
        if found > most:
            best, most = members, found
    return best


def _evidence(ratings: RatingMatrix, choices: Choices, members: Members) -> float:
    """Return how much likelier copying is, less how many sets there are to choose from.

    Compared with everybody and with people who think alike; the lesser counts, because in small
    hands a fifth of the people are few, and their shares chance.
    """
    sides = (None, side_of_everybody(ratings, members))
    chances = (chance_alone(choices, members, side) for side in sides)
    least = min(weigh_copying(choices, chance, members).evidence for chance in chances)
    return least - log_sets(choices.people, int(members.sum()))


def _grown(choices: Choices, nobody: Members) -> list[Members]:
    """Grow every seed while nobody is on a side; sets that come out the same are given once."""
    found: list[Members] = []
    passed: set[bytes] = set()
    for seed in bloc_seeds(choices, chance_alone(choices, nobody)):
        members = nobody.copy()
        members[seed] = True
        members = _grow(choices, members, None, STEPS, passed)
        if members.sum() >= FEWEST_IN_BLOC:
            found.append(members)
    return found


def _grown_on_a_side(ratings: RatingMatrix, choices: Choices, begun: Members) -> Members:
    """Grow on, compared with people who think alike; what they explain drops out."""
    members = begun
    for _ in range(STEPS_ON_A_SIDE):
        if members.sum() < FEWEST_IN_BLOC or members.all():
            break
        side = side_of_everybody(ratings, members)
        grown = _grow(choices, members, side, STEPS_ON_A_SIDE)
        if (grown == members).all():
            break
        members = grown
    return members


def _grow(
    choices: Choices,
    members: Members,
    side: Labels | None,
    steps: int,
    passed: set[bytes] | None = None,
) -> Members:
    """Let people join whose ratings are likelier copied, and leave whose are not, until it holds.

    Who joins brings more evidence than there are people to choose from, for each place. passed:
    sets on the way from earlier seeds; who meets one is given up, because it ends the same.
    """
    here: set[bytes] = set()
    for _ in range(steps):
        if passed is not None and members.tobytes() in passed:
            return np.zeros_like(members)
        if members.tobytes() in here:
            break
        here.add(members.tobytes())
        size = int(members.sum())
        each = weigh_copying(choices, chance_alone(choices, members, side), members).each
        grown = each > np.log((choices.people - size + 1) / max(size, 1)) + 1
        if grown.sum() < FEWEST_IN_BLOC or grown.all():
            return np.zeros_like(members)
        members = grown
    if passed is not None:
        passed |= here
    return members


def _top(ratings: RatingMatrix, without: Labels, top: int, minimum: int) -> tuple[int, ...]:
    kept = ratings.said & ~np.isin(ratings.person, without)
    item, value = ratings.contribution[kept], ratings.value[kept]
    number = np.bincount(item, minlength=ratings.contributions)
    mean = np.bincount(item, value, minlength=ratings.contributions) / np.maximum(number, 1)
    mean = np.where(number >= minimum, mean, -np.inf)
    order = np.argsort(-mean, kind="stable")[:top]
    return tuple(int(at) for at in order if np.isfinite(mean[at]))
