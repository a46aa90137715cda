"""The map of opinions without a dot for anybody: hexagons that hold at least ten people.

People who rate alike stand near each other. The finest grid is chosen in which nearly everybody is
in a hexagon of enough people; hexagons with fewer are left out.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from dialogue.not_enough import NotEnoughData

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

FINEST, COARSEST = 16, 2
NEARLY_EVERYBODY = 0.85
SHADES = 3


@dataclass(frozen=True)
class Hexagon:
    """A place on the map; shade 1 holds few (at least the minimum), 3 holds most."""

    x: float
    y: float
    shade: int


@dataclass(frozen=True)
class GroupPlace:
    """Where a group (numbered from 0) stands: the middle of its people, and how wide they stand."""

    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class OpinionMap:
    """Hexagons of this size (from middle to corner) on a map of this width and height."""

    hexagons: tuple[Hexagon, ...]
    groups: tuple[GroupPlace, ...]
    size: float
    width: float
    height: float


def opinion_map(
    positions: Floats, group: Labels, *, minimum: int = 10, width: float = 100.0
) -> OpinionMap | NotEnoughData:
    """Draw positions (people, 2) of the people in groups 0..k-1; -1 stands in no group.

    Only groups of at least `minimum` people get a place. The map has the same scale both ways.
    """
    inside = group >= 0
    if (people := int(inside.sum())) < minimum:
        return NotEnoughData("people", people, minimum)
    scaled, height = _fit(positions[inside], width)
    size, centres, counts = _grid(scaled, minimum, width)
    return OpinionMap(
        hexagons=tuple(
            Hexagon(round(float(x), 2), round(float(y), 2), shade)
            for (x, y), shade in zip(centres, _shades(counts), strict=True)
        ),
        groups=tuple(_places(scaled, group[inside], minimum)),
        size=round(size, 2),
        width=width,
        height=round(height, 2),
    )


def _fit(positions: Floats, width: float) -> tuple[Floats, float]:
    """Scale to the width; the farthest 2% on each side stand at the edge."""
    low, high = np.quantile(positions, [0.02, 0.98], axis=0)
    reach = max(float(high[0] - low[0]), 1e-9)
    inside = (np.clip(positions, low, high) - low) / reach * width
    return inside, float(np.clip((high[1] - low[1]) / reach * width, width / 10, 2 * width))


def _grid(points: Floats, minimum: int, width: float) -> tuple[float, Floats, Labels]:
    """Return size, (hexagons, 2) middles and (hexagons,) people of the finest grid that serves."""
    best: tuple[int, tuple[float, Floats, Labels]] | None = None
    for across in range(FINEST, COARSEST - 1, -1):
        size = width / (across * sqrt(3))
        centres, counts = _bin(points, size)
        kept = counts >= minimum
        held = int(counts[kept].sum())
        if best is None or held > best[0]:
            best = held, (size, centres[kept], counts[kept])
        if held >= NEARLY_EVERYBODY * len(points):
            return size, centres[kept], counts[kept]
    if best is None:
        raise AssertionError("at least one grid was tried")
    return best[1]


def _bin(points: Floats, size: float) -> tuple[Floats, Labels]:
    """Count points per hexagon (pointed top; axial coordinates, rounded as cubes)."""
    down = points[:, 1] * 2 / 3 / size
    along = points[:, 0] / (sqrt(3) * size) - down / 2
    cubes = np.stack([along, down, -along - down], axis=1)
    whole = np.round(cubes)
    worst = np.abs(whole - cubes).argmax(axis=1)
    rows = np.arange(len(points))
    whole[rows, worst] -= whole.sum(axis=1)
    cells, counts = np.unique(whole[:, :2], axis=0, return_counts=True)
    middles = np.stack(
        [sqrt(3) * size * (cells[:, 0] + cells[:, 1] / 2), 1.5 * size * cells[:, 1]], axis=1
    )
    return middles, counts.astype(np.int64)


def _shades(counts: Labels) -> list[int]:
    top = max(int(counts.max(initial=1)), 1)
    return [min(SHADES, 1 + SHADES * int(count) // (top + 1)) for count in counts]


def _places(points: Floats, group: Labels, minimum: int) -> list[GroupPlace]:
    found = []
    for number in range(int(group.max(initial=-1)) + 1):
        members = points[group == number]
        if len(members) < minimum:
            continue
        middle = members.mean(axis=0)
        apart = np.sqrt(np.mean(np.sum((members - middle) ** 2, axis=1)))
        x, y, radius = (round(float(each), 2) for each in (*middle, apart))
        found.append(GroupPlace(number, x, y, radius))
    return found
