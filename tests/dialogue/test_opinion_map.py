"""The map of opinions shows crowds and never a person."""

import numpy as np

from dialogue.not_enough import NotEnoughData
from dialogue.opinion_map import OpinionMap, _bin, opinion_map


def camps(*sizes: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """People round points in a row."""
    chance = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    points = np.stack([group * 6.0, np.zeros(len(group))], axis=1)
    return points + chance.normal(0, 1, points.shape), group


def test_two_camps_stand_apart_on_the_map() -> None:
    found = opinion_map(*camps(120, 60))

    assert isinstance(found, OpinionMap)
    left, right = found.groups
    assert right.x - left.x > left.radius + right.radius
    assert {each.shade for each in found.hexagons} <= {1, 2, 3}
    assert len(found.hexagons) > 3


def test_every_hexagon_holds_ten_people() -> None:
    for seed in range(10):
        points, group = camps(40, 25, seed=seed)
        found = opinion_map(points, group)
        assert isinstance(found, OpinionMap)

        scaled_count = 65
        assert len(found.hexagons) <= scaled_count // 10


def test_one_person_far_away_has_no_hexagon_and_does_not_shrink_the_rest() -> None:
    points, group = camps(100, 100)
    alone = np.vstack([points, [[400.0, 400.0]]])

    found = opinion_map(alone, np.append(group, 0))

    assert isinstance(found, OpinionMap)
    assert found.height < 2 * found.width
    assert len(found.hexagons) > 3
    assert len(found.hexagons) * 10 <= 201


def test_a_group_of_nine_has_no_place() -> None:
    found = opinion_map(*camps(50, 9))

    assert isinstance(found, OpinionMap)
    assert [each.number for each in found.groups] == [0]


def test_nine_people_have_no_map() -> None:
    assert opinion_map(*camps(9)) == NotEnoughData("people", 9, 10)


def test_people_in_no_group_are_not_drawn() -> None:
    points, group = camps(30, 30)

    assert opinion_map(points, np.full_like(group, -1)) == NotEnoughData("people", 0, 10)


def test_people_who_all_stand_in_one_place_are_one_hexagon() -> None:
    found = opinion_map(np.zeros((40, 2)), np.zeros(40, dtype=np.int64))

    assert isinstance(found, OpinionMap)
    assert len(found.hexagons) == 1


def test_each_point_falls_in_the_hexagon_whose_middle_is_nearest() -> None:
    points = np.random.default_rng(2).uniform(0, 50, (400, 2))

    middles, counts = _bin(points, 4.0)

    nearest = ((points[:, None] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert np.bincount(nearest, minlength=len(middles)).tolist() == counts.tolist()
