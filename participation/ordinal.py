"""Whether people agree on an ordered scale, or fall apart into camps."""

from collections.abc import Callable
from itertools import combinations
from math import log2

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import read_weights

Floats = NDArray[np.float64]


def agreement(counts: ArrayLike) -> float:
    """Give van der Eijk's A of counts (k,) per answer category, in order; k is 3 or more.

    1: all in one category; 0: spread evenly; -1: half at either end. The counts are peeled off in
    layers of equal height; each layer's pattern has U = ((k-2) TU - (k-1) TDU) / ((k-2) (TU + TDU))
    over its triples 110 and 011 (TU) and 101 (TDU), and A = U (1 - (s-1)/(k-1)) for s filled
    categories. Source: van der Eijk (2001), Quality & Quantity 35; layers as in R agrmt.
    Raises NotEnoughData when nobody answered.
    """
    left = _read_scale(counts)
    everybody, total = float(left.sum()), 0.0
    while (left > 0).any():
        filled = left > 0
        height = float(left[filled].min())
        total += height * int(filled.sum()) * _agreement_of_pattern(filled)
        left = np.where(filled, left - height, 0.0)
    return total / everybody


def polarisation(counts: ArrayLike) -> float:
    """Give (1 - A) / 2: 0 when all agree, 1/2 when spread evenly, 1 for two camps at the ends."""
    return (1 - agreement(counts)) / 2


def tastle_wierman(counts: ArrayLike) -> float:
    """Give 1 + sum p log2(1 - |x - mean| / width) of counts (k,) per category.

    Source: Tastle and Wierman (2007), Ordinal dispersion measures.
    """
    share = _shares(counts)
    places = np.arange(len(share), dtype=np.float64)
    distance = np.abs(places - float(share @ places)) / (len(share) - 1)
    return 1 + sum(float(p) * log2(1 - d) for p, d in zip(share, distance, strict=True) if p > 0)


def leik_dispersion(counts: ArrayLike) -> float:
    """Give D = 2 sum d / (k - 1), d = F or 1 - F, the smaller, of the cumulative shares F.

    Source: Leik (1966), A measure of ordinal consensus.
    """
    cumulative = np.cumsum(_shares(counts))
    return 2 * float(np.minimum(cumulative, 1 - cumulative).sum()) / (len(cumulative) - 1)


def fractionation(counts: ArrayLike) -> float:
    """Give 4 sum p^2 (1 - p) of counts (k,) per category: 1 for two camps, whatever the order.

    Source: Montalvo and Reynal-Querol (2005), the index RQ (agrmt: MRQ).
    """
    share = _shares(counts)
    return 4 * float(np.sum(share**2 * (1 - share)))


def camps(shares: ArrayLike, positions: ArrayLike, *, alpha: float = 1.3) -> float:
    """Give sum over i, j of p_i^(1 + alpha) p_j |y_i - y_j|; depends on alpha, so not a headline.

    shares (k,) of people at positions (k,). Source: Esteban and Ray (1994), alpha from 0 to 1.6.
    """
    share = read_weights(shares, "shares")
    place = np.asarray(positions, dtype=np.float64).reshape(-1)
    if len(place) != len(share) or not 0 <= alpha <= 1.6:
        raise ValueError("camps need a position for every share, and alpha from 0 to 1.6")
    if share.sum() == 0:
        raise NotEnoughData("people", 0, 1)
    part = share / share.sum()
    return float(part ** (1 + alpha) @ np.abs(place[:, None] - place[None, :]) @ part)


def krippendorff_alpha(table: ArrayLike, level: str = "interval") -> float:
    """Give Krippendorff's alpha of a table (coders, units), NaN where a coder gave nothing.

    level: "nominal", "ordinal", "interval" or "ratio". 1 - observed/expected disagreement over the
    coincidence matrix; 1 when all always agree. Source: Krippendorff (2011), Computing alpha.
    Raises NotEnoughData without two values in some unit, or when all values are the same (agreement
    and not asking are then alike); ValueError for an unknown level.
    """
    if level not in DISTANCES:
        raise ValueError(f"a level is one of {', '.join(DISTANCES)}")
    values, coincidences = _coincidences(np.asarray(table, dtype=np.float64))
    margins = coincidences.sum(axis=0)
    distance = DISTANCES[level](values, margins)
    expected = float(margins @ distance @ margins) / float(margins.sum() - 1)
    if expected == 0:
        raise NotEnoughData("different values", 1, 2)
    return 1 - float(np.sum(coincidences * distance)) / expected


def _read_scale(counts: ArrayLike) -> Floats:
    given = read_weights(counts, "counts per category")
    if len(given) < 3:
        raise ValueError("agreement needs a scale of three categories or more, also the empty ones")
    if given.sum() == 0:
        raise NotEnoughData("answers", 0, 1)
    return given


def _shares(counts: ArrayLike) -> Floats:
    given = _read_scale(counts)
    return np.asarray(given / given.sum())


def _agreement_of_pattern(filled: NDArray[np.bool_]) -> float:
    k, some = len(filled), int(filled.sum())
    if some == 1:
        return 1.0
    triples = [tuple(triple) for triple in combinations(filled.tolist(), 3)]
    together = triples.count((True, True, False)) + triples.count((False, True, True))
    apart = triples.count((True, False, True))
    if together + apart == 0:
        return 0.0
    unimodal = ((k - 2) * together - (k - 1) * apart) / ((k - 2) * (together + apart))
    return unimodal * (1 - (some - 1) / (k - 1))


def _coincidences(table: Floats) -> tuple[Floats, Floats]:
    """Count how often two values met in a unit, each unit weighing as many as its values."""
    if table.ndim != 2:
        raise ValueError("a table has a row per coder and a column per unit")
    values = np.unique(table[~np.isnan(table)])
    met = (table[:, :, None] == values).sum(axis=0).astype(np.float64)
    paired = met[met.sum(axis=1) > 1]
    if len(paired) == 0:
        raise NotEnoughData("units with two values", 0, 1)
    weight = 1 / (paired.sum(axis=1) - 1)
    return values, (paired * weight[:, None]).T @ paired - np.diag(weight @ paired)


def _nominal(values: Floats, margins: Floats) -> Floats:
    return 1 - np.eye(len(values))


def _ordinal(values: Floats, margins: Floats) -> Floats:
    """Square the number of values in between, half of those at both ends."""
    middle = np.cumsum(margins) - margins / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _interval(values: Floats, margins: Floats) -> Floats:
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _ratio(values: Floats, margins: Floats) -> Floats:
    sums = values[:, None] + values[None, :]
    apart = values[:, None] - values[None, :]
    return np.asarray(np.divide(apart, sums, out=np.zeros_like(apart), where=sums != 0) ** 2)


DISTANCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
