"""A map of themes: circles that don't overlap, near each other when they speak of like things.

draw_map(codes int8 (n, d), labels (n,), sizes=None, seed=0)
    -> ThemeMap(centres (k, 2), radii (k,), positions (n, 2))

All lies within the square from -1 to 1, with y growing downwards as on a screen. The middle of a
circle is the heart of a theme: the nearer an answer, the more typical. Labels come in the order of
the theme numbers, because the first three hold the map in its place: the second lies to the right
of the first and the third above them, so that the map doesn't flip or turn while it grows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clustering.errors import LengthMismatch
from clustering.quantisation import Codes, dequantise
from clustering.result import IN_NONE

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_ROUNDS_OF_MAJORISATION = 100
_ROUNDS_OF_PUSHING = 300
_GAP = 1.06
# How crowded the map begins, against circles that just fit: more keeps less of the distances.
_CLOSENESS = 0.8
# A circle is never smaller than this share of the largest: its number has to be read.
_SMALLEST_CIRCLE = 0.25
# Answers lie between these shares of the radius: the number of the theme stands in the middle.
_INNER, _EDGE = 0.3, 0.9
_WHEN_ALL_EQUAL = (0.0, 0.45)
_TINY = 1e-9
_JITTER = 1e-2
_CLEARLY_OFF = 0.05
_DECIMALS = 4


@dataclass(frozen=True, eq=False)
class ThemeMap:
    """Per theme the middle and the radius of its circle, and per answer where it lies in it.

    An answer in no theme (-1) has no place: nan, nan.
    """

    centres: Numbers
    radii: Numbers
    positions: Numbers


def draw_map(
    codes: Codes, labels: npt.ArrayLike, *, sizes: Sequence[int] | None = None, seed: int = 0
) -> ThemeMap:
    """Draw themes 0..k-1 with their answers; the same input and seed give the same map.

    The area of a circle follows `sizes`, the answers that a theme holds when only some are given;
    without it the given rows are counted. The middles are placed by metric scaling of the cosine
    distances between the hearts (SMACOF: de Leeuw 1977), then pushed apart until no two overlap.
    Raises LengthMismatch when labels and rows differ in number.
    """
    given: Labels = np.asarray(labels, dtype=np.int64).reshape(-1)
    if len(given) != len(codes):
        raise LengthMismatch("labels", len(codes), len(given))
    count = max(int(given.max(initial=IN_NONE)) + 1, len(sizes or ()))
    rows = dequantise(codes).astype(np.float64)
    hearts = np.array([_mean(rows[given == label]) for label in range(count)])
    radii = _radii(_counted(given, count) if sizes is None else np.asarray(sizes, dtype=float))
    centres = _orient(_pushed_apart(_scaled(hearts.reshape(count, rows.shape[1]), seed), radii))
    centres, radii = _fitted(centres, radii)
    positions = np.full((len(rows), 2), np.nan)
    for label in range(count):
        members = np.flatnonzero(given == label)
        positions[members] = centres[label] + radii[label] * _inside(rows[members], hearts[label])
    return ThemeMap(np.round(centres, _DECIMALS), radii, np.round(positions, _DECIMALS))


def _mean(rows: Numbers) -> Numbers:
    mean: Numbers = rows.sum(axis=0) / max(len(rows), 1)
    return mean


def _counted(labels: Labels, count: int) -> Numbers:
    return np.bincount(labels[labels != IN_NONE], minlength=count).astype(np.float64)


def _radii(sizes: Numbers) -> Numbers:
    """Let the area follow the number of answers, up to what can be read."""
    shares = np.sqrt(sizes / max(sizes.max(initial=0.0), 1.0))
    radii: Numbers = np.maximum(shares, _SMALLEST_CIRCLE)
    return radii


# --- where the circles lie -------------------------------------------------------------------


def _scaled(hearts: Numbers, seed: int) -> Numbers:
    """Place hearts in the plane so that their distances stay as they are, as far as that goes.

    The mean square of the distances to the middle is 1. Hearts that are the same end up near, but
    never upon, each other, so that they can be pushed apart.
    """
    count = len(hearts)
    if count < 2:
        return np.zeros((count, 2))
    wanted = _cosine_distances(hearts)
    points = _classical(wanted)
    for _ in range(_ROUNDS_OF_MAJORISATION):
        points = _majorised(points, wanted)
    spread = max(float(np.sqrt((points**2).sum(axis=1).mean())), _TINY)
    jitter: Numbers = np.random.default_rng(seed).standard_normal((count, 2))
    return np.round(points / spread, 6) + _JITTER * jitter


def _cosine_distances(hearts: Numbers) -> Numbers:
    """Compare directions from the middle of all: answers on one subject all point one way."""
    centred = hearts - hearts.mean(axis=0) if len(hearts) > 2 else hearts
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = np.divide(centred, norms, out=np.zeros_like(centred), where=norms > _TINY)
    distances: Numbers = np.clip(1.0 - unit @ unit.T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    return np.round(distances, 6)


def _classical(distances: Numbers) -> Numbers:
    """Start from the two main axes of the distances (Torgerson 1952)."""
    squared = distances**2
    middle = squared.mean(axis=0)
    inner = -0.5 * (squared - middle - middle[:, None] + squared.mean())
    values, vectors = np.linalg.eigh(inner)
    axes: Numbers = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0.0))
    return axes * _signs(axes)


def _majorised(points: Numbers, wanted: Numbers) -> Numbers:
    """Take one step that brings the distances nearer to the wanted ones (Guttman transform)."""
    present = _distances(points)
    ratio = np.divide(wanted, present, out=np.zeros_like(wanted), where=present > _TINY)
    pull = -ratio
    np.fill_diagonal(pull, ratio.sum(axis=1))
    moved: Numbers = pull @ points / len(points)
    return moved


def _pushed_apart(points: Numbers, radii: Numbers) -> Numbers:
    """Push circles apart until none overlap, then draw all as near as that allows."""
    if len(points) < 2:
        return points
    reach = _GAP * (radii[:, None] + radii[None, :])
    points = points * (_CLOSENESS * np.sqrt((radii**2).sum()))
    for _ in range(_ROUNDS_OF_PUSHING):
        points = _pushed(points, reach)
    present = _distances(points)
    np.fill_diagonal(present, np.inf)
    needed: Numbers = points * float((reach / np.maximum(present, _TINY)).max())
    return needed


def _pushed(points: Numbers, reach: Numbers) -> Numbers:
    """Let each pair that overlaps give way by half of it."""
    apart = points[:, None, :] - points[None, :, :]
    present = np.sqrt((apart**2).sum(axis=2))
    overlap = np.clip(reach - present, 0.0, None)
    np.fill_diagonal(overlap, 0.0)
    steps = apart * (0.5 * overlap / np.maximum(present, _TINY))[:, :, None]
    crowd = np.maximum((overlap > 0).sum(axis=1, keepdims=True), 1)
    pushed: Numbers = points + steps.sum(axis=1) / np.sqrt(crowd)
    return pushed


def _distances(points: Numbers) -> Numbers:
    apart = points[:, None, :] - points[None, :, :]
    distances: Numbers = np.sqrt((apart**2).sum(axis=2))
    return distances


def _orient(centres: Numbers) -> Numbers:
    """Turn the map so that the second theme lies right of the first, and the third above them."""
    if len(centres) < 2:
        return centres
    x, y = centres[1] - centres[0]
    length = max(float(np.hypot(x, y)), _TINY)
    turned = centres @ (np.array([[x, -y], [y, x]]) / length)
    height = turned[2:, 1] - turned[0, 1]
    clearly = np.flatnonzero(np.abs(height) > _CLEARLY_OFF * np.ptp(turned))
    if len(clearly) and height[clearly[0]] > 0:
        turned = turned * np.array([1.0, -1.0])
    return turned


def _fitted(centres: Numbers, radii: Numbers) -> tuple[Numbers, Numbers]:
    """Let the whole, circles included, fill the square from -1 to 1."""
    if not len(centres):
        return centres, radii
    low = (centres - radii[:, None]).min(axis=0)
    high = (centres + radii[:, None]).max(axis=0)
    scale = 2.0 / float((high - low).max())
    # Rounded down, so that rounding makes no two circles overlap.
    smaller = np.floor(radii * scale * 10**_DECIMALS) / 10**_DECIMALS
    return (centres - (low + high) / 2) * scale, smaller


# --- where the answers lie in their circle ---------------------------------------------------


def _inside(rows: Numbers, heart: Numbers) -> Numbers:
    """Place members in a circle of radius 1, evenly spread, the nearest to the heart inmost.

    Their direction is that of the two main axes along which they differ. Equal rows lie together.
    """
    different, places = np.unique(np.round(rows, 6), axis=0, return_inverse=True)
    places = places.reshape(-1)
    if len(different) < 2:
        return np.tile(np.array(_WHEN_ALL_EQUAL), (len(rows), 1))
    away = np.round(1.0 - different @ (heart / max(float(np.linalg.norm(heart)), _TINY)), 6)
    ranks = np.empty(len(different))
    ranks[np.argsort(away, kind="stable")] = np.arange(len(different))
    share = ranks / (len(different) - 1)
    distance = np.sqrt(_INNER**2 + (_EDGE**2 - _INNER**2) * share)
    placed: Numbers = (distance[:, None] * _directions(different - heart))[places]
    return placed


def _directions(apart: Numbers) -> Numbers:
    """Give each row a direction in the plane: unit vectors (n, 2)."""
    left, strengths, _ = np.linalg.svd(apart - apart.mean(axis=0), full_matrices=False)
    axes = np.zeros((len(apart), 2))
    axes[:, : min(2, left.shape[1])] = (left * strengths)[:, :2]
    axes = np.round(axes * _signs(axes), 6)
    norms = np.linalg.norm(axes, axis=1, keepdims=True)
    forward = np.tile([1.0, 0.0], (len(axes), 1))
    directions: Numbers = np.where(norms > _TINY, axes / np.maximum(norms, _TINY), forward)
    return directions


def _signs(axes: Numbers) -> Numbers:
    """Choose of each axis the end where the furthest row lies; mathematics leaves it open."""
    furthest = np.abs(np.round(axes, 6)).argmax(axis=0)
    signs: Numbers = np.where(axes[furthest, np.arange(axes.shape[1])] < 0, -1.0, 1.0)
    return signs
