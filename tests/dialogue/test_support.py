"""Support knows its uncertainty and says when it knows too little."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.not_enough import NotEnoughData
from dialogue.shrinkage import shrink
from dialogue.support import support

rows = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(0, 5),
        st.one_of(st.just(float("nan")), st.integers(-3, 3).map(float)),
    ),
    max_size=60,
    unique_by=lambda row: row[:2],
)


def split(table):
    return tuple(np.array(column) for column in zip(*table, strict=True)) if table else ([], [], [])


def made_up(chance, people=120, cards=15, answers=60):
    """Strict and mild people who rate random cards; returns ratings and the answers' worth."""
    worth = chance.normal(0.3, 0.8, answers)
    mildness = chance.normal(0, 0.7, people)
    participant = np.repeat(np.arange(people), cards)
    contribution = np.concatenate(
        [chance.choice(answers, cards, replace=False) for _ in range(people)]
    )
    noise = chance.normal(0, 1, len(participant))
    value = worth[contribution] + mildness[participant] + noise
    return participant, contribution, value, worth


def test_counts_means_and_shares_are_those_of_the_ratings():
    participant = [1, 2, 3, 4, 5, 6, 1]
    contribution = [0, 0, 0, 0, 0, 0, 1]
    value = [3, 2, 0, -1, 1, np.nan, 2]

    result = support(participant, contribution, value, [7, 7], seed=1)

    figure = result.contributions.figure(0)
    assert (figure.n, figure.ratings, figure.cannot_say) == (5, 5, 1)
    assert figure.mean == pytest.approx(1.0)
    assert (figure.against, figure.neutral, figure.in_favour) == pytest.approx((0.2, 0.2, 0.6))
    theme = result.themes.figure(7)
    assert (theme.n, theme.ratings) == (5, 6)
    assert theme.mean == pytest.approx(7 / 6)


def test_with_too_few_people_there_is_no_figure():
    result = support([1, 2], [0, 0], [3, 3], [0], seed=1)

    assert result.contributions.figure(0) == NotEnoughData("people", 2, 5)
    assert result.themes.figure(0) == NotEnoughData("people", 2, 5)
    assert result.themes.figure(99) == NotEnoughData("people", 0, 5)
    assert np.isnan(result.contributions.mean).all()


def test_a_theme_that_one_person_rated_often_has_still_one_rater():
    result = support([1] * 9, range(9), [3] * 9, [0] * 9, seed=1)

    assert result.themes.figure(0) == NotEnoughData("people", 1, 5)


def test_not_in_a_theme_is_measured_like_a_theme():
    result = support(range(6), [0] * 6, [1] * 6, [-1], seed=1)

    assert result.themes.figure(-1).mean == 1.0


def test_equal_ratings_of_few_people_are_not_certainty():
    result = support(range(6), [0] * 6, [2] * 6, [0], seed=1)

    figure = result.contributions.figure(0)
    assert figure.low < 2.0 < figure.high + 1e-9


@settings(max_examples=100, deadline=None)
@given(rows, st.integers(0, 2**32), st.randoms())
def test_the_order_of_the_ratings_changes_nothing(table, seed, chance):
    mixed_up = list(table)
    chance.shuffle(mixed_up)
    themes = [0, 0, 1, 1, -1, -1]

    one = support(*split(table), themes, seed=seed, resamples=20)
    other = support(*split(mixed_up), themes, seed=seed, resamples=20)

    for name in ("n", "mean", "low", "high", "shrunken", "in_favour"):
        np.testing.assert_allclose(
            getattr(one.themes, name), getattr(other.themes, name), rtol=1e-9, atol=1e-9
        )


@settings(max_examples=100, deadline=None)
@given(rows)
def test_figures_stay_on_the_scale_and_shares_add_up(table):
    result = support(*split(table), [0, 0, 1, 1, -1, -1], seed=1, resamples=20, minimum=2)

    for part in (result.contributions, result.themes):
        known = ~np.isnan(part.mean)
        assert np.array_equal(known, part.n >= 2)
        assert np.all(part.low[known] <= part.mean[known] + 1e-9)
        assert np.all(part.mean[known] <= part.high[known] + 1e-9)
        assert np.all((part.low[known] >= -3) & (part.high[known] <= 3))
        shares = part.against + part.neutral + part.in_favour
        np.testing.assert_allclose(shares[known], 1)


def test_the_same_seed_gives_the_same_figures_to_the_last_digit():
    participant, contribution, value, _ = made_up(np.random.default_rng(1))
    themes = np.arange(60) % 5

    one = support(participant, contribution, value, themes, seed=9)
    other = support(participant, contribution, value, themes, seed=9)

    assert one.themes.low.tobytes() == other.themes.low.tobytes()
    assert one.contributions.high.tobytes() == other.contributions.high.tobytes()


def test_the_interval_of_a_theme_knows_that_ratings_of_one_person_hang_together():
    chance = np.random.default_rng(2)
    participant = np.repeat(np.arange(40), 10)
    value = np.repeat(chance.normal(0, 1.5, 40), 10) + chance.normal(0, 0.1, 400)

    theme = support(participant, np.tile(np.arange(10), 40), value, [0] * 10, seed=1).themes

    naive = 2 * 1.96 * value.std() / np.sqrt(400)
    assert theme.high[0] - theme.low[0] > 2.5 * naive


def test_intervals_hold_the_truth_about_as_often_as_they_promise():
    inside, outside = 0, 0
    for seed in range(40):
        participant, contribution, value, worth = made_up(np.random.default_rng(seed), 60)
        table = support(
            participant, contribution, value, np.zeros(60, int), seed=seed
        ).contributions
        known = ~np.isnan(table.mean)
        hits = (table.low <= worth) & (worth <= table.high)
        inside += np.count_nonzero(hits & known)
        outside += np.count_nonzero(~hits & known)

    assert 0.93 <= inside / (inside + outside) <= 0.98


def test_shrunken_means_are_nearer_to_the_truth_than_plain_ones():
    participant, contribution, value, worth = made_up(np.random.default_rng(5), 40)

    table = support(participant, contribution, value, np.zeros(60, int), seed=1).contributions

    known = ~np.isnan(table.mean)
    plain = np.mean((table.mean - worth)[known] ** 2)
    assert np.mean((table.shrunken - worth)[known] ** 2) < plain


def test_three_of_three_rank_below_thirty_of_forty_after_shrinking():
    means = np.array([1.0, 0.75, 0.2, 0.3, 0.1, 0.6])
    variances = np.array([0.5 / 3, 0.5 / 40, 0.005, 0.005, 0.005, 0.005])

    shrunken = shrink(means, variances)

    assert shrunken[0] < shrunken[1]


def test_weights_of_people_move_the_mean():
    plain = support(range(10), [0] * 10, [3] * 5 + [-3] * 5, [0], seed=1)
    weighed = support(
        range(10), [0] * 10, [3] * 5 + [-3] * 5, [0], seed=1, weights=[2] * 5 + [1] * 5
    )

    assert plain.contributions.figure(0).mean == 0.0
    assert weighed.contributions.figure(0).mean == pytest.approx(1.0)


def test_nobody_rating_is_an_outcome():
    result = support([], [], [], [0, -1], seed=1)

    assert result.themes.figure(0) == NotEnoughData("people", 0, 5)


def test_everybody_passing_is_an_outcome():
    result = support(range(8), [0] * 8, [np.nan] * 8, [0], seed=1)

    assert result.contributions.figure(0) == NotEnoughData("people", 0, 5)
    assert result.contributions.cannot_say[0] == 8


def test_everybody_counts_once_with_their_last_rating():
    participant, value = [1, 2, 3, 4, 5, 1], [3.0, 3, 3, 3, 3, -3]

    figure = support(participant, [0] * 6, value, [0], seed=1).contributions.figure(0)

    assert (figure.n, figure.ratings) == (5, 5)
    assert figure.mean == pytest.approx((4 * 3 - 3) / 5)


def test_a_million_identical_rows_are_one_person():
    result = support(np.ones(10**6), np.zeros(10**6), np.full(10**6, 3.0), [0], seed=1)

    assert result.contributions.figure(0) == NotEnoughData("people", 1, 5)


@pytest.mark.parametrize(
    ("participant", "contribution", "value"),
    [([1], [0, 0], [1, 1]), ([1], [5], [1]), ([1], [-1], [1]), ([1], [0], [np.inf])],
)
def test_arrays_that_do_not_belong_together_are_refused(participant, contribution, value):
    with pytest.raises(ValueError, match=r"long|outside|infinite"):
        support(participant, contribution, value, [0], seed=1)
