"""Which figures to hide so that no small group can be worked out from the others.

People are of disjoint *kinds* (the cells of the finest table); a *figure* counts some kinds. Every
figure under the minimum is hidden. Then others are hidden with it, until somebody who knows all
that is shown must still hold it possible that a small group has nobody, and that it has
``minimum`` people or more. Source: complementary cell suppression by linear programming, Fischetti
and Salazar (2001); Hundepool et al. (2012), Statistical Disclosure Control, section 4.4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOVED = 1e-6


def protect(
    kinds: ArrayLike,
    figures: ArrayLike,
    *,
    minimum: int,
    cost: ArrayLike | None = None,
    links: ArrayLike | None = None,
    told_small: ArrayLike | None = None,
    differences: ArrayLike | None = None,
) -> Mask:
    """Say which figures may be shown.

    kinds (a,): people of each kind. figures (f, a): 1 where a figure counts a kind. cost (f,): what
    hiding a figure costs (its size, unless given). links (l, a): sums of kinds known to be zero,
    for kinds of several tables that share a margin. told_small (f,): figures of which it is told
    that they are under twice the minimum, when they are under it. differences (d, a): what a reader
    can find by subtracting figures, protected as if they were figures. Returns (f,) booleans.
    """
    people = np.asarray(kinds, dtype=np.float64)
    figures = np.asarray(figures, dtype=np.float64)
    none = np.zeros((0, len(people)))
    found = none if differences is None else np.asarray(differences, dtype=np.float64)
    fixed = none if links is None else np.asarray(links, dtype=np.float64)
    told = np.zeros(len(figures), np.bool_) if told_small is None else np.asarray(told_small)
    costs = figures @ people if cost is None else np.asarray(cost, dtype=np.float64)
    small = figures @ people < minimum
    known = _Known(people, fixed, figures[told & small], 2 * minimum - 1)
    watched = np.vstack([figures, found])
    shown = np.concatenate([~small, np.zeros(len(found), np.bool_)])
    if shown.any():
        _hide(watched, shown, np.concatenate([costs, np.zeros(len(found))]), known, minimum)
    return shown[: len(figures)]


def _hide(watched: Floats, shown: Mask, costs: Floats, known: "_Known", minimum: int) -> None:
    """Hide shown figures until every small one of those watched can be nobody and can be enough."""
    sizes = watched @ known.people
    # How far every figure can move with what is hidden by now: who hides more only widens it.
    least, most = np.zeros(len(sizes)), np.zeros(len(sizes))
    for at in sorted(np.flatnonzero(sizes < minimum), key=lambda figure: (sizes[figure], figure)):
        for change in (minimum - sizes[at], -sizes[at]):
            if least[at] - MOVED <= change <= most[at] + MOVED:
                continue
            moves = _cheapest_moves(known, watched, shown, costs, (int(at), change))
            if moves is None:  # the solver gave up: hide all rather than show too much
                shown[:] = False
                return
            moved = watched @ moves
            shown &= np.abs(moved) <= MOVED
            least, most = np.minimum(least, moved), np.maximum(most, moved)


@dataclass(frozen=True, eq=False)
class _Known:
    """What is known besides the figures that are shown.

    people (a,) of each kind; fixed (l, a): sums of kinds that can't change; capped (b, a): sums of
    kinds that are told not to exceed ``cap``.
    """

    people: Floats
    fixed: Floats
    capped: Floats
    cap: float


def _cheapest_moves(
    known: _Known, figures: Floats, shown: Mask, costs: Floats, wanted: tuple[int, float]
) -> Floats | None:
    """Find changes of the kinds (a,) that change one figure as wanted and move the cheapest others.

    Unknowns: the change of every kind, and how much each shown figure moves up and down. Returns
    None when the solver fails.
    """
    # Most tables have no small cell: they needn't wait for these imports.
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    figure, change = wanted
    seen = np.flatnonzero(shown)
    still = eye_array(len(seen), format="csr")
    fixed = csr_array(np.vstack([known.fixed, figures[figure]]))
    unmoved = csr_array((fixed.shape[0], 2 * len(seen)))
    equations = vstack(
        [hstack([csr_array(figures[seen]), -still, still]), hstack([fixed, unmoved])], format="csr"
    )
    sums = np.zeros(equations.shape[0])
    sums[-1] = change
    found = linprog(
        np.concatenate([np.zeros(len(known.people)), costs[seen], costs[seen]]),
        A_ub=np.hstack([known.capped, np.zeros((len(known.capped), 2 * len(seen)))]),
        b_ub=known.cap - known.capped @ known.people,
        A_eq=equations,
        b_eq=sums,
        bounds=[(-size, None) for size in known.people] + [(0, None)] * (2 * len(seen)),
        method="highs-ds",
    )
    return None if found.x is None else np.asarray(found.x[: len(known.people)])
