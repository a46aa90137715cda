"""Divide points on a map into groups, and say how well and how surely they divide."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

BLOCK = 8_192  # points whose distances to all centres fit in the processor's cache


def nearest_centre(points: Floats, centres: Floats) -> Labels:
    """Return for every point (n, d) which of the centres (k, d) is nearest."""
    labels = np.empty(len(points), dtype=np.int64)
    length, turned = (centres**2).sum(axis=1), -2 * centres.T
    for first in range(0, len(points), BLOCK):
        block = slice(first, first + BLOCK)
        labels[block] = (points[block] @ turned + length).argmin(axis=1)
    return labels


def k_means(
    points: Floats, centres: Floats, *, weights: Floats | None = None, rounds: int = 50
) -> tuple[Labels, Floats]:
    """Return labels (n,) and centres (k, d) by Lloyd's iterations from given centres.

    A group that loses all its points keeps its centre.
    """
    weight = np.ones(len(points)) if weights is None else weights
    labels = nearest_centre(points, centres)
    for _ in range(rounds):
        mass = np.bincount(labels, weight, minlength=len(centres))
        sums = np.stack(
            [np.bincount(labels, weight * axis, minlength=len(centres)) for axis in points.T],
            axis=1,
        )
        moved = np.where(mass[:, None] > 0, sums / np.maximum(mass, 1e-300)[:, None], centres)
        again = nearest_centre(points, moved)
        centres = moved
        if np.array_equal(again, labels):
            break
        labels = again
    return labels, centres


def spread_centres(points: Floats, count: int, weights: Floats | None = None) -> Floats:
    """Return `count` of the points to start from: the first farthest out, each next farthest away.

    Deterministic; outliers are avoided by taking the point at the 90th percentile of distance.
    """
    weight = np.ones(len(points)) if weights is None else weights
    middle = np.average(points, axis=0, weights=weight)
    distance = np.linalg.norm(points - middle, axis=1)
    chosen: list[Floats] = []
    for _ in range(count):
        rank = np.argsort(distance, kind="stable")
        reached = np.cumsum(weight[rank]) / weight.sum()
        chosen.append(points[rank[min(int(np.searchsorted(reached, 0.9)), len(points) - 1)]])
        away = np.stack([np.linalg.norm(points - centre, axis=1) for centre in chosen])
        distance = away.min(axis=0)
    return np.stack(chosen)


def silhouette(points: Floats, labels: Labels, weights: Floats | None = None) -> float:
    """Return the mean silhouette (Rousseeuw 1987) of at most a few thousand weighted points.

    A point alone in its group scores 0. NaN with fewer than two groups.
    """
    groups = np.unique(labels)
    if len(groups) < 2:
        return float("nan")
    weight = np.ones(len(points)) if weights is None else weights
    distance = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    mass = np.stack([weight * (labels == group) for group in groups], axis=1)
    total, size = distance @ mass, mass.sum(axis=0)
    own = labels[:, None] == groups[None, :]
    others_of_own = np.maximum(size[None, :] - weight[:, None], 0) * own
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = (total * own).sum(axis=1) / others_of_own.sum(axis=1)
        outside = np.where(own, np.inf, total / size[None, :]).min(axis=1)
        score = (outside - inside) / np.maximum(inside, outside)
    alone = others_of_own.sum(axis=1) <= 0
    score = np.where(alone | ~np.isfinite(score), 0.0, score)
    return float(np.average(score, weights=weight))


def adjusted_rand(one: Labels, other: Labels) -> float:
    """Return how far two divisions of the same points agree beyond chance (Hubert & Arabie 1985).

    1 for the same division, about 0 for unrelated ones; 1 when neither divides anything.
    """
    table = np.zeros((int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    together, all_pairs = pairs(table), len(one) * (len(one) - 1) / 2
    rows, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / all_pairs if all_pairs else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
