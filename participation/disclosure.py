"""Which counts of people may be shown: nobody can be singled out."""

MINIMUM_CELL = 10
ROUNDED_TO = 5


def shown_count(count: int, *, minimum: int = MINIMUM_CELL, base: int = ROUNDED_TO) -> int | None:
    """Give a count of people as it may be shown, or None for fewer than ``minimum``.

    What is shown is rounded to the nearest ``base``, so that a small group can't be found by
    subtracting one count from another. Zero is not told apart from few. Source: Hundepool et al.
    (2012), Statistical Disclosure Control, section 5 (deterministic rounding of frequency tables).
    """
    if count < minimum:
        return None
    return max(minimum, base * ((2 * count + base) // (2 * base)))
