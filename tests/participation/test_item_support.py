"""Support of many items at once, raw beside weighted, with beside without collectives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation import (
    NotEnoughData,
    design_effect,
    support_per_item,
    wilson_interval,
    with_and_without,
)
from participation.heard import mean_estimate

RATINGS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-3, 3), st.floats(0.1, 5)), min_size=1, max_size=60
)


def test_every_item_has_what_a_loop_would_give() -> None:
    random = np.random.default_rng(1)
    item, value = random.integers(0, 5, 600), random.integers(-3, 4, 600).astype(float)

    found = support_per_item(item, value)

    for at in range(5):
        alone = mean_estimate(value[item == at])
        assert found.raw.mean[at] == pytest.approx(alone.value)
        assert found.raw.low[at] == pytest.approx(alone.low)
        assert found.weighted.high[at] == pytest.approx(alone.high)
    assert found.design_effect == pytest.approx(np.ones(5))


def test_weights_move_the_mean_and_cost_certainty() -> None:
    value = np.tile([1.0, -1.0], 50)
    weight = np.tile([3.0, 1.0], 50)

    found = support_per_item(["a"] * 100, value, weight)

    assert (found.raw.mean[0], found.weighted.mean[0]) == (0, 0.5)
    assert found.design_effect[0] == pytest.approx(design_effect(weight)) == pytest.approx(1.25)
    assert found.effective[0] == pytest.approx(80)


def test_a_share_has_the_interval_of_wilson_on_effective_people() -> None:
    value = np.repeat([1.0, 0.0], [30, 70])

    found = support_per_item(["a"] * 100, value, share=True)

    alone = wilson_interval(30, 100)
    assert (found.raw.low[0], found.raw.high[0]) == pytest.approx((alone.low, alone.high))


@given(RATINGS)
@settings(deadline=None)
def test_as_many_of_all_weights_change_nothing_and_raw_is_weighted_by_one(ratings) -> None:
    item, value, weight = (np.array(each) for each in zip(*ratings, strict=True))

    once = support_per_item(item, value, weight, minimum=2)
    twice = support_per_item(item, value, 2 * weight, minimum=2)
    even = support_per_item(item, value, np.full(len(item), 7.0), minimum=2)

    assert twice.weighted.low == pytest.approx(once.weighted.low, nan_ok=True)
    assert even.weighted.high == pytest.approx(once.raw.high, nan_ok=True)


def test_all_the_same_answer_is_not_certain() -> None:
    found = support_per_item(["a"] * 20, [2.0] * 20)

    assert found.raw.low[0] < 2 < found.raw.high[0]


def test_can_not_say_is_no_rating_and_few_have_no_figure() -> None:
    value = np.array([1.0] * 12 + [np.nan] * 8 + [1.0] * 9)

    found = support_per_item(["a"] * 20 + ["b"] * 9, value)

    assert found.people.tolist() == [12, 9]
    assert found.raw.mean[0] == 1
    assert np.isnan([found.raw.mean[1], found.weighted.low[1], found.effective[1]]).all()


def test_with_and_without_collectives_differ_by_what_collectives_add() -> None:
    value = np.array([1.0] * 20 + [0.0] * 60)
    spoke = np.arange(80) < 20

    found = with_and_without(["a"] * 80, value, spoke)

    assert found.with_collectives.mean[0] == 0.25
    assert found.without_collectives.mean[0] == 0
    assert found.difference.mean[0] == pytest.approx(0.25)
    assert found.difference.low[0] < 0.25 < found.difference.high[0]


@pytest.mark.parametrize("collectives", [0, 9, 71, 80])
def test_the_difference_of_a_few_is_not_shown(collectives) -> None:
    found = with_and_without(["a"] * 80, np.tile([1.0, -1.0], 40), np.arange(80) < collectives)

    for figure in (found.with_collectives, found.without_collectives, found.difference):
        assert np.isnan(figure.mean).all()


def test_nothing_rated_and_loose_arrays() -> None:
    with pytest.raises(NotEnoughData):
        support_per_item(["a"], [np.nan])
    with pytest.raises(ValueError, match="an item, a value and a weight"):
        support_per_item(["a"], [1, 2])
    with pytest.raises(ValueError, match="finite"):
        support_per_item(["a"], [1], [-1])
    with pytest.raises(ValueError, match="values of 0 and 1"):
        support_per_item(["a"], [2], share=True)
    with pytest.raises(ValueError, match="for a collective"):
        with_and_without(["a", "a"], [1, 1], [True])
