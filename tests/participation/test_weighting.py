"""Weights bring those who came to the population, or there are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.weighting import (
    CannotRake,
    design_effect,
    effective_size,
    rake,
    rake_weights,
    trim_weights,
    weigh,
    weigh_for_absence,
)

ARDILLY_TILLE = [[80, 170, 150], [90, 80, 210], [10, 80, 130]]
ROWS, COLUMNS = [430, 360, 210], [150, 300, 550]
TABLES = st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=2, max_size=4)


def test_raking_gives_the_computed_example() -> None:
    found = rake(ARDILLY_TILLE, [ROWS, COLUMNS])

    assert found == pytest.approx(
        np.array(
            [
                [73.0082, 167.6406, 189.3512],
                [69.3904, 66.6493, 223.9603],
                [7.6014, 65.7101, 136.6885],
            ]
        ),
        abs=5e-5,
    )


@given(TABLES, st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_margins_are_hit_odds_ratios_stay_and_once_is_enough(table, wanted) -> None:
    before = np.array(table, dtype=float)
    rows = np.full(len(table), sum(wanted) / len(table))

    found = rake(table, [rows, wanted])

    assert found.sum(axis=1) == pytest.approx(rows)
    assert found.sum(axis=0) == pytest.approx(wanted)
    odds = found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0])
    assert odds == pytest.approx(before[0, 0] * before[1, 1] / (before[0, 1] * before[1, 0]))
    assert rake(found, [rows, wanted]) == pytest.approx(found)
    assert pytest.approx(found, rel=1e-6) == rake(before.T, [wanted, rows]).T


def test_a_table_of_three_dimensions_is_raked_too() -> None:
    table = np.arange(1, 9).reshape(2, 2, 2)

    found = rake(table, [[50, 50], [30, 70], [60, 40]])

    assert found.sum(axis=(1, 2)) == pytest.approx([50, 50])
    assert found.sum(axis=(0, 2)) == pytest.approx([30, 70])
    assert found.sum(axis=(0, 1)) == pytest.approx([60, 40])


def test_an_empty_cell_stays_empty() -> None:
    assert rake([[0, 1], [1, 1]], [[2, 3], [2, 3]])[0, 0] == 0


@pytest.mark.parametrize(
    ("table", "targets", "why"),
    [
        ([[1, 0], [0, 1]], [[1, 2], [2, 1]], "some combination they need has nobody"),
        ([[0, 0], [1, 1]], [[1, 2], [1, 2]], "has nobody"),
        ([[1, 1], [1, 1]], [[1, 2], [2, 2]], "different totals"),
    ],
)
def test_margins_that_can_not_be_are_refused(table, targets, why) -> None:
    with pytest.raises(CannotRake, match=why):
        rake(table, targets)


@pytest.mark.parametrize(
    ("table", "targets", "why"),
    [([[1, -1]], [[1], [1, 1]], "0 or more"), ([[1, 1]], [[1, 1]], "every axis")],
)
def test_broken_tables_are_refused(table, targets, why) -> None:
    with pytest.raises(ValueError, match=why):
        rake(table, targets)


@pytest.mark.parametrize(
    ("weights", "effect", "size"),
    [
        ([1, 2, 4], 1.285714, 2.333333),
        ([1] * 50 + [2] * 30 + [4] * 20, 1.357341, 73.673469),
        ([3] * 7, 1, 7),
    ],
)
def test_the_price_of_weights(weights, effect, size) -> None:
    assert design_effect(weights) == pytest.approx(effect, abs=5e-7)
    assert effective_size(weights) == pytest.approx(size, abs=5e-7)


def test_nobody_has_no_weights() -> None:
    for weights in ([], [0, 0]):
        with pytest.raises(NotEnoughData):
            design_effect(weights)
    with pytest.raises(NotEnoughData):
        rake_weights([[]], [{"a": 1}])


def crowd(people: int = 600, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    age = random.choice(["old", "young"], people, p=[0.75, 0.25])
    return age, random.choice(["east", "north", "west"], people, p=[0.5, 0.3, 0.2])


MARGINS = [{"young": 50, "old": 50}, {"east": 30, "north": 30, "west": 40}]


def test_people_get_weights_that_meet_every_margin() -> None:
    age, district = crowd()

    weights = rake_weights([age, district], MARGINS)

    assert weights.mean() == pytest.approx(1)
    assert weights[age == "young"].sum() / 600 == pytest.approx(0.5)
    assert weights[district == "west"].sum() / 600 == pytest.approx(0.4)


def test_weights_of_people_are_those_of_the_table() -> None:
    age, district = crowd()
    table = [[np.sum((age == a) & (district == d)) for d in MARGINS[1]] for a in MARGINS[0]]
    fitted = rake(table, [[300, 300], [180, 180, 240]])

    weights = rake_weights([age, district], MARGINS)

    assert weights[(age == "old") & (district == "north")].sum() == pytest.approx(fitted[1, 1])


def test_a_group_the_population_lacks_is_refused() -> None:
    with pytest.raises(CannotRake, match="no group 'south'"):
        rake_weights([["east", "south"]], [{"east": 1}])
    with pytest.raises(CannotRake, match="nobody in these groups"):
        rake_weights([["east"]], [{"east": 0}])


@given(st.lists(st.floats(0.01, 100), min_size=2, max_size=30), st.floats(1.5, 6))
def test_trimmed_weights_keep_their_mean_and_stay_under_the_cap(weights, largest) -> None:
    trimmed = trim_weights(weights, largest=largest)

    assert trimmed.mean() == pytest.approx(np.mean(weights))
    assert trimmed.max() <= largest * np.mean(weights) * (1 + 1e-9)


def test_a_cap_below_the_mean_is_refused() -> None:
    with pytest.raises(ValueError, match="smaller than their mean"):
        trim_weights([1, 2], largest=1)


def test_weighing_moves_a_biased_turnout_towards_the_truth() -> None:
    random = np.random.default_rng(6)
    young = np.repeat([True, False], 5_000)
    in_favour = random.random(10_000) < np.where(young, 0.8, 0.4)
    came = random.random(10_000) < np.where(young, 0.1, 0.2)  # young people half as likely
    age = np.where(young, "young", "old")[came]

    found = weigh([age], [{"young": 5_000, "old": 5_000}])

    raw = in_favour[came].mean()
    weighted = np.average(in_favour[came], weights=found.weights)
    assert abs(raw - 0.6) > 0.05
    assert abs(weighted - 0.6) < 0.03
    assert 100 < found.effective_size < came.sum()
    assert found.trimmed == 0


def test_who_gave_no_background_weighs_one() -> None:
    age, district = crowd()
    age = np.where(np.arange(600) < 50, "", age)

    found = weigh([age, district], MARGINS)

    assert found.known.sum() == 550
    assert (found.weights[:50] == 1).all()
    assert found.weights.mean() == pytest.approx(1)


def test_few_do_not_speak_for_many() -> None:
    age = np.array(["young"] * 2 + ["old"] * 198)

    with pytest.raises(NotEnoughData, match="people with all background, 300"):
        weigh([age], [{"young": 1, "old": 1}], fewest=300)
    found = weigh([age], [{"young": 50, "old": 50}])

    assert (found.trimmed, found.largest) == (2, pytest.approx(5))


def test_too_thin_after_weighing_is_refused() -> None:
    age = np.array(["young"] * 15 + ["old"] * 95)

    with pytest.raises(NotEnoughData, match="effective people, 100 needed"):
        weigh([age], [{"young": 50, "old": 50}])


def test_a_group_nobody_belongs_to_is_left_out() -> None:
    age, _ = crowd()

    found = weigh([age], [{"young": 25, "old": 25, "very old": 50}])

    assert found.weights[age == "young"].sum() == pytest.approx(300)


def test_who_stayed_speaks_for_those_of_their_group_who_left() -> None:
    weights = weigh_for_absence(
        ["a", "a", "a", "a", "b", "b", "b"],
        before=[True, True, True, True, True, True, False],
        after=[True, False, False, False, True, True, True],
    )

    # a: four before, one stayed; b: two before, two stayed; three who count in all
    assert weights == pytest.approx([2, 0, 0, 0, 0.5, 0.5, 0])
    with pytest.raises(NotEnoughData, match="people who stayed"):
        weigh_for_absence(["a"], [True], [False])


def test_loose_arrays_are_refused() -> None:
    with pytest.raises(ValueError, match="a label in every dimension"):
        rake_weights([["a"], ["b", "c"]], [{"a": 1}, {"b": 1, "c": 1}])
    with pytest.raises(ValueError, match="or an empty one"):
        weigh([["a"], ["b", "c"]], [{"a": 1}, {"b": 1, "c": 1}])
