"""Copies of an answer weigh as one idea: they are taken out before and put back after.

without_copies(codes) -> Distinct(codes, firsts, places)
first_places(codes) -> the place where each different row is first seen, in order
spread(dense, places) -> Dense for all answers, clusters numbered by size, then first member
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from clustering.persistence import Dense
from clustering.quantisation import Codes
from clustering.result import IN_NONE


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different rows in order of first appearance, and where every row is among them."""

    codes: Codes
    firsts: npt.NDArray[np.intp]
    places: npt.NDArray[np.intp]


def without_copies(codes: Codes) -> Distinct:
    """Keep each different row once; a row of zeros (nothing to read) has place -1."""
    worded = np.flatnonzero(codes.any(axis=1))
    places = np.full(len(codes), IN_NONE, dtype=np.intp)
    if not len(worded):
        return Distinct(codes[:0], worded, places)
    firsts, inverse = _firsts(codes[worded])
    rank = np.empty(len(firsts), dtype=np.intp)
    rank[np.argsort(firsts)] = np.arange(len(firsts))
    places[worded] = rank[inverse]
    first_rows = worded[np.sort(firsts)]
    return Distinct(codes[first_rows], first_rows, places)


def first_places(codes: Codes) -> npt.NDArray[np.intp]:
    """Return the place where each different row is first seen, in order."""
    return np.sort(_firsts(codes)[0])


def spread(dense: Dense, places: npt.NDArray[np.intp]) -> Dense:
    """Label copies like their original; number clusters by size, then by their first member."""
    known = places != IN_NONE
    labels = np.full(len(places), IN_NONE, dtype=np.int32)
    labels[known] = dense.labels[places[known]]
    probabilities = np.zeros(len(places))
    probabilities[known] = dense.probabilities[places[known]]
    count = len(dense.persistence)
    placed = np.flatnonzero(labels != IN_NONE)
    sizes = np.bincount(labels[placed], minlength=count)
    firsts = np.full(count, len(places))
    np.minimum.at(firsts, labels[placed], placed)
    order = np.lexsort((firsts, -sizes))
    renumber = np.full(count + 1, IN_NONE, dtype=np.int32)
    renumber[order] = np.arange(count)
    persistence = tuple(dense.persistence[old] for old in order)
    return Dense(renumber[labels], probabilities, persistence, dense.validity)


def _firsts(codes: Codes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return per different row its first place, and per row which different row it is."""
    _, firsts, inverse = np.unique(_fingerprints(codes), return_index=True, return_inverse=True)
    if not np.array_equal(codes, codes[firsts[inverse]]):
        # Two rows share a fingerprint, once in a blue moon: then whole rows are compared.
        _, firsts, inverse = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    return firsts, inverse.ravel()


def _fingerprints(codes: Codes) -> npt.NDArray[np.uint64]:
    """Make one number of each row: sorting these is far quicker than sorting rows."""
    padded = np.zeros((len(codes), -(-codes.shape[1] // 8) * 8), dtype=np.int8)
    padded[:, : codes.shape[1]] = codes
    words = padded.view(np.uint64)
    factors = _factors(words.shape[1])
    mixed = (words ^ (words >> np.uint64(31))) * factors
    mixed ^= mixed >> np.uint64(29)
    prints: npt.NDArray[np.uint64] = (mixed * factors[::-1]).sum(axis=1, dtype=np.uint64)
    return prints


@lru_cache
def _factors(count: int) -> npt.NDArray[np.uint64]:
    return np.random.default_rng(0).integers(2**63, size=count, dtype=np.uint64) * 2 + 1
