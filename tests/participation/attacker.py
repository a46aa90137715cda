"""Somebody who knows all that is published and works out the rest; shares no code with the rule."""

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp


def published_sums(cells_shape: tuple[int, ...]) -> list[tuple[tuple[int, ...], list[int]]]:
    """List every cell and margin of a table, with the places of the inner cells it adds up."""
    places = np.arange(np.prod(cells_shape)).reshape(cells_shape)
    found = []
    for corner in product(*(range(n + 1) for n in cells_shape)):
        picked = tuple(
            slice(None) if at == n else at for at, n in zip(corner, cells_shape, strict=True)
        )
        found.append((corner, np.atleast_1d(places[picked]).reshape(-1).tolist()))
    return found


def possible_range(
    kinds: int, sums: list[tuple[list[int], int | None]], target: list[int], *, whole: bool = False
) -> tuple[float, float]:
    """Return the lowest and highest a sum of kinds can be, given the sums that were published."""
    known = [(members, value) for members, value in sums if value is not None]
    matrix = np.zeros((len(known), kinds))
    for row, (members, _) in enumerate(known):
        matrix[row, members] = 1
    values = np.array([value for _, value in known], dtype=float)
    wanted = np.zeros(kinds)
    wanted[target] = 1
    solve = _solve_whole if whole else _solve
    return solve(wanted, matrix, values), -solve(-wanted, matrix, values)


def _solve(wanted: np.ndarray, matrix: np.ndarray, values: np.ndarray) -> float:
    found = linprog(wanted, A_eq=matrix, b_eq=values, bounds=(0, None), method="highs")
    return -np.inf if found.status == 3 else float(found.fun)


def _solve_whole(wanted: np.ndarray, matrix: np.ndarray, values: np.ndarray) -> float:
    """The same, knowing that people come in whole numbers (of at most ten thousand)."""
    found = milp(
        wanted,
        constraints=LinearConstraint(matrix, values, values),
        bounds=Bounds(0, 10_000),
        integrality=np.ones(len(wanted)),
    )
    return float(found.fun)


def range_within(
    kinds: int, known: list[tuple[list[int], float, float]], target: list[int]
) -> tuple[float, float]:
    """Return the lowest and highest of a sum of kinds, given between what other sums lie."""
    matrix = np.zeros((len(known), kinds))
    for row, (members, _, _) in enumerate(known):
        matrix[row, members] = 1
    lows, highs = (np.array([each[at] for each in known], dtype=float) for at in (1, 2))
    exact = lows == highs
    wanted = np.zeros(kinds)
    wanted[target] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * wanted,
            A_ub=np.vstack([matrix[~exact], -matrix[~exact]]),
            b_ub=np.concatenate([highs[~exact], -lows[~exact]]),
            A_eq=matrix[exact],
            b_eq=lows[exact],
            bounds=(0, None),
            method="highs",
        )
        assert found.status in (0, 3), "what was published contradicts itself"
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends[0], ends[1]
