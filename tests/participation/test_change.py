"""A change is claimed only when its interval leaves zero out; who dropped out is shown."""

import numpy as np
import pytest

from participation.change import difference, relative_change
from participation.errors import NotEnoughData

BEFORE = np.array([10, 12, 8, 11, 9, 10, 13, 7, 10, 10, 12, 8], dtype=float)


def test_twenty_five_percent_more_for_everybody_is_claimed() -> None:
    found = relative_change(BEFORE, 1.25 * BEFORE + np.tile([0.1, -0.1], 6))

    assert found.change.value == pytest.approx(0.25)
    assert found.claimed
    assert found.change.low < 0.25 < found.change.high


def test_a_change_that_may_be_none_is_not_claimed() -> None:
    after = BEFORE + np.array([9, -8, 7, -6, 8, -7, 6, -5, 9, -8, 7, -6])

    for found in (relative_change(BEFORE, after), difference(BEFORE, after)):
        assert found.change.low < 0 < found.change.high
        assert not found.claimed


def test_less_is_a_change_too() -> None:
    assert difference(BEFORE, BEFORE - 2 + np.tile([0.1, -0.1], 6)).claimed


def test_only_who_was_measured_twice_counts_and_the_rest_is_shown() -> None:
    after = BEFORE + 1
    after[0] = np.nan
    before = np.append(BEFORE, np.nan)

    found = difference(before, np.append(after, 50.0))

    assert (found.people, found.before, found.after) == (11, 12, 12)
    assert found.attrition == pytest.approx(1 / 12)
    assert found.change.value == pytest.approx(1)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(8)
    hits = 0
    for _ in range(1000):
        before = random.normal(50, 10, 40)
        found = relative_change(before, 1.25 * before + random.normal(0, 8, 40)).change
        hits += found.low <= 0.25 <= found.high

    assert 0.93 <= hits / 1000 <= 0.97


def test_few_people_or_no_clear_start_are_not_enough() -> None:
    with pytest.raises(NotEnoughData, match="9 people measured twice, 10 needed"):
        difference(BEFORE[:9], BEFORE[:9])
    with pytest.raises(NotEnoughData, match="measured before"):
        relative_change(BEFORE - 10, BEFORE)
    with pytest.raises(ValueError, match="for everybody"):
        difference(BEFORE, BEFORE[:3])
