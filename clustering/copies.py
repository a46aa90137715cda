"""Copies of an answer weigh as one idea: they are taken out before and put back after.

without_copies(codes) -> Distinct(codes, firsts, places)
spread(dense, places) -> Dense for all answers, clusters numbered by size, then first member
"""

from dataclasses import dataclass

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
    _, firsts, inverse = np.unique(codes[worded], axis=0, return_index=True, return_inverse=True)
    rank = np.empty(len(firsts), dtype=np.intp)
    rank[np.argsort(firsts)] = np.arange(len(firsts))
    places[worded] = rank[inverse.ravel()]
    first_rows = worded[np.sort(firsts)]
    return Distinct(codes[first_rows], first_rows, places)


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
