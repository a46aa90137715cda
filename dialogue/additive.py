"""How strict a rater is and how good an answer is, told apart: rating = mean + mildness + worth.

People see different cards and differ in how freely they give a +3. The additive model gives both
a number, pulled to zero the more so the fewer ratings there are (ridge, with penalties estimated
from the ratings: the variance of a single rating over that between people, and between answers).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialogue.rating_matrix import RatingMatrix

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AdditiveModel:
    """worth: (contributions,) how far above the mean, NaN unrated; mildness: (people,).

    noise, between_people, between_contributions: variances of the three parts.
    """

    mean: float
    worth: Floats
    mildness: Floats
    noise: float
    between_people: float
    between_contributions: float


def additive_model(
    ratings: RatingMatrix, *, rounds: int = 500, tolerance: float = 1e-9
) -> AdditiveModel:
    """Fit by turns until nothing moves by more than the tolerance; can't say is left out."""
    values, counts = ratings.values, ratings.counts
    number = float(counts.sum())
    if number == 0:
        unknown, nobody = np.full(values.shape[0], np.nan), np.zeros(values.shape[1])
        return AdditiveModel(float("nan"), unknown, nobody, 0.0, 0.0, 0.0)
    mean = float(values.sum()) / number
    noise, people, answers = _variances(ratings, mean)
    of_answer = np.asarray(counts.sum(axis=1), dtype=np.float64)
    of_person = np.asarray(counts.sum(axis=0), dtype=np.float64)
    above = np.asarray(values.sum(axis=1)) - mean * of_answer
    above_of_person = np.asarray(values.sum(axis=0)) - mean * of_person
    turned = sparse.csr_array(counts.T)
    worth, mildness = np.zeros(len(of_answer)), np.zeros(len(of_person))
    for _ in range(rounds):
        again = (above - counts @ mildness) * _shrinkage(of_answer, answers, noise)
        mildness = (above_of_person - turned @ again) * _shrinkage(of_person, people, noise)
        moved = float(np.max(np.abs(again - worth), initial=0.0))
        worth = again
        if moved < tolerance:
            break
    return AdditiveModel(
        mean, np.where(of_answer > 0, worth, np.nan), mildness, noise, people, answers
    )


def _shrinkage(number: Floats, between: float, noise: float) -> Floats:
    """Return 1 / (number + noise / between); nothing is told apart where nothing varies."""
    if between <= 0:
        return np.zeros(len(number))
    return np.asarray(1 / np.maximum(number + noise / between, 1e-12))


def _variances(ratings: RatingMatrix, mean: float) -> tuple[float, float, float]:
    """Estimate noise, variance between people and between contributions by three sums of squares.

    Henderson's (1953) first method for crossed classes: the total, the people's and the
    contributions' uncorrected sums of squares are set equal to their expectations.
    """
    value = ratings.value[ratings.said] - mean
    person, item = ratings.person[ratings.said], ratings.contribution[ratings.said]
    number = len(value)
    of_person = np.bincount(person, minlength=len(ratings.people)).astype(np.float64)
    of_item = np.bincount(item, minlength=ratings.contributions).astype(np.float64)
    squares = np.array(
        [
            float(value @ value),
            _sum_of_squares(person, value, of_person),
            _sum_of_squares(item, value, of_item),
        ]
    )
    people, items = float((of_person > 0).sum()), float((of_item > 0).sum())
    one, other = float((of_person**2).sum()) / number, float((of_item**2).sum()) / number
    expected = np.array(
        [
            [number - 1, number - one, number - other],
            [people - 1, number - one, people - other],
            [items - 1, items - one, number - other],
        ]
    )
    if abs(np.linalg.det(expected)) < 1e-9:
        return max(float(np.var(value)), 1e-12), 0.0, 0.0
    noise, between_people, between_items = np.linalg.solve(expected, squares)
    return max(noise, 1e-12), max(between_people, 0.0), max(between_items, 0.0)


def _sum_of_squares(index: NDArray[np.int64], value: Floats, number: Floats) -> float:
    sums = np.bincount(index, value, minlength=len(number))
    return float(np.sum(np.divide(sums**2, number, out=np.zeros_like(sums), where=number > 0)))
