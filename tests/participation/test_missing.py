"""Who is missing is told from shown counts only, with how many voices would close the gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation import (
    SUPPRESSED,
    Estimate,
    HowOften,
    NotEnoughData,
    how_often,
    publish_tables,
    reach_out,
    show_groups,
    shown_groups_of,
    voices_to_even,
    who_is_missing,
)
from tests.participation.attacker import range_within

AGES = {"young": 40_000, "middle": 50_000, "old": 10_000}


@pytest.mark.parametrize(
    ("ratio", "often"),
    [
        (Estimate(0.1, 0, 0.05, 0.2), HowOften.HARDLY),
        (Estimate(0.33, 0, 0.2, 0.5), HowOften.A_THIRD),
        (Estimate(0.5, 0, 0.4, 0.6), HowOften.HALF),
        (Estimate(0.67, 0, 0.5, 0.8), HowOften.A_THIRD_LESS),
        (Estimate(0.85, 0, 0.8, 0.9), HowOften.A_LITTLE_LESS),
        (Estimate(0.96, 0, 0.93, 0.99), HowOften.AS_OFTEN),
        (Estimate(0.8, 0, 0.67, 1.1), HowOften.AS_OFTEN),
        (Estimate(0.5, 0, 0.2, 1.1), HowOften.UNCLEAR),
        (Estimate(1.2, 0, 1.1, 1.3), HowOften.A_LITTLE_MORE),
        (Estimate(1.5, 0, 1.2, 1.8), HowOften.HALF_MORE),
        (Estimate(2, 0, 1.7, 2.3), HowOften.TWICE),
        (Estimate(4, 0, 3, 5), HowOften.FAR_MORE),
    ],
)
def test_a_ratio_gets_the_words_it_bears(ratio, often) -> None:
    assert how_often(ratio) is often


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.01, 0.95))
@settings(deadline=None)
def test_so_many_more_voices_just_close_the_gap(people, others, share) -> None:
    total = people + others

    more = voices_to_even(people, total, share)

    assert (people + more) / (total + more) >= share - 1e-9
    if more > 0:
        assert (people + more - 1) / (total + more - 1) < share


def test_the_group_furthest_below_its_share_comes_first_whatever_its_dimension() -> None:
    shown = {
        "age": show_groups({"young": 40, "middle": 130, "old": 30}, of=AGES),
        "gender": show_groups({"woman": 140, "man": 60}),
    }

    found = who_is_missing(shown, {"age": AGES, "gender": {"woman": 1, "man": 1}})

    assert [(each.dimension, each.group) for each in found] == [("age", "young"), ("gender", "man")]
    young = found[0]
    assert (young.people, young.how_often, young.more_voices) == (40, HowOften.HALF, 67)
    assert young.ratio.value == pytest.approx(0.5)
    assert young.sure
    assert not young.bounded


def test_a_small_group_is_named_by_what_it_is_at_most() -> None:
    found = who_is_missing(
        {"age": show_groups({"young": 4, "middle": 190, "old": 6}, of=AGES)}, {"age": AGES}
    )

    assert [each.group for each in found] == ["young", "old"]
    young = found[0]
    assert (young.people, young.bounded, young.how_often) == (SUPPRESSED, True, HowOften.HARDLY)
    # at most all ten hidden people of two hundred: 5% of what should be 40%
    assert young.ratio.high == pytest.approx(0.125)
    assert young.more_voices == voices_to_even(10, 200, 0.4) == 117


def test_of_a_small_group_it_is_told_that_it_is_under_twenty_and_no_more() -> None:
    lives = {"gender": {"woman": 1, "man": 1}}
    said = [
        who_is_missing({"gender": show_groups({"woman": 84 - few, "man": few})}, lives)
        for few in (0, 4, 9)
    ]

    assert said[0] == said[1] == said[2]
    assert [(each.group, each.how_often) for each in said[0]] == [("man", HowOften.HALF)]
    assert said[0][0].ratio.high == pytest.approx(19 / 84 / 0.5)
    assert said[0][0].more_voices == voices_to_even(19, 84, 0.5) == 46


def test_a_hidden_group_that_may_have_its_share_is_not_named() -> None:
    shown = show_groups({"young": 4, "old": 20, "middle": 70})
    lives = {"young": 10_000, "old": 20_000, "middle": 70_000}

    assert who_is_missing({"age": shown}, {"age": lives}) == ()


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6).filter(lambda n: sum(n) > 9))
@settings(deadline=None)
def test_what_is_said_is_the_same_for_all_counts_that_are_shown_alike(counts) -> None:
    lives = {str(at): 1_000 * (at + 1) for at in range(len(counts))}
    shown = show_groups({str(at): count for at, count in enumerate(counts)}, of=lives)

    for each in who_is_missing({"x": shown}, {"x": lives}):
        true = counts[int(each.group)]
        if each.bounded:
            assert each.ratio.high >= true / sum(counts) / each.population_share - 1e-9
            assert each.more_voices <= voices_to_even(true, sum(counts), each.population_share)
        else:
            assert each.people == true >= 10


@given(
    st.lists(st.one_of(st.integers(0, 12), st.integers(0, 90)), min_size=2, max_size=6).filter(
        lambda n: sum(n) > 9
    )
)
@settings(deadline=None)
def test_linear_programming_finds_no_small_group_in_what_is_told(counts) -> None:
    shown = show_groups({str(at): count for at, count in enumerate(counts)})
    known = [([at], shown.at_least(str(at)), shown.at_most(str(at))) for at in range(len(counts))]
    known.append((list(range(len(counts))), shown.total, shown.total))

    for at, count in enumerate(counts):
        low, high = range_within(len(counts), known, [at])
        assert low <= count <= high
        if count < 10:
            assert low <= 1e-6
            assert high >= 10 - 1e-6


def test_a_group_nobody_belongs_to_is_a_small_group_not_an_empty_one() -> None:
    nobody, few = (show_groups({"young": n, "middle": 200, "old": 40}, of=AGES) for n in (0, 4))

    assert nobody.cells["young"] is few.cells["young"] is SUPPRESSED
    assert nobody.at_most("young") >= 10


def test_groups_outside_the_population_are_left_out_and_named() -> None:
    shown = show_groups({"young": 50, "middle": 90, "old": 60, "elsewhere": 70}, of=AGES)

    assert (shown.total, shown.left_out) == (200, ("elsewhere",))


def test_tables_that_were_published_together_tell_who_is_missing_too() -> None:
    people = {
        "age": ["young"] * 40 + ["middle"] * 130 + ["old"] * 30 + [""] * 50,
        "chamber": ["residents"] * 200 + ["directors"] * 50,
    }
    published = publish_tables(people, [("age",), ("chamber",)], groups={"age": list(AGES)})

    shown = shown_groups_of(published, "age", of=AGES)

    assert (shown.total, shown.hidden, shown.left_out) == (200, 0, ("",))
    assert who_is_missing({"age": shown}, {"age": AGES})[0].group == "young"


def test_when_who_gave_none_is_hidden_the_total_is_the_least_it_can_be() -> None:
    people = {"age": ["young"] * 40 + ["middle"] * 130 + ["old"] * 30 + [""] * 5}
    published = publish_tables(people, [("age",)], groups={"age": list(AGES)})

    shown = shown_groups_of(published, "age", of=AGES)

    assert shown.hidden >= 15
    assert shown.total == 205 - shown.hidden
    assert shown.at_most("young") >= 40


def test_what_can_not_be_told_is_refused() -> None:
    with pytest.raises(NotEnoughData, match="10 needed"):
        show_groups({"a": 3, "b": 4})
    with pytest.raises(NotEnoughData):
        shown_groups_of(publish_tables({"age": ["a"] * 5}, [("age",)]), "age")
    with pytest.raises(ValueError, match="without the group 'middle'"):
        shown_groups_of(publish_tables({"age": ["young"] * 50}, [("age",)]), "age", of=AGES)
    with pytest.raises(ValueError, match="no group 'other' in 'gender'"):
        who_is_missing({"gender": show_groups({"other": 30})}, {"gender": {"woman": 1, "man": 1}})


def test_dimensions_nobody_answered_say_nothing() -> None:
    with pytest.raises(NotEnoughData):
        show_groups({}, of=AGES)


def test_reach_counts_silent_and_uninvited_people_per_group() -> None:
    found = reach_out(
        ["east"] * 30 + ["west"] * 20 + ["abroad"] * 2,
        np.arange(52) % 2 == 0,
        {"east": 100, "west": 500, "north": 80},
    )

    assert [(each.group, each.invited, each.silent, each.uninvited) for each in found] == [
        ("west", 20, 10, 480),
        ("east", 30, 15, 70),
        ("north", 0, 0, 80),
        ("abroad", 2, 1, None),
    ]
    assert found[0].response.value == 0.5


def test_more_invitations_than_people_leave_nobody_uninvited() -> None:
    assert reach_out(["east"] * 9, [True] * 9, {"east": 5})[0].uninvited == 0


def test_no_invitations_are_not_enough_and_loose_arrays_are_refused() -> None:
    with pytest.raises(NotEnoughData):
        reach_out([], [])
    with pytest.raises(ValueError, match="whether it was used"):
        reach_out(["a"], [1])
