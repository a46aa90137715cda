"""No small group can be read from published counts, also not by subtracting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.disclosure import keep_cells, keep_total, shown_count

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([40, 12, 10, 0], (40, 12, 10, 0), 62),
        ([40, 12, 9, 0], (40, 12, None, 0), None),
        ([3], (None,), None),
        ([0, 0], (0, 0), 0),
    ],
)
def test_cells_are_kept_and_the_total_given_up(counts, cells, total) -> None:
    shown = keep_cells(counts)

    assert (shown.cells, shown.total) == (cells, total)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([84, 0, 0, 0], (84, 0, 0, 0), 84),
        ([80, 4, 0, 0], (None, None, 0, 0), 84),  # one hidden cell is total minus the rest
        ([200, 30, 6, 4], (200, 30, None, None), 240),
        ([200, 30, 6, 3], (200, None, None, None), 239),  # 9 together is a small group too
        ([4, 3], (None, None), None),
        ([7], (None,), None),
    ],
)
def test_the_total_is_kept_and_further_cells_given_up(counts, cells, total) -> None:
    shown = keep_total(counts)

    assert (shown.cells, shown.total) == (cells, total)


@given(COUNTS)
def test_no_small_cell_is_ever_shown(counts) -> None:
    for shown in (keep_cells(counts), keep_total(counts)):
        assert all(cell is None or cell == 0 or cell >= 10 for cell in shown.cells)
        assert shown.total is None or shown.total == 0 or shown.total >= 10


@given(COUNTS)
def test_what_is_left_after_subtracting_is_never_one_cell_or_a_small_group(counts) -> None:
    for shown in (keep_cells(counts), keep_total(counts)):
        hidden = sum(cell is None for cell in shown.cells)
        if hidden and shown.total is not None:
            assert hidden > 1
            assert shown.total - shown.at_least >= 10


@given(COUNTS)
def test_what_is_shown_is_true(counts) -> None:
    for shown in (keep_cells(counts), keep_total(counts)):
        assert all(cell in (None, count) for cell, count in zip(shown.cells, counts, strict=True))
        assert shown.total in (None, sum(counts))


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (87, 85), (88, 90)]
)
def test_a_single_count_is_rounded_and_zero_is_not_told_apart_from_few(count, shown) -> None:
    assert shown_count(count) == shown
