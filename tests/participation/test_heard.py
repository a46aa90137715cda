"""Feeling heard is a mean over people, with an interval, and only of its own scale."""

import numpy as np
import pytest

from participation.errors import NotEnoughData
from participation.heard import (
    FEELING_HEARD,
    LEGITIMACY,
    PULSE,
    cronbach_alpha,
    score,
    score_by_group,
)

REVERSED = [at for at, item in enumerate(FEELING_HEARD) if item.reversed]


def answers(people: int = 30, seed: int = 1) -> np.ndarray:
    """People who feel heard more or less, each item near to how they feel."""
    random = np.random.default_rng(seed)
    feeling = random.integers(2, 7, people)
    given = np.clip(feeling[:, None] + random.integers(-1, 2, (people, 8)), 1, 7).astype(float)
    given[:, REVERSED] = 8 - given[:, REVERSED]
    return given


def test_the_scales_are_whole_and_in_both_languages() -> None:
    assert [len(scale) for scale in (FEELING_HEARD, LEGITIMACY, PULSE)] == [8, 6, 3]
    assert len(REVERSED) == 2
    for item in (*FEELING_HEARD, *LEGITIMACY):
        assert item.dutch != item.english
        assert len(item.dutch.split()) <= 9
        assert ("{others}" in item.dutch) == ("{others}" in item.english)


def test_reversed_items_are_turned_around() -> None:
    heard = np.full((10, 8), 7.0)
    heard[:, REVERSED] = 1

    found = score(heard)

    assert (found.mean.value, found.mean.low, found.mean.high) == (7, 7, 7)


def test_the_interval_is_students() -> None:
    given = np.tile(np.array([[1.0], [3], [5], [7]]), (1, 6))

    found = score(given, LEGITIMACY, fewest=4)

    # mean 4, s = 2.581989, t(3; .975) = 3.182446; cut off at the ends of the scale
    assert found.mean.standard_error == pytest.approx(1.290994, abs=5e-7)
    assert (found.mean.low, found.mean.high) == (1, 7)
    assert score(np.tile(given, (5, 1)), LEGITIMACY).mean.low == pytest.approx(
        4 - 2.093024 * 2.294157 / np.sqrt(20), abs=1e-5
    )


def test_items_that_hang_together_have_a_high_alpha() -> None:
    found = score(answers())

    assert found.alpha == pytest.approx(0.97, abs=0.03)
    assert found.scale == tuple(item.key for item in FEELING_HEARD)


def test_alpha_of_a_case_done_by_hand() -> None:
    # item variances 1 and 1, sums 2, 5, 5: variance 3; 2 (1 - 2/3)
    assert cronbach_alpha([[1, 1], [2, 3], [3, 2]]) == pytest.approx(2 / 3)


def test_alpha_that_can_not_be_told_is_left_out() -> None:
    same = np.full((10, 6), 4.0)

    assert score(same, LEGITIMACY).alpha is None
    with pytest.raises(NotEnoughData, match="different answers"):
        cronbach_alpha(same)
    with pytest.raises(NotEnoughData):
        cronbach_alpha(np.zeros((0, 6)))
    with pytest.raises(ValueError, match="without gaps"):
        cronbach_alpha([[1, np.nan], [1, 2]])


def test_who_answered_under_three_quarters_is_left_out() -> None:
    given = answers(12)
    given[0, :2] = np.nan  # six of eight will do
    given[1, :3] = np.nan

    assert score(given).people == 11


def test_few_people_have_no_score() -> None:
    with pytest.raises(NotEnoughData, match="9 people, 10 needed"):
        score(answers(9))
    with pytest.raises(NotEnoughData):
        score(np.zeros((0, 8)))


def test_every_chamber_has_its_score_or_too_few() -> None:
    found = score_by_group(answers(30), ["residents"] * 25 + ["directors"] * 5)

    assert found["residents"].people == 25
    assert isinstance(found["directors"], NotEnoughData)
    assert found["directors"].have == 5


@pytest.mark.parametrize("broken", [np.full((12, 8), 8.0), np.full((12, 8), 0.0)])
def test_answers_off_the_scale_are_refused(broken) -> None:
    with pytest.raises(ValueError, match="from 1 to 7"):
        score(broken)


def test_answers_to_other_items_are_refused() -> None:
    with pytest.raises(ValueError, match="3 columns"):
        score(answers(), PULSE)
