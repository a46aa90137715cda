"""Equal chambers: carried by all, contested between them, and the minority panel."""

import numpy as np
import pytest

from dialogue.chambers import (
    Carried,
    carried_contributions,
    carried_themes,
    chamber_support,
    theme_tensions,
)
from dialogue.minority import minority_panel
from dialogue.support import support

RESIDENTS, PROFESSIONALS, BOARD = 0, 1, 2


def room(means, sizes, seed=1, items=None):
    """Everybody rates every item; means: (chambers, items)."""
    chance = np.random.default_rng(seed)
    means = np.asarray(means, dtype=float)
    chamber = np.repeat(np.arange(len(sizes)), sizes)
    items = means.shape[1] if items is None else items
    person = np.repeat(np.arange(len(chamber)), items)
    item = np.tile(np.arange(items), len(chamber))
    value = np.clip(np.round(means[chamber[person], item] + chance.normal(0, 1, len(item))), -3, 3)
    return person, item, value, chamber[person]


def test_a_theme_is_carried_only_when_every_chamber_supports_it():
    means = [[1.5, 1.5, 1.5], [1.5, -1.5, 1.2], [1.5, 1.5, 0.0]]

    found = chamber_support(*room(means, [60, 25, 15]), [0, 1, 2], seed=1)
    verdicts = carried_themes(found)

    assert verdicts.carried == (Carried.CARRIED, Carried.NOT_CARRIED, Carried.NOT_CARRIED)
    assert verdicts.lowest[1] < -1
    assert carried_contributions(found).carried == verdicts.carried


def test_equal_chambers_count_each_chamber_once():
    found = chamber_support(*room([[2.0], [-2.0]], [90, 10]), [0], seed=1)

    verdicts = carried_themes(found)

    everybody = support(*room([[2.0], [-2.0]], [90, 10])[:3], [0], seed=1).themes.mean[0]
    assert everybody > 1.2
    assert abs(verdicts.equal[0]) < 0.4


def test_a_chamber_under_the_minimum_does_not_decide():
    found = chamber_support(*room([[1.5], [-3.0]], [40, 9]), [0], seed=1)

    assert found.counting.tolist() == [True, False]
    assert carried_themes(found).carried == (Carried.CARRIED,)


def test_a_large_chamber_that_hardly_rated_leaves_the_question_open():
    person, item, value, chamber = room([[1.5, 1.5], [1.5, 1.5]], [40, 20])
    heard = (chamber == RESIDENTS) | (item == 0)

    found = chamber_support(
        *(part[heard] for part in (person, item, value, chamber)), [0, 1], seed=1
    )

    assert carried_themes(found).carried == (Carried.CARRIED, Carried.UNKNOWN)
    assert np.isnan(carried_themes(found).equal[1])


def test_without_a_chamber_over_the_minimum_nothing_is_carried():
    found = chamber_support(*room([[2.0]], [8]), [0], seed=1)

    assert carried_themes(found).carried == (Carried.UNKNOWN,)


def test_nobody_in_any_chamber_is_an_outcome():
    found = chamber_support([], [], [], [], [0, -1], seed=1)

    assert carried_themes(found).carried == ()
    assert theme_tensions(found) == []


def test_tensions_name_the_chambers_that_differ_and_no_others():
    means = [[1.0] * 10, [1.0] * 9 + [-1.0]]

    tensions = theme_tensions(chamber_support(*room(means, [80, 40]), np.arange(10), seed=1))

    assert tensions[0].item == 9
    assert (tensions[0].first, tensions[0].second) == (RESIDENTS, PROFESSIONALS)
    assert tensions[0].difference == pytest.approx(2, abs=0.5)
    assert tensions[0].low > 0
    assert len(tensions) <= 2


def test_the_minority_panel_shows_what_a_ranking_hides():
    # Theme 0: many authors; 1: one author, strong; 2: residents for, board against.
    theme_of = np.array([0] * 30 + [1] + [2] * 10 + [-1] * 3)
    author_of = np.array([*range(30), 7, *range(30, 40), 41, 42, 43])
    worth = np.array([[0.5, 2.0, 1.5, 0.0], [0.5, 2.0, -1.5, 0.0]])
    person, item, value, chamber = room(worth[:, theme_of], [40, 30])

    everybody = support(person, item, value, theme_of, seed=1).themes
    parts = chamber_support(person, item, value, chamber, theme_of, seed=1)
    panel = minority_panel(everybody, [part.themes for part in parts.each], theme_of, author_of)

    assert panel.small_but_strong == (1,)
    assert [(one.item, one.supported_by, one.rejected_by) for one in panel.divided] == [
        (2, (RESIDENTS,), (PROFESSIONALS,))
    ]
    assert panel.outside == (41, 42, 43)


def test_a_minority_panel_without_parts_divides_nothing():
    table = support([], [], [], [-1, -1], seed=1).themes

    panel = minority_panel(table, [], [-1, -1], [0, 1])

    assert (panel.small_but_strong, panel.divided, panel.outside) == ((), (), (0, 1))
