"""Where a bloc may be: small sets of people to grow one from.

Two ways, because each sees what the other does not. Pairs: somebody with those whose ratings are
most alike, when people share many cards. Main directions of all choices of all people at once: when
two people share hardly a card, a tenth of the room is still alike in sum.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

from dialogue.copying import SLIPS, Choices

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

IN_A_SEED = 10
SEEDS_OF_PAIRS = 24
DIRECTIONS = 6
SHARES = (0.02, 0.04, 0.08, 0.12)
# Beyond this (400 MB) people share few cards, and multiplying only what is there is cheap.
MOST_CELLS_FILLED = 50_000_000


def bloc_seeds(choices: Choices, chance: Floats) -> list[Labels]:
    """Return sets of people, those most alike first; none for fewer than three people."""
    if choices.people < 3 or not len(choices.person):
        return []
    return [*_of_pairs(choices, chance), *_of_directions(choices, chance)]


def _of_pairs(choices: Choices, chance: Floats) -> list[Labels]:
    """Give the people most alike with somebody else, each with those who are."""
    alike = _alike(choices, chance)
    nearest = min(IN_A_SEED, choices.people) - 1
    closest = np.argsort(-alike, axis=1, kind="stable")[:, :nearest]
    strength = np.take_along_axis(alike, closest, axis=1).sum(axis=1)
    strongest = np.argsort(-strength, kind="stable")[:SEEDS_OF_PAIRS]
    return [np.append(closest[at], at) for at in strongest]


def _alike(choices: Choices, chance: Floats) -> Floats:
    """Return (people, people) how much likelier copying is than rating alone, as a logarithm."""
    shape = (choices.people, choices.contributions * choices.categories)
    where = (choices.person, choices.contribution * choices.categories + choices.category)
    gain = np.log(SLIPS + (1 - SLIPS) / chance) - np.log(SLIPS)
    chose = sparse.csr_array((np.ones(len(gain)), where), shape=shape)
    matched = _pairs(chose, sparse.csr_array((gain, where), shape=shape))
    rated = sparse.csr_array(
        (np.ones(len(gain)), (choices.person, choices.contribution)),
        shape=(choices.people, choices.contributions),
    )
    alike = (matched + matched.T) / 2 + np.log(SLIPS) * _pairs(rated, rated)
    np.fill_diagonal(alike, -np.inf)
    return np.asarray(alike)


def _pairs(left: sparse.csr_array, right: sparse.csr_array) -> Floats:
    """Return (people, people) products; the long way only while a filled table stays small."""
    if right.shape[0] * right.shape[1] <= MOST_CELLS_FILLED:
        return np.asarray(left @ right.T.toarray())
    return np.asarray((left @ right.T).toarray())


def _of_directions(choices: Choices, chance: Floats) -> list[Labels]:
    """Give the people at both ends of the directions in which agreement exceeds chance most.

    Agreement of two people is the sum, over what both rated, of 1 / chance where they chose the
    same, less 1: its mean is 0 for people who rate alone.
    """
    people = choices.people
    cell = choices.contribution * choices.categories + choices.category
    weight = 1 / np.sqrt(chance)
    shape = (people, choices.contributions * choices.categories)
    chose = sparse.csr_array((weight, (choices.person, cell)), shape=shape)
    rated = sparse.csr_array(
        (np.ones(len(cell)), (choices.person, choices.contribution)),
        shape=(people, choices.contributions),
    )
    with_oneself = np.bincount(choices.person, weight**2 - 1, minlength=people)

    def agreement(v: Floats) -> Floats:
        v = np.asarray(v).reshape(-1)
        return np.asarray(chose @ (chose.T @ v) - rated @ (rated.T @ v) - with_oneself * v)

    try:
        found = eigsh(
            LinearOperator((people, people), matvec=agreement, dtype=np.float64),
            k=min(DIRECTIONS, people - 1), which="LA", v0=np.cos(np.arange(people)), tol=1e-4,
        )  # fmt: skip
    except ArpackError:
        return []  # nobody agrees more than chance: there is no direction to find
    ends = [sign * found[1][:, at] for at in range(found[1].shape[1])[::-1] for sign in (1, -1)]
    sizes = sorted({max(IN_A_SEED, int(share * people)) for share in SHARES})
    return [np.argsort(-end, kind="stable")[:size] for end in ends for size in sizes]
