"""How far apart people stand: published values, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.errors import NotEnoughData
from participation.viewpoints import vendi_score, viewpoint_diversity


@pytest.mark.parametrize(
    ("kernel", "value"),
    [
        (np.eye(5), 5),
        (np.ones((4, 4)), 1),
        (np.kron(np.eye(2), np.ones((3, 3))), 2),
        ([[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]], 2.1573005),
    ],
)
def test_vendi_gives_the_published_values(kernel, value) -> None:
    assert vendi_score(kernel) == pytest.approx(value, abs=5e-8)


@pytest.mark.parametrize("kernel", [[[1, 0]], [[1, 0.2], [0.3, 1]], [[2, 0], [0, 1]]])
def test_what_is_no_similarity_is_refused(kernel) -> None:
    with pytest.raises(ValueError, match="similarity matrix"):
        vendi_score(kernel)


def crowd(people: int = 40, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Three things each, said from a direction of one's own."""
    random = np.random.default_rng(seed)
    own = random.normal(size=(people, 16)).repeat(3, axis=0)
    return own + 0.3 * random.normal(size=own.shape), np.repeat(np.arange(people), 3)


def test_it_is_the_mean_distance_between_centres() -> None:
    vectors, authors = crowd(6)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centres = np.array([unit[authors == each].sum(axis=0) for each in range(6)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    apart = [1 - centres[i] @ centres[j] for i in range(6) for j in range(i)]

    assert viewpoint_diversity(vectors, authors).value == pytest.approx(np.mean(apart))


def test_people_who_keep_to_themselves_are_further_apart_than_chance() -> None:
    found = viewpoint_diversity(*crowd(), seed=1)

    assert found.low < found.value < found.high
    assert found.baseline_high is not None
    assert found.value > found.baseline_high


def test_one_contribution_each_has_no_baseline() -> None:
    vectors, _ = crowd()

    assert viewpoint_diversity(vectors, np.arange(len(vectors))).baseline is None


def test_a_hundred_copies_change_nothing_whoever_sends_them() -> None:
    vectors, authors = crowd()
    alone = viewpoint_diversity(vectors, authors)
    copy = np.repeat(vectors[:1], 100, axis=0)

    by_one = viewpoint_diversity(np.vstack([vectors, copy]), np.append(authors, np.zeros(100)))
    by_many = viewpoint_diversity(
        np.vstack([vectors[:1], vectors[:1], vectors[3:], copy]),
        [0, 0, *authors[3:], *range(1000, 1100)],
    )
    once = viewpoint_diversity(np.vstack([vectors[:1], vectors[3:]]), [0, *authors[3:]])

    assert by_one.value == pytest.approx(alone.value)
    assert by_many.value == pytest.approx(once.value)
    assert by_many.viewpoints == once.viewpoints


def test_all_the_same_answer_has_no_diversity() -> None:
    found = viewpoint_diversity(np.ones((30, 4)), range(30))

    assert (found.value, found.high, found.viewpoints) == (0, 0, 1)


@given(st.randoms())
def test_who_comes_first_does_not_matter(random) -> None:
    vectors, authors = crowd(8)
    order = list(range(len(authors)))
    random.shuffle(order)

    shuffled = viewpoint_diversity(vectors[order], authors[order], shuffles=2)

    assert shuffled.value == pytest.approx(viewpoint_diversity(vectors, authors, shuffles=2).value)


def test_one_person_is_not_enough_and_broken_vectors_are_refused() -> None:
    with pytest.raises(NotEnoughData, match="1 people, 2 needed"):
        viewpoint_diversity([[1, 0], [0, 1]], ["alice", "alice"])
    with pytest.raises(NotEnoughData):
        viewpoint_diversity([], [])
    with pytest.raises(ValueError, match="one vector of numbers"):
        viewpoint_diversity([[1, np.nan], [0, 1]], [1, 2])
    with pytest.raises(ValueError, match="no direction"):
        viewpoint_diversity([[0, 0], [0, 1]], [1, 2])
