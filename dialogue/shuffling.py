"""Repeatable chance: the same seed gives the same order on every machine and every numpy version.

Decks are recomputed by auditors years later, so no library's random generator is used here: its
stream may change. SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
generators") is fixed by its three constants.
"""

from math import gcd

import numpy as np
from numpy.typing import NDArray

WORD = 0xFFFF_FFFF_FFFF_FFFF
GOLDEN = 0x9E37_79B9_7F4A_7C15
FIRST_MULTIPLIER = 0xBF58_476D_1CE4_E5B9
SECOND_MULTIPLIER = 0x94D0_49BB_1331_11EB


def mixed(*parts: int) -> int:
    """Return a 64-bit number that depends on every part and looks random."""
    state = 0
    for part in parts:
        state = (state ^ (part & WORD)) + GOLDEN & WORD
        state = (state ^ state >> 30) * FIRST_MULTIPLIER & WORD
        state = (state ^ state >> 27) * SECOND_MULTIPLIER & WORD
        state ^= state >> 31
    return state


def mixed_array(seed: int, values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the 64-bit number of every value under a seed, equal to mixed(mixed(seed), value)."""
    state = (values.astype(np.uint64) ^ np.uint64(mixed(seed))) + np.uint64(GOLDEN)
    state = (state ^ state >> np.uint64(30)) * np.uint64(FIRST_MULTIPLIER)
    state = (state ^ state >> np.uint64(27)) * np.uint64(SECOND_MULTIPLIER)
    return state ^ state >> np.uint64(31)


def shuffled(seed: int, count: int) -> NDArray[np.int64]:
    """Return the numbers 0..count-1 in an order that follows from the seed."""
    return np.argsort(mixed_array(seed, np.arange(count)), kind="stable")


def coprime_near(wanted: int, modulus: int) -> int:
    """Return the number nearest to the wanted one that shares no factor with the modulus.

    Stepping through a ring by such a number visits every place once before any place twice.
    """
    for distance in range(modulus + 1):
        for candidate in (wanted + distance, wanted - distance):
            if candidate >= 1 and gcd(candidate, modulus) == 1:
                return candidate
    return 1
