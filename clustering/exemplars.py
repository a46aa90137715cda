"""The answers that stand nearest the heart of their cluster.

exemplars(codes, labels, probabilities, per_cluster, preferred=None)
    -> tuple of tuples of indexes, nearest first
"""

import numpy as np
import numpy.typing as npt

from clustering.copies import first_places
from clustering.quantisation import Codes
from clustering.result import Labels, Probabilities

_DECIMALS = 9
_SMALLEST_LENGTH = 1e-9
_NEARLY = 0.1


def exemplars(
    codes: Codes,
    labels: Labels,
    probabilities: Probabilities,
    *,
    per_cluster: int,
    preferred: npt.NDArray[np.bool_] | None = None,
) -> tuple[tuple[int, ...], ...]:
    """Return per cluster its `per_cluster` most central rows; copies of a row count once.

    Of rows nearly as central the preferred ones come first: those most readers can read.
    """
    handicap = np.zeros(len(codes)) if preferred is None else np.where(preferred, 0.0, _NEARLY)
    return tuple(
        _central(codes, np.flatnonzero(labels == label), probabilities, handicap, per_cluster)
        for label in range(int(labels.max(initial=-1)) + 1)
    )


def _central(
    codes: Codes,
    members: npt.NDArray[np.intp],
    probabilities: Probabilities,
    handicap: npt.NDArray[np.float64],
    wanted: int,
) -> tuple[int, ...]:
    rows = codes[members].astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    heart = np.round(probabilities[members] @ rows, _DECIMALS)
    heart /= max(float(np.linalg.norm(heart)), _SMALLEST_LENGTH)
    nearness = np.round(rows @ heart - handicap[members], _DECIMALS)
    ordered = members[np.lexsort((members, -nearness))]
    return tuple(int(place) for place in ordered[first_places(codes[ordered])[:wanted]])
