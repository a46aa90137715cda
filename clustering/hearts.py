"""The heart of each cluster: where its members lie on average, and how far they reach.

find_hearts(codes, labels, probabilities) -> Hearts(directions (k, d), means (k,), deviations (k,))
"""

import numpy as np
import numpy.typing as npt

from clustering.copies import first_places
from clustering.quantisation import Codes, Vectors, dequantise
from clustering.result import Hearts, Labels, Probabilities

_DECIMALS = 6
_SMALLEST_WEIGHT = 0.05


def find_hearts(codes: Codes, labels: Labels, probabilities: Probabilities) -> Hearts:
    """Average each cluster's different members, weighted by how firmly they sit in it."""
    count = int(labels.max(initial=-1)) + 1
    directions = np.zeros((count, codes.shape[1]), dtype=np.float32)
    means, deviations = np.zeros(count), np.zeros(count)
    for label in range(count):
        members = np.flatnonzero(labels == label)
        different = members[first_places(codes[members])]
        unit = dequantise(codes[different]).astype(np.float64)
        weights = np.maximum(probabilities[different], _SMALLEST_WEIGHT)
        directions[label] = _direction(weights @ unit)
        nearness = unit @ directions[label]
        means[label] = round(float(nearness.mean()), _DECIMALS)
        deviations[label] = round(float(nearness.std()), _DECIMALS)
    return Hearts(directions, means, deviations)


def _direction(total: npt.NDArray[np.float64]) -> Vectors:
    unit: Vectors = np.round(total / np.linalg.norm(total), _DECIMALS).astype(np.float32)
    return unit
