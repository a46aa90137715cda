"""The functions by which others use this package: their names, what they take, what they give."""

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

import participation
from participation import Estimate

COUNTS = [46, 22, 17, 2, 2, 1, 1, 1]


def test_an_estimate_is_a_value_its_error_and_its_interval_and_can_not_be_changed() -> None:
    assert [field.name for field in fields(Estimate)] == ["value", "standard_error", "low", "high"]
    with pytest.raises(FrozenInstanceError):
        Estimate(1, 0, 1, 1).value = 2  # type: ignore[misc]  # that is what is tried


@pytest.mark.parametrize(
    "found",
    [
        participation.hill_estimate(COUNTS, 0),
        participation.hill_estimate(COUNTS, 1),
        participation.hill_estimate(COUNTS, 2),
        participation.chao1(COUNTS),
        participation.chao2([5, 3, 1, 1], 12),
        participation.chao2(incidence_counts=[5, 3, 1, 1], units=12),
        participation.ace(COUNTS),
        participation.sample_coverage(COUNTS),
        participation.wilson_interval(3, 9),
    ],
)
def test_estimates_come_with_their_interval(found) -> None:
    assert isinstance(found, Estimate)
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    "found",
    [
        participation.hill_number(COUNTS, 1),
        participation.hill_number(counts=COUNTS, q=2),
        participation.rarefy(COUNTS, 10),
        participation.extrapolate(COUNTS, 200),
        participation.design_effect([1, 2, 4]),
        participation.gini([1, 2, 3]),
        participation.agreement([1, 2, 3]),
        participation.krippendorff_alpha([[1, 2, 3], [1, 2, 2]], "ordinal"),
        participation.krippendorff_alpha(table=[[1, 2], [1, 2]], level="nominal"),
        participation.vendi_score(np.eye(2)),
        participation.vendi_score(kernel=np.eye(2)),
    ],
)
def test_plain_figures_are_floats(found) -> None:
    assert type(found) is float


def test_rarefying_and_extrapolating_meet_at_what_was_observed() -> None:
    n = sum(COUNTS)

    assert participation.rarefy(COUNTS, n) == participation.extrapolate(COUNTS, n) == 8


def test_raking_takes_a_table_of_any_dimensions_and_gives_one_like_it() -> None:
    for shape in ((3,), (2, 3), (2, 3, 2), (2, 2, 2, 2)):
        table = np.arange(1, np.prod(shape) + 1, dtype=float).reshape(shape)
        targets = [np.full(n, 12 / n) for n in shape]

        found = participation.rake(table, targets)

        assert isinstance(found, np.ndarray)
        assert found.shape == shape
        for axis, target in enumerate(targets):
            others = tuple(at for at in range(len(shape)) if at != axis)
            assert found.sum(axis=others) == pytest.approx(target)


def test_raking_people_takes_their_labels_and_the_margins() -> None:
    weights = participation.rake_weights(
        [["young", "old", "old"], ["east", "east", "west"]],
        [{"young": 1, "old": 1}, {"east": 2, "west": 1}],
    )

    assert weights.shape == (3,)
    assert weights.mean() == pytest.approx(1)


def test_representativity_takes_counts_per_cell_and_names_its_figures() -> None:
    found = participation.representativity(participants=[10, 30], population=[100, 100])

    for figure in (found.r_indicator, found.cv, found.response_rate):
        assert type(figure) is float
    assert len(found.category_partials) == 2


def test_viewpoint_diversity_takes_vectors_and_authors() -> None:
    found = participation.viewpoint_diversity(
        vectors=np.eye(3), authors=["alice", "bea", "carl"], shuffles=2
    )

    assert (found.value, found.people) == (pytest.approx(1), 3)
