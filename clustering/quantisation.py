"""Unit vectors as int8: a quarter of the space, and dot products that are whole numbers.

quantise(vectors float (n, d)) -> int8 (n, d)
dequantise(codes int8 (n, d)) -> float32 (n, d), unit rows (a zero row stays zero)

Each row is scaled so that its largest component becomes 127; the scale itself isn't kept, because
rows are directions. Cosine between a row and its code is above 0.9999 for sentence embeddings.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from clustering.errors import InvalidVectors

Codes = npt.NDArray[np.int8]
Vectors = npt.NDArray[np.float32]

LARGEST_CODE = 127


def quantise(vectors: npt.ArrayLike) -> Codes:
    """Round each row to int8 with its largest component at 127; int8 input passes unchanged.

    Raises InvalidVectors for anything but a two-dimensional array of finite numbers.
    """
    array = np.asarray(vectors)
    if array.ndim != 2:
        raise InvalidVectors(f"Vectors need two dimensions (answers x numbers), not {array.ndim}.")
    if array.dtype == np.int8:
        return array
    return _round_rows(_finite(array))


def dequantise(codes: Codes) -> Vectors:
    """Turn codes back into unit rows, float32 (n, d); a row of zeros stays zero."""
    rows = codes.astype(np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, norms, out=rows, where=norms > 0)
    return rows


def _finite(array: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    numbers: npt.NDArray[np.float32] = np.array(array, dtype=np.float32)
    broken = np.flatnonzero(~np.isfinite(numbers).all(axis=1))
    if len(broken):
        rows = ", ".join(str(row) for row in broken[:5])
        raise InvalidVectors(
            f"{len(broken)} vectors hold values that aren't finite numbers (rows {rows})."
        )
    return numbers


def _round_rows(rows: npt.NDArray[np.float32]) -> Codes:
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    scaled = np.divide(rows * LARGEST_CODE, largest, out=np.zeros_like(rows), where=largest > 0)
    codes: Codes = np.rint(scaled).astype(np.int8)
    return codes
