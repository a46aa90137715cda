"""Where people stand, in two directions, from the sparse matrix of their ratings.

As in Polis: a missing rating counts as the contribution's mean, the columns are centred, the two
first principal components span the map, and a person with few ratings is pushed outwards by
sqrt(contributions / ratings given), because what they did not rate pulled them to the middle.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from dialogue.rating_matrix import RatingMatrix
from dialogue.shuffling import mixed_array

Floats = NDArray[np.float64]
DIRECTIONS = 2


@dataclass(frozen=True, eq=False)
class Projection:
    """A map of people. positions: (people, 2); components: (2, contributions), unit rows.

    centre: (contributions,) mean rating; strength: (2,) eigenvalues; given: (people,) number of
    ratings that each person gave.
    """

    positions: Floats
    components: Floats
    centre: Floats
    strength: Floats
    given: NDArray[np.int64]

    @property
    def extremity(self) -> Floats:
        """(contributions,) how far out somebody stands who only agreed with this one."""
        stretch = np.sqrt(self.components.shape[1]) * np.abs(1 - self.centre)
        return np.asarray(stretch * np.sqrt((self.components**2).sum(axis=0)))


def project(
    votes: sparse.csr_array,
    seen: sparse.csr_array,
    moderated_out: NDArray[np.bool_] | None = None,
    *,
    tolerance: float = 1e-10,
) -> Projection:
    """Project people from (contributions, people) votes in -1..+1 and a matrix of ones where seen.

    What was moderated out has no influence on the map; Polis sets it to zero for everybody, so
    that it counts as given. Deterministic: a component's largest loading is made positive.
    tolerance: relative accuracy of the components.
    """
    count, people = votes.shape
    given = np.bincount(seen.indices, minlength=people)
    if moderated_out is not None and moderated_out.any():
        votes, seen, given = _emptied(votes, seen, given, moderated_out)
    raters = np.diff(seen.indptr)
    centre = np.asarray(votes.sum(axis=1)) / np.maximum(raters, 1)
    centred = _minus_centre(votes, seen, centre)
    strength, components = _first_components(centred, min(DIRECTIONS, count), tolerance)
    stretch = np.sqrt(count / np.maximum(given, 1))
    positions = np.asarray(centred.T @ components.T) * stretch[:, None]
    return Projection(positions, components, centre, strength, given)


def _emptied(
    votes: sparse.csr_array,
    seen: sparse.csr_array,
    given: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> tuple[sparse.csr_array, sparse.csr_array, NDArray[np.int64]]:
    kept = np.repeat((~out).astype(float), np.diff(seen.indptr))
    given = np.bincount(seen.indices, weights=kept, minlength=len(given)).astype(np.int64)
    votes = sparse.csr_array((votes.data * kept, votes.indices, votes.indptr), shape=votes.shape)
    seen = sparse.csr_array((kept, seen.indices, seen.indptr), shape=seen.shape)
    return votes, seen, given + int(out.sum())


def votes_of(ratings: RatingMatrix) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return (contributions, people) votes: the sign of every rating, can't say as 0, and seen."""
    sign = np.where(ratings.said, np.sign(ratings.value), 0.0)
    return _as_matrices(ratings, sign, np.ones(len(sign), dtype=bool))


def graded_votes(ratings: RatingMatrix) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return (contributions, people) ratings over their largest value; can't say is not seen."""
    reach = float(np.max(np.abs(ratings.value[ratings.said]), initial=1.0))
    return _as_matrices(ratings, ratings.value / reach, ratings.said)


def _as_matrices(
    ratings: RatingMatrix, value: Floats, kept: NDArray[np.bool_]
) -> tuple[sparse.csr_array, sparse.csr_array]:
    shape = (ratings.contributions, len(ratings.people))
    where = (ratings.contribution[kept], ratings.person[kept])
    seen = sparse.csr_array((np.ones(int(kept.sum())), where), shape=shape)
    votes = sparse.csr_array((value[kept], where), shape=shape)
    return votes, seen


def _minus_centre(
    votes: sparse.csr_array, seen: sparse.csr_array, centre: Floats
) -> sparse.csr_array:
    """Subtract each contribution's mean where a rating was given; elsewhere it is 0 by filling."""
    data = votes.data - np.repeat(centre, np.diff(seen.indptr))
    return sparse.csr_array((data, seen.indices, seen.indptr), shape=seen.shape)


def _first_components(
    centred: sparse.csr_array, wanted: int, tolerance: float
) -> tuple[Floats, Floats]:
    count = centred.shape[0]
    components = np.zeros((DIRECTIONS, count))
    strength = np.zeros(DIRECTIONS)
    if count <= 40 or wanted >= count - 1:
        values, vectors = np.linalg.eigh((centred @ centred.T).toarray())
    else:
        start = mixed_array(0, np.arange(count)).astype(np.float64)
        turned = centred.T.tocsr()
        square = LinearOperator(
            (count, count), matvec=lambda x: centred @ (turned @ x), dtype=np.float64
        )
        start /= np.linalg.norm(start)
        values, vectors = eigsh(square, k=wanted, v0=start, tol=tolerance)
    order = np.argsort(values)[::-1][:wanted]
    found = vectors[:, order].T
    largest = np.abs(found).argmax(axis=1)
    components[:wanted] = found * np.sign(found[np.arange(len(found)), largest])[:, None]
    strength[:wanted] = values[order]
    return strength, components
