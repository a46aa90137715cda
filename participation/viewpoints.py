"""How far apart people stand, by what they said; doesn't rise when somebody says the same again."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, normal_quantile

Floats = NDArray[np.floating]
Places = NDArray[np.int64]
SHUFFLES = 200
SHUFFLED_PEOPLE = 1_000  # a baseline of that many is as good, and takes seconds instead of minutes
FINGERPRINTS = 4
SAME = 6  # decimals up to which two fingerprints are one
ROWS_AT_ONCE = 8_192


@dataclass(frozen=True)
class ViewpointDiversity:
    """How far apart people stand, beside what chance would give.

    value, low, high: mean cosine distance between people (0: all the same, 1: nothing in common).
    baseline_low, baseline_high: where 95% of the shuffles fall, in which every contribution was
    given to a random author; None when nobody said more than one thing, for then shuffling changes
    nothing. viewpoints: different ones among these people.
    """

    value: float
    standard_error: float
    low: float
    high: float
    baseline: float | None
    baseline_low: float | None
    baseline_high: float | None
    people: int
    viewpoints: int


def viewpoint_diversity(
    vectors: ArrayLike,
    authors: ArrayLike,
    *,
    seed: int = 0,
    shuffles: int = SHUFFLES,
    level: float = LEVEL,
) -> ViewpointDiversity:
    """Measure discursive diversity: vectors (c, d) of contributions, authors (c,) labels.

    Mean cosine distance over pairs of people, each the centre of what they said. Source: Lix,
    Goldberg, Srivastava and Valentine (2022). Unlike there, equal contributions of a person and
    equal people count once, so that copies don't move it. Interval: jackknife over viewpoints.
    Raises NotEnoughData for fewer than two people, ValueError for vectors that are no numbers.
    """
    unit, author = _read_vectors(vectors, authors)
    people = int(author.max()) + 1 if len(author) else 0
    if people < 2:
        raise NotEnoughData("people", people, 2)
    normal_quantile(level)
    unit, author = _without_repeats(unit, author)
    points = _distinct(_centres(unit, author, people))
    value, error = _mean_distance(points)
    reach = normal_quantile(level) * error
    chance = _shuffled(unit, author, people, seed, shuffles) if len(unit) > people else None
    ends = None if chance is None else np.quantile(chance, [0.025, 0.975])
    return ViewpointDiversity(
        value=value,
        standard_error=error,
        low=max(0.0, value - reach),
        high=min(2.0, value + reach),
        baseline=None if chance is None else float(chance.mean()),
        baseline_low=None if ends is None else float(ends[0]),
        baseline_high=None if ends is None else float(ends[1]),
        people=people,
        viewpoints=len(points),
    )


def vendi_score(kernel: ArrayLike) -> float:
    """Give the effective number of different items of a similarity matrix (n, n) with ones.

    exp(-sum l ln l) over the eigenvalues l of kernel/n. Source: Friedman and Dieng (2023).
    Copies of an item change it. Raises NotEnoughData for no items, ValueError for no similarity.
    """
    given = np.asarray(kernel, dtype=np.float64)
    if given.size == 0:
        raise NotEnoughData("items", 0, 1)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not np.isfinite(given).all():
        raise ValueError("a similarity matrix is square and holds numbers")
    if not np.allclose(given, given.T) or not np.allclose(np.diag(given), 1):
        raise ValueError("a similarity matrix is symmetric, and everything is like itself")
    values = np.linalg.eigvalsh(given / len(given))
    positive = values[values > 1e-12]
    return exp(-float(np.sum(positive * np.log(positive))))


def _read_vectors(vectors: ArrayLike, authors: ArrayLike) -> tuple[Floats, Places]:
    """Give vectors of length 1, as precise as they came, and the place of every author."""
    given = np.asarray(vectors)
    if given.dtype not in (np.float32, np.float64):
        given = given.astype(np.float64)
    _, author = np.unique(np.asarray(authors).reshape(-1), return_inverse=True)
    if len(author) == 0 and given.size == 0:
        raise NotEnoughData("people", 0, 2)
    if given.ndim != 2 or len(given) != len(author) or not np.isfinite(given).all():
        raise ValueError("every contribution needs one vector of numbers and one author")
    length = np.linalg.norm(given, axis=1, keepdims=True)
    if (length == 0).any():
        raise ValueError("a vector of nothing but zeros has no direction")
    return given / length, author.reshape(-1).astype(np.int64)


def _without_repeats(unit: Floats, author: Places) -> tuple[Floats, Places]:
    """Keep one of the contributions in which a person says the same."""
    keys = np.column_stack([author, _fingerprints(unit)])
    _, first = np.unique(keys, axis=0, return_index=True)
    if len(first) == len(unit):
        return unit, author
    kept = np.sort(first)
    return unit[kept], author[kept]


def _distinct(points: Floats) -> Floats:
    _, first = np.unique(_fingerprints(points), axis=0, return_index=True)
    return points if len(first) == len(points) else points[np.sort(first)]


def _fingerprints(points: Floats) -> NDArray[np.float64]:
    """Give a few numbers per row that are equal when the rows are: its shadow in fixed directions.

    Comparing whole rows of a hundred thousand vectors would take gigabytes.
    """
    fixed = np.random.default_rng(0).normal(size=(points.shape[1], FINGERPRINTS))
    shadows = [block @ fixed for block in _blocks(points)]
    # Adding 0 makes -0 a 0: as rows they would differ.
    return np.asarray(np.round(np.vstack(shadows), SAME) + 0.0, dtype=np.float64)


def _centres(unit: Floats, author: Places, people: int) -> Floats:
    """Give every person's centre, of length 1; a person whose words cancel out has none."""
    from scipy.sparse import csr_array  # light pages needn't wait for it

    if people == len(unit):
        return unit
    ones = np.ones(len(author), dtype=unit.dtype)
    sums = csr_array((ones, (author, np.arange(len(author)))), shape=(people, len(author))) @ unit
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(length < 1e-6, 1, length))


def _mean_distance(points: Floats) -> tuple[float, float]:
    """Give the mean cosine distance over pairs and its jackknife standard error."""
    n = len(points)
    if n < 2:
        return 0.0, 0.0
    total = points.sum(axis=0, dtype=np.float64)
    towards = np.concatenate([block @ total - (block**2).sum(axis=1) for block in _blocks(points)])
    pairs = float(towards.sum())
    value = 1 - pairs / (n * (n - 1))
    if n < 3:
        return value, 0.0
    without = 1 - (pairs - 2 * towards) / ((n - 1) * (n - 2))
    return value, sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))


def _shuffled(
    unit: Floats, author: Places, people: int, seed: int, shuffles: int
) -> NDArray[np.float64]:
    """Measure the same after giving every contribution to a random author, a number of times."""
    random = np.random.default_rng(seed)
    if people > SHUFFLED_PEOPLE:
        chosen = random.choice(people, SHUFFLED_PEOPLE, replace=False)
        some = np.isin(author, chosen)
        unit, author = unit[some], np.searchsorted(np.sort(chosen), author[some])
        people = SHUFFLED_PEOPLE
    return np.array(
        [
            _mean_distance(_distinct(_centres(unit, random.permutation(author), people)))[0]
            for _ in range(shuffles)
        ]
    )


def _blocks(points: Floats) -> Iterator[NDArray[np.float64]]:
    """Yield the rows in blocks, in double precision."""
    for start in range(0, len(points), ROWS_AT_ONCE):
        yield points[start : start + ROWS_AT_ONCE].astype(np.float64)
