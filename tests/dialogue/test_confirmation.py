"""The confirm round and the Delphi rounds: rules stated before, stopping when nothing moves."""

import numpy as np
import pytest

from dialogue.confirmation import (
    FinalistRule,
    Quadrant,
    choose_finalists,
    prediction_gap,
    quadrant,
)
from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import read_ratings
from dialogue.stability import StopRule, round_stability, weighted_kappa


def test_finalists_are_those_that_the_most_reluctant_chamber_likes_best():
    shrunken = [2.0, 1.5, 1.0, 0.5]
    lowest = [-1.0, 1.2, 0.9, 0.4]

    assert choose_finalists(shrunken, lowest, [], FinalistRule(count=2)) == [1, 2]


def test_places_are_kept_for_the_minority_panel():
    shrunken = [2.0, 1.5, 1.0, 0.5, 0.2]

    chosen = choose_finalists(shrunken, [np.nan] * 5, [4], FinalistRule(count=3, from_minority=1))

    assert chosen == [0, 1, 4]


def test_what_has_no_figure_is_no_finalist():
    chosen = choose_finalists([np.nan, 1.0], [np.nan, np.nan], [0], FinalistRule())

    assert chosen == [1]


def test_what_no_chamber_is_for_comes_only_from_the_minority_panel():
    shrunken = [1.5, 0.2, -1.0, 0.1]
    supported = [True, False, False, False]

    chosen = choose_finalists(shrunken, [np.nan] * 4, [3], FinalistRule(), supported=supported)
    without = choose_finalists(shrunken, [np.nan] * 4, [], FinalistRule(), supported=[False] * 4)

    assert chosen == [0, 3]
    assert without == []


def test_the_gap_is_what_was_thought_less_what_is():
    ratings = [2] * 70 + [-1] * 30 + [np.nan] * 5

    gap = prediction_gap(ratings, [30, 40, 35, 45, np.nan])

    assert gap.actual == pytest.approx(0.7)
    assert gap.predicted == pytest.approx(0.375)
    assert gap.gap == pytest.approx(-0.325)
    assert gap.certain
    assert (gap.votes, gap.predictions) == (100, 4)


def test_a_board_that_guesses_well_has_no_certain_gap():
    gap = prediction_gap([1] * 60 + [-1] * 40, [55, 65, 60, 70, 50])

    assert not gap.certain


def test_the_interval_of_a_gap_holds_the_truth_as_often_as_it_promises():
    chance = np.random.default_rng(1)
    held = 0
    for _ in range(500):
        ratings = np.where(chance.random(60) < 0.65, 1, -1)
        gap = prediction_gap(ratings, chance.normal(50, 12, 9))
        held += gap.low <= -0.15 <= gap.high

    assert 0.93 <= held / 500 <= 0.99


def test_two_predictions_or_four_votes_are_too_few():
    assert prediction_gap([1] * 9, [50, 60]) == NotEnoughData("predictions", 2, 3)
    assert prediction_gap([1] * 4 + [np.nan], [50] * 9) == NotEnoughData("ratings", 4, 5)


@pytest.mark.parametrize(
    ("residents", "board", "expected"),
    [
        ((0.2, 1), (0.1, 2), Quadrant.SHARED),
        ((0.2, 1), (-1, 2), Quadrant.RESIDENTS_ONLY),
        ((-0.2, 1), (0.1, 2), Quadrant.BOARD_ONLY),
        ((-1, -0.2), (-1, 0.3), Quadrant.CONTESTED),
    ],
)
def test_a_proposal_stands_in_one_of_four_quadrants(residents, board, expected):
    assert quadrant(residents, board) is expected


def weighed(chance, worth, people=60, opinion=None):
    """Everybody rates everything; the same opinions come back when they are given."""
    opinion = chance.normal(0, 1, (people, len(worth))) if opinion is None else opinion
    value = np.clip(np.round(worth + opinion + chance.normal(0, 0.4, opinion.shape)), -3, 3)
    person, item = np.indices(value.shape)
    return read_ratings(person, item, value.reshape(-1), contributions=len(worth)), opinion


def test_rounds_stop_when_people_say_the_same_again():
    chance = np.random.default_rng(2)
    worth = chance.normal(0, 1, 12)
    first, opinion = weighed(chance, worth)
    second, _ = weighed(chance, worth, opinion=opinion)

    found = round_stability(first, second, StopRule(), rounds_held=2)

    assert found.stable_share > 0.9
    assert found.kappa > 0.7
    assert found.repeated == 60 * 12
    assert found.stop


def test_rounds_go_on_while_opinions_move():
    chance = np.random.default_rng(3)
    worth = chance.normal(0, 1, 12)
    first, opinion = weighed(chance, worth)
    second, _ = weighed(chance, worth + np.where(np.arange(12) < 6, 1.0, 0.0), opinion=opinion)

    found = round_stability(first, second, StopRule(), rounds_held=2)

    assert found.stable_share == pytest.approx(0.5)
    assert not found.stop


def test_after_the_last_round_it_ends_anyway():
    chance = np.random.default_rng(4)
    first, second = weighed(chance, np.zeros(5))[0], weighed(chance, np.ones(5) * 2)[0]

    assert round_stability(first, second, StopRule(rounds=3), rounds_held=3).stop


def test_rounds_that_cannot_be_compared_are_named():
    first = read_ratings([1], [0], [1], contributions=1)

    assert round_stability(first, first, StopRule(), rounds_held=1) == NotEnoughData(
        "ratings", 1, 5
    )
    with pytest.raises(ValueError, match="different contributions"):
        round_stability(
            first, read_ratings([1], [0], [1], contributions=2), StopRule(), rounds_held=1
        )


def test_weighted_kappa_is_one_for_repeats_and_nothing_for_chance():
    ratings = np.array([-3.0, -1, 0, 2, 3])

    assert weighted_kappa(ratings, ratings) == 1
    assert np.isnan(weighted_kappa(np.array([]), np.array([])))
    chance = np.random.default_rng(5)
    drawn = chance.integers(-3, 4, (2, 4000)).astype(float)
    assert weighted_kappa(*drawn) == pytest.approx(0, abs=0.05)
