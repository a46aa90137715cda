"""No small group can be read from published counts, also not by subtracting."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure import (
    SUPPRESSED,
    PublishedTable,
    shown_count,
    shown_percentage,
    shown_steps,
    suppress_counts,
)
from tests.participation.attacker import possible_range, published_sums

COUNTS = st.lists(st.one_of(st.integers(0, 15), st.integers(0, 200)), min_size=1, max_size=6)
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.one_of(st.integers(0, 12), st.integers(0, 90)), min_size=shape[1], max_size=shape[1]
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)
H = SUPPRESSED


def with_margins(shown: PublishedTable) -> np.ndarray:
    rows = [[*row, total] for row, total in zip(shown.cells, shown.row_totals, strict=True)]
    return np.array([*rows, [*shown.column_totals, shown.total]], dtype=object)


def attack(table: list[list[int]], shown: PublishedTable, *, whole: bool = False) -> list[str]:
    """Say which small figure can be told not to be nobody, or not to be ten or more."""
    counts, seen = np.array(table), with_margins(shown)
    places = published_sums(counts.shape)
    known = [(inner, None if seen[at] is SUPPRESSED else seen[at]) for at, inner in places]
    told = []
    for at, inner in places:
        if counts.reshape(-1)[inner].sum() < 10:
            low, high = possible_range(counts.size, known, inner, whole=whole)
            if low > 1e-6 or high < 10 - 1e-6:
                told.append(f"{at} lies between {low} and {high}")
    return told


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([40, 12, 10], (40, 12, 10), 62),
        ([80, 4], (H, H), 84),  # one hidden cell is the total minus the rest
        ([200, 30, 6, 4], (200, 30, H, H), 240),
        ([200, 30, 6, 3], (200, H, H, H), 239),  # nine together is a small group too
        ([84, 0], (H, H), 84),  # that all of them are in one group is told of nobody
        ([4, 3], (H, H), H),
        ([7], (H,), H),
        ([12], (12,), 12),
        ([0], (H,), H),
        ([], (), H),
    ],
)
def test_the_total_is_kept_and_further_cells_given_up(counts, cells, total) -> None:
    shown = suppress_counts(counts)

    assert (shown.cells, shown.total) == (cells, total)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [([40, 12, 9, 15], (40, 12, H, 15), H), ([200, 30, 6, 4], (200, 30, H, H), 240)],
)
def test_the_cells_are_kept_and_the_total_given_up_where_needed(counts, cells, total) -> None:
    shown = suppress_counts(counts, keep_totals=False)

    assert (shown.cells, shown.total) == (cells, total)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([84, 0, 0, 0], (84, 0, 0, 0), 84),
        ([80, 4, 0, 0], (H, H, 0, 0), 84),
        ([200, 30, 6, 3], (200, H, H, H), 239),
        ([7], (H,), H),
        ([0, 0], (0, 0), 0),
    ],
)
def test_where_it_is_no_secret_that_a_cell_is_empty_zeros_are_shown(counts, cells, total) -> None:
    shown = suppress_counts(counts, show_zeros=True)

    assert (shown.cells, shown.total) == (cells, total)


def test_empty_rows_of_a_table_are_shown_with_their_margin() -> None:
    shown = suppress_counts([[40, 30], [0, 0], [4, 12]], show_zeros=True)

    assert shown.cells == ((H, H), (0, 0), (H, H))
    assert shown.row_totals == (70, 0, 16)


def test_what_is_shown_can_be_added_up_for_more_than() -> None:
    assert suppress_counts([40, 12, 9], keep_totals=False).at_least == 52


def test_a_small_cell_of_a_table_takes_the_three_smallest_that_will_do_with_it() -> None:
    shown = suppress_counts([[80, 7, 60], [33, 52, 22], [60, 60, 61]])

    assert shown.cells == ((80, H, H), (33, H, H), (60, 60, 61))
    assert (shown.row_totals, shown.column_totals) == ((147, 107, 181), (173, 119, 143))


@given(TABLES, st.booleans())
@settings(deadline=None, max_examples=60)
def test_linear_programming_finds_no_small_group(table, keep_totals) -> None:
    shown = suppress_counts(table, keep_totals=keep_totals)

    assert attack(table, shown) == []


@given(TABLES)
@settings(deadline=None, max_examples=20)
def test_knowing_that_people_are_whole_does_not_help(table) -> None:
    assert attack(table, suppress_counts(table), whole=True) == []


def test_the_attack_catches_a_rule_that_only_hides_small_cells() -> None:
    table = [[40, 7, 60], [33, 52, 22], [30, 30, 30]]
    weak = PublishedTable(
        ((40, H, 60), (33, 52, 22), (30, 30, 30)), (107, 107, 90), (103, 89, 112), 304
    )

    assert attack(table, weak) == ["(0, 1) lies between 7.0 and 7.0"]


def test_the_attack_catches_hidden_cells_that_together_are_few() -> None:
    table = [[4, 3, 60], [2, 5, 50], [30, 30, 30]]
    weak = PublishedTable(((H, H, 60), (H, H, 50), (30, 30, 30)), (67, 57, 90), (36, 38, 140), 214)

    assert len(attack(table, weak)) == 4


@given(TABLES)
@settings(deadline=None, max_examples=40)
def test_what_is_shown_is_true_and_never_small(table) -> None:
    seen = with_margins(suppress_counts(table))
    inner = np.array(table)
    true = np.block([[inner, inner.sum(1)[:, None]], [inner.sum(0), inner.sum()]])

    assert all(
        cell is SUPPRESSED or (cell == count and cell >= 10)
        for cell, count in zip(seen.reshape(-1), true.reshape(-1), strict=True)
    )


@given(COUNTS)
@settings(deadline=None, max_examples=40)
def test_rounding_changes_no_count_by_more_than_two(counts) -> None:
    shown = suppress_counts(counts)

    for exact, rounded in zip(shown.cells, shown.rounded().cells, strict=True):
        assert (exact is SUPPRESSED) == (rounded is SUPPRESSED)
        assert exact is SUPPRESSED or (rounded % 5 == 0 and abs(exact - rounded) <= 2)


def test_a_table_is_rounded_with_its_margins() -> None:
    shown = suppress_counts([[41, 52], [33, 28]]).rounded()

    assert shown == PublishedTable(((40, 50), (35, 30)), (95, 60), (75, 80), 155)


@pytest.mark.parametrize("table", [[1, -2], [1.5, 2], [[1, 2], [[3]]], [[[1]]], "12"])
def test_what_is_no_table_of_people_is_refused(table) -> None:
    with pytest.raises(ValueError, match=r"whole numbers|negative|inhomogeneous"):
        suppress_counts(table)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (87, 85), (88, 90)]
)
def test_a_single_count_is_rounded_and_zero_is_not_told_apart_from_few(count, shown) -> None:
    assert shown_count(count) == shown


def test_steps_are_shown_as_at_least_so_many() -> None:
    assert shown_steps([84, 80, 31, 9], known=120) == (80, 80, 30, H)


def test_nearly_everybody_came_in_is_not_told() -> None:
    assert shown_steps([82], known=84) == (70,)
    assert shown_steps([12], known=12) == (H,)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=60)
def test_no_two_steps_tell_that_a_small_group_stopped(known, came, finished) -> None:
    counts = sorted((min(came, known), min(finished, known)), reverse=True)
    said = shown_steps(counts, known=known)
    possible = [
        (known, first, second)
        for first in range(known + 1)
        for second in range(first + 1)
        if shown_steps([first, second], known=known) == said
    ]

    for one, other in ((0, 1), (1, 2), (0, 2)):
        differences = {steps[one] - steps[other] for steps in possible}
        assert len(differences) >= min(10, known + 1)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=5))
def test_steps_stay_in_order_and_never_claim_too_much(counts) -> None:
    counts = sorted(counts, reverse=True)
    said = [0 if step is SUPPRESSED else step for step in shown_steps(counts)]

    assert all(first >= second for first, second in pairwise(said))
    assert all(step <= count < step + 10 for step, count in zip(said, counts, strict=True))


@pytest.mark.parametrize(
    ("part", "of", "said"),
    [
        (24, 50, "about 48"),
        (24, 49, "–"),
        (9, 90, "–"),
        (9, 400, "under 3"),
        (400, 400, "over 97"),
        (0, 200, "under 5"),
        (990, 1000, "about 99"),
        (9_990, 10_000, "about 99"),
        (60, 50, "–"),
    ],
)
def test_percentages_need_fifty_people_and_never_say_all_or_nobody(part, of, said) -> None:
    assert str(shown_percentage(part, of)) == said
