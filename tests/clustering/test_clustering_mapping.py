"""The map of themes: nothing overlaps, like lies near like, and it keeps its place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering import draw_map, quantise
from clustering.errors import LengthMismatch
from clustering.mapping import ThemeMap

WIDTH = 16


def answers_about(centres: np.ndarray, per_theme: int, *, seed: int = 0, noise: float = 0.2):
    """Codes around these centres, with the label of the centre."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(centres)), per_theme)
    rows = centres[labels] + noise * rng.standard_normal((len(labels), centres.shape[1]))
    return quantise(rows), labels


def gaps(drawn: ThemeMap) -> np.ndarray:
    """The distance between the rims of each pair of circles."""
    first, second = np.triu_indices(len(drawn.radii), k=1)
    apart = np.linalg.norm(drawn.centres[first] - drawn.centres[second], axis=1)
    return apart - drawn.radii[first] - drawn.radii[second]


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 60), min_size=0, max_size=40),
    seed=st.integers(0, 2**16),
    spread=st.sampled_from((0.0, 0.1, 1.0)),
)
def test_circles_never_overlap_and_every_answer_lies_in_its_own(sizes, seed, spread) -> None:
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(sizes)), [min(each, 6) for each in sizes]).astype(int)
    rows = np.eye(WIDTH)[0] + spread * rng.standard_normal((len(labels), WIDTH))
    drawn = draw_map(quantise(rows.reshape(-1, WIDTH)), labels, sizes=sizes, seed=seed)

    assert (gaps(drawn) > 0).all()
    assert np.isfinite(drawn.centres).all()
    assert np.isfinite(drawn.positions).all()
    assert (np.abs(drawn.centres) + drawn.radii[:, None] <= 1.0001).all()
    away = np.linalg.norm(drawn.positions - drawn.centres[labels], axis=1)
    assert (away < drawn.radii[labels]).all()


def test_the_same_answers_give_the_same_map() -> None:
    codes, labels = answers_about(np.eye(WIDTH)[:7], 9)
    once, again = draw_map(codes, labels, seed=3), draw_map(codes, labels, seed=3)

    for name in ("centres", "radii", "positions"):
        assert np.array_equal(getattr(once, name), getattr(again, name))


def test_themes_that_speak_of_like_things_lie_nearer_each_other() -> None:
    basis = np.eye(WIDTH)
    centres = np.array(
        [basis[0], basis[0] + 0.4 * basis[1], basis[2], basis[2] + 0.4 * basis[3], basis[4]]
    )
    drawn = draw_map(*answers_about(centres, 10, noise=0.05))
    apart = np.linalg.norm(drawn.centres[:, None] - drawn.centres[None], axis=2)

    assert apart[0, 1] < min(apart[0, 2:]) + 0.01
    assert apart[2, 3] < min(apart[2, [0, 1, 4]]) + 0.01
    assert apart[0, 1] + apart[2, 3] < 0.7 * (apart[0, 2] + apart[1, 3])


def test_the_area_of_a_circle_follows_the_number_of_answers_it_stands_for() -> None:
    codes, labels = answers_about(np.eye(WIDTH)[:3], 4)
    radii = draw_map(codes, labels, sizes=[400, 100, 100]).radii

    assert radii[0] / radii[1] == pytest.approx(2, rel=0.01)
    assert radii[1] == radii[2]


def test_the_second_theme_lies_right_of_the_first_and_the_third_above() -> None:
    rng = np.random.default_rng(5)
    for _ in range(10):
        codes, labels = answers_about(rng.standard_normal((6, WIDTH)), 5)
        centres = draw_map(codes, labels).centres
        assert centres[1, 0] > centres[0, 0]
        assert centres[1, 1] == pytest.approx(centres[0, 1], abs=0.001)
        assert centres[2, 1] <= centres[0, 1] + 0.1


def test_the_map_stays_where_it_is_while_answers_come_in() -> None:
    centres = np.random.default_rng(2).standard_normal((6, WIDTH))
    codes, labels = answers_about(centres, 40)
    order = np.random.default_rng(1).permutation(len(codes))
    early, late = order[:160], order
    before = draw_map(codes[early], labels[early])
    after = draw_map(codes[late], labels[late])

    moved = np.linalg.norm(before.centres - after.centres, axis=1)
    assert moved.max() < 0.35, f"a circle jumped: {moved}"


def test_a_typical_answer_lies_nearer_the_middle_than_an_odd_one() -> None:
    heart = np.zeros(WIDTH)
    heart[0] = 1.0
    odd = heart.copy()
    odd[1] = 0.9
    near = [heart + 0.01 * np.eye(WIDTH)[place] for place in range(2, 10)]
    drawn = draw_map(quantise(np.array([*near, odd])), np.zeros(9))
    away = np.linalg.norm(drawn.positions - drawn.centres[0], axis=1)

    assert away.argmax() == 8


def test_one_theme_fills_the_map_and_one_answer_lies_below_its_number() -> None:
    drawn = draw_map(quantise(np.ones((1, WIDTH))), [0])

    assert drawn.radii == pytest.approx([1.0])
    assert drawn.centres.tolist() == [[0.0, 0.0]]
    assert drawn.positions.tolist() == [[0.0, 0.45]]


@pytest.mark.parametrize("themes", [2, 3, 40])
def test_answers_that_are_all_the_same_still_make_a_map(themes: int) -> None:
    labels = np.repeat(np.arange(themes), 3)
    drawn = draw_map(quantise(np.ones((len(labels), WIDTH))), labels)

    assert (gaps(drawn) > 0).all()
    assert np.isfinite(drawn.positions).all()


def test_a_theme_without_vectors_gets_its_circle_too() -> None:
    codes, labels = answers_about(np.eye(WIDTH)[:2], 4)
    drawn = draw_map(codes, labels, sizes=[4, 4, 12])

    assert len(drawn.centres) == 3
    assert drawn.radii[2] > drawn.radii[0]


def test_without_themes_there_is_nothing_to_draw() -> None:
    drawn = draw_map(np.zeros((0, WIDTH), dtype=np.int8), [])

    assert drawn.centres.shape == (0, 2)
    assert drawn.positions.shape == (0, 2)


def test_an_answer_in_no_theme_has_no_place_on_the_map() -> None:
    drawn = draw_map(quantise(np.ones((2, WIDTH))), [0, -1])

    assert np.isnan(drawn.positions[1]).all()
    assert np.isfinite(drawn.positions[0]).all()


def test_labels_and_answers_must_be_as_many() -> None:
    with pytest.raises(LengthMismatch):
        draw_map(quantise(np.ones((2, WIDTH))), [0])
