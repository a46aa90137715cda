"""Which figures to hide so that no small group can be worked out from the others.

People are of disjoint *kinds* (the cells of the finest table); a *figure* counts some kinds. Every
figure under the minimum is hidden. Then others are hidden with it, until somebody who knows all
that is shown must still hold it possible that a small group has nobody, and that it has
``minimum`` people or more. Source: complementary cell suppression by linear programming, Fischetti
and Salazar (2001); Hundepool et al. (2012), Statistical Disclosure Control, section 4.4.
"""

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
) -> Mask:
    """Say which figures may be shown.

    kinds (a,): people of each kind. figures (f, a): 1 where a figure counts a kind. cost (f,): what
    hiding a figure costs (its size, unless given). links (l, a): sums of kinds known to be zero,
    for kinds of several tables that share a margin. Returns (f,) booleans.
    """
    people = np.asarray(kinds, dtype=np.float64)
    counted_in = np.asarray(figures, dtype=np.float64)
    sizes = counted_in @ people
    costs = sizes if cost is None else np.asarray(cost, dtype=np.float64)
    fixed = np.zeros((0, len(people))) if links is None else np.asarray(links, dtype=np.float64)
    shown: Mask = sizes >= minimum
    if not shown.any():
        return shown
    for small in sorted(np.flatnonzero(~shown), key=lambda figure: (sizes[figure], figure)):
        for change in (minimum - sizes[small], -sizes[small]):
            if change:
                shown &= ~_must_move(people, counted_in, shown, costs, fixed, int(small), change)
    return shown


def _must_move(
    people: Floats,
    figures: Floats,
    shown: Mask,
    costs: Floats,
    fixed: Floats,
    small: int,
    change: float,
) -> Mask:
    """Find the cheapest shown figures that have to be hidden for ``small`` to change this much.

    Unknowns: the change of every kind, and how much each shown figure moves up and down.
    """
    # Most tables have no small cell: they needn't wait for this import.
    from scipy.optimize import linprog

    seen = np.flatnonzero(shown)
    still = -np.eye(len(seen))
    nothing = np.zeros((len(fixed) + 1, 2 * len(seen)))
    equations = np.vstack(
        [
            np.hstack([figures[seen], still, -still]),
            np.hstack([np.vstack([fixed, figures[small]]), nothing]),
        ]
    )
    sums = np.zeros(len(equations))
    sums[-1] = change
    weights = np.concatenate([np.zeros(len(people)), costs[seen], costs[seen]])
    limits = [(-size, None) for size in people] + [(0, None)] * (2 * len(seen))
    found = linprog(weights, A_eq=equations, b_eq=sums, bounds=limits, method="highs-ds")
    if found.x is None:  # the solver gave up: hide all rather than show too much
        return shown.copy()
    ups, downs = np.split(found.x[len(people) :], 2)
    moved = np.zeros(len(shown), dtype=np.bool_)
    moved[seen] = ups + downs > MOVED
    return moved
