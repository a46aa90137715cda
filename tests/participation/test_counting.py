"""People are counted once per step, whatever groups them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.counting import (
    Funnel,
    Loss,
    RoundCount,
    arrivals_per_day,
    count_funnel,
    count_funnels,
    cross_count,
    loss_between,
)
from participation.errors import NotEnoughData

CHAMBER = ["residents", "residents", "residents", "directors", "residents"]
USED = [True, True, True, True, False]
STARTED = np.array([[1, 1], [1, 0], [0, 1], [1, 1], [0, 0]], dtype=bool)
FINISHED = np.array([[1, 1], [0, 0], [0, 1], [1, 0], [0, 0]], dtype=bool)


def test_every_chamber_has_its_own_funnel() -> None:
    funnels = count_funnels(CHAMBER, used=USED, started=STARTED, finished=FINISHED)

    assert funnels == {
        "directors": Funnel(1, 1, (RoundCount(1, 1, 0), RoundCount(1, 0, 1))),
        "residents": Funnel(4, 3, (RoundCount(2, 1, 0), RoundCount(2, 2, 1))),
    }


def test_somebody_who_missed_the_first_round_is_a_newcomer_not_a_returner() -> None:
    second = count_funnels(CHAMBER, used=USED, started=STARTED, finished=FINISHED)["residents"]

    assert second.rounds[1].newcomers == 1


def test_response_is_a_share_of_the_invited_with_an_interval() -> None:
    funnel = Funnel(263, 81, ())

    assert funnel.response.value == pytest.approx(81 / 263)
    assert (funnel.response.low, funnel.response.high) == pytest.approx((0.255289, 0.366210), 1e-5)


def test_a_round_that_nobody_started_has_no_completion() -> None:
    with pytest.raises(NotEnoughData):
        _ = RoundCount(0, 0, 0).completion


def test_steps_go_to_disclosure_in_their_order() -> None:
    assert Funnel(120, 84, (RoundCount(80, 31, 0),)).steps(0) == (84, 80, 31)


def test_nobody_gives_zeros_per_round() -> None:
    nothing = np.zeros((0, 2), dtype=bool)

    funnel = count_funnel(used=np.zeros(0, bool), started=nothing, finished=nothing)

    assert funnel == Funnel(0, 0, (RoundCount(0, 0, 0), RoundCount(0, 0, 0)))


@given(st.data())
def test_groups_add_up_to_everybody_whatever_the_groups(data) -> None:
    n = data.draw(st.integers(1, 30))
    flags = st.lists(st.booleans(), min_size=2 * n, max_size=2 * n)
    started = np.array(data.draw(flags)).reshape(n, 2)
    finished = started & np.array(data.draw(flags)).reshape(n, 2)
    used = started.any(axis=1)
    group = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))

    funnels = list(count_funnels(group, used=used, started=started, finished=finished).values())

    everybody = count_funnel(used=used, started=started, finished=finished)
    assert sum(funnels[1:], start=funnels[0]) == everybody


@pytest.mark.parametrize(
    ("used", "started", "finished", "why"),
    [
        ([True], [[False]], [[True]], "without having started"),
        ([False], [[True]], [[False]], "without coming in"),
        ([True, True], [[True]], [[True]], "belong together"),
        ([True], [True], [True], "a column per round"),
        ([1], [[True]], [[True]], "true and false"),
    ],
)
def test_a_journey_that_can_not_be_is_refused(used, started, finished, why) -> None:
    with pytest.raises(ValueError, match=why):
        count_funnels(["a"], used=used, started=started, finished=finished)


def test_loss_is_counted_among_those_who_were_there() -> None:
    lost = loss_between(
        ["a", "a", "a", "b", "c"],
        before=[True, True, True, True, False],
        after=[True, False, False, True, True],
    )

    assert lost == {"a": Loss(3, 2), "b": Loss(1, 0)}
    assert lost["a"].share.value == pytest.approx(2 / 3)


def test_arrivals_show_the_quiet_days_and_leave_out_who_did_not_come() -> None:
    days = ["2026-11-20", "2026-11-22", "2026-11-22", "NaT"]

    arrivals = arrivals_per_day(days, ["a", "a", "b", "b"])

    assert arrivals.columns == ("2026-11-20", "2026-11-21", "2026-11-22")
    assert arrivals.counts.tolist() == [[1, 0, 1], [0, 0, 1]]
    assert arrivals.cumulative.tolist() == [[1, 1, 2], [0, 0, 1]]


def test_no_arrivals_are_not_a_table_of_nothing() -> None:
    with pytest.raises(NotEnoughData, match="0 people, 1 needed"):
        arrivals_per_day(["NaT"], ["a"])


def test_two_labels_make_a_table_with_the_empty_combinations() -> None:
    table = cross_count(["x", "x", "y"], [1, 2, 2])

    assert (table.rows, table.columns) == (("x", "y"), ("1", "2"))
    assert table.counts.tolist() == [[1, 1], [0, 1]]
