"""Whatever is wrong with the data: a figure is right or refused by name, never made up."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import participation
from participation import (
    CannotRake,
    ImpossiblePopulation,
    InvalidPopulation,
    NotEnoughData,
    ParticipationError,
    read_population,
    weigh,
)

AGES = {"young": 40_000, "old": 60_000}
# Every figure of a list of how often each idea was counted.
OF_COUNTS = {
    "hill_number": lambda counts: participation.hill_number(counts, 1),
    "hill_estimate 0": lambda counts: participation.hill_estimate(counts, 0),
    "hill_estimate 1": lambda counts: participation.hill_estimate(counts, 1),
    "hill_estimate 2": lambda counts: participation.hill_estimate(counts, 2),
    "chao1": participation.chao1,
    "chao2": lambda counts: participation.chao2(counts, max([*counts, 0])),
    "ace": participation.ace,
    "ichao1": participation.ichao1,
    "chao_shannon": participation.chao_shannon,
    "sample_coverage": participation.sample_coverage,
    "rarefy": lambda counts: participation.rarefy(counts, 0),
    "extrapolate": lambda counts: participation.extrapolate(counts, 5),
    "expected_coverage": lambda counts: participation.expected_coverage(counts, 5),
    "more_voices": participation.more_voices,
}
# Every figure of a number of people: who they are hardly matters.
OF_PEOPLE = {
    "gini": lambda n: participation.gini(np.ones(n)),
    "lorenz": lambda n: participation.lorenz(np.ones(n)),
    "evenness": lambda n: participation.evenness(np.ones(n)),
    "design_effect": lambda n: participation.design_effect(np.ones(n)),
    "effective_size": lambda n: participation.effective_size(np.ones(n)),
    "trim_weights": lambda n: participation.trim_weights(np.ones(n)),
    "weigh": lambda n: weigh([["young"] * n], [AGES]),
    "rake_weights": lambda n: participation.rake_weights([["young"] * n], [{"young": 1}]),
    "weigh_for_absence": lambda n: participation.weigh_for_absence(
        ["a"] * n, np.ones(n, bool), np.ones(n, bool)
    ),
    "rank_as_if_all_stayed": lambda n: participation.rank_as_if_all_stayed(
        ["a"] * n,
        np.ones(n, bool),
        np.ones(n, bool),
        rater=np.arange(n),
        item=["x"] * n,
        value=np.ones(n),
    ),
    "representativity": lambda n: participation.representativity([n, 0], [100, 100]),
    "coverage": lambda n: participation.coverage({"young": n}, AGES),
    "dissimilarity": lambda n: participation.dissimilarity([n, 0], [100, 100]),
    "show_groups": lambda n: participation.show_groups({"young": n}, of=AGES),
    "viewpoint_diversity": lambda n: participation.viewpoint_diversity(
        np.ones((n, 3)), np.arange(n), shuffles=2
    ),
    "vendi_score": lambda n: participation.vendi_score(np.ones((n, n))),
    "measure_saturation": lambda n: participation.measure_saturation(["bus"] * n, np.arange(n)),
    "score": lambda n: participation.score(np.full((n, 8), 4.0)),
    "cronbach_alpha": lambda n: participation.cronbach_alpha(np.full((n, 8), 4.0)),
    "difference": lambda n: participation.difference(np.ones(n), np.ones(n)),
    "relative_change": lambda n: participation.relative_change(np.ones(n), np.ones(n)),
    "agreement": lambda n: participation.agreement([n, 0, 0]),
    "polarisation": lambda n: participation.polarisation([n, 0, 0]),
    "tastle_wierman": lambda n: participation.tastle_wierman([n, 0, 0]),
    "leik_dispersion": lambda n: participation.leik_dispersion([n, 0, 0]),
    "fractionation": lambda n: participation.fractionation([n, 0, 0]),
    "krippendorff_alpha": lambda n: participation.krippendorff_alpha(np.ones((n, 3))),
    "wilson_interval": lambda n: participation.wilson_interval(n, n),
    "jeffreys_interval": lambda n: participation.jeffreys_interval(n, n),
    "support_per_item": lambda n: participation.support_per_item(["a"] * n, np.ones(n)),
    "with_and_without": lambda n: participation.with_and_without(
        ["a"] * n, np.ones(n), np.ones(n, bool)
    ),
    "ratings_across": lambda n: participation.ratings_across(
        np.arange(n), ["a"] * n, ["a"] * n, np.ones(n)
    ),
    "count_waves": lambda n: participation.count_waves(["1"] * n, np.ones(n, bool)),
    "reach_out": lambda n: participation.reach_out(["a"] * n, np.ones(n, bool)),
    "arrivals_per_day": lambda n: participation.arrivals_per_day(["2026-11-22"] * n, ["a"] * n),
    "publish_tables": lambda n: participation.publish_tables({"age": ["young"] * n}, [("age",)]),
}


def numbers(found: object) -> list[float]:
    """Give every number in a result, however deep it lies."""
    if isinstance(found, (bool, str)) or found is None:
        return []
    if isinstance(found, (int, float)):
        return [float(found)]
    if isinstance(found, np.ndarray):
        return [] if found.dtype.kind not in "fiu" else found.astype(float).reshape(-1).tolist()
    if isinstance(found, dict):
        return [number for each in found.values() for number in numbers(each)]
    if isinstance(found, (tuple, list)):
        return [number for each in found for number in numbers(each)]
    if hasattr(found, "__dataclass_fields__"):
        return [n for name in found.__dataclass_fields__ for n in numbers(getattr(found, name))]
    return []


def found_or_refused(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ParticipationError as refusal:
        return refusal


def is_honest(found: object, *, may_hide: bool = False) -> bool:
    """Tell whether it is finite numbers, or a refusal that says how much is missing."""
    if isinstance(found, NotEnoughData):
        return found.have < found.need
    return may_hide or bool(np.isfinite(numbers(found)).all())


@pytest.mark.parametrize("name", OF_PEOPLE)
@pytest.mark.parametrize("people", [1, 2, 100])
def test_one_person_two_or_many_who_say_the_same_have_a_finite_figure_or_none(name, people) -> None:
    found = found_or_refused(lambda: OF_PEOPLE[name](people))

    hides = name in ("support_per_item", "with_and_without", "ratings_across")
    assert is_honest(found, may_hide=hides)


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_nobody_has_no_figure(name) -> None:
    found = found_or_refused(lambda: OF_PEOPLE[name](0))

    assert isinstance(found, NotEnoughData) or not any(numbers(found))


@given(st.lists(st.integers(0, 4), max_size=6), st.sampled_from(sorted(OF_COUNTS)))
@settings(deadline=None)
def test_few_mentions_have_a_finite_figure_or_none(counts, name) -> None:
    assert is_honest(found_or_refused(lambda: OF_COUNTS[name](counts)))


def test_figures_of_support_of_too_few_are_no_numbers() -> None:
    found = participation.support_per_item(["a", "a"], [1, 2])

    assert np.isnan(found.raw.mean).all()
    assert np.isnan(found.weighted.low).all()


# Nobody gave a background.


def test_when_nobody_gave_a_background_there_are_no_weights_and_no_groups() -> None:
    nothing = [""] * 500

    with pytest.raises(NotEnoughData, match="0 people with all background, 100 needed"):
        weigh([nothing], [AGES])
    with pytest.raises(NotEnoughData):
        participation.show_groups({"": 500}, of=AGES)
    published = participation.publish_tables(
        {"age": nothing}, [("age",)], groups={"age": list(AGES)}
    )
    assert published.count(age="young") is published.count(age="old") is participation.SUPPRESSED
    with pytest.raises(NotEnoughData):
        participation.shown_groups_of(published, "age", of=AGES)
    with pytest.raises(NotEnoughData):
        participation.coverage({}, AGES)


# A group in the data that the population lacks, and the reverse.


def test_a_group_that_the_population_lacks_is_named() -> None:
    with pytest.raises(CannotRake, match="no group 'other'"):
        participation.rake_weights([["young", "other"]], [AGES])
    with pytest.raises(ImpossiblePopulation, match="'other' took part; the population has 0"):
        participation.coverage({"other": 3}, AGES)
    with pytest.raises(InvalidPopulation, match="no group 'other'"):
        read_population("dimension,group,count\nage,a,1\nage,b,1\n").counts("age", ["other"])


def test_a_group_of_the_population_that_nobody_belongs_to_is_missing() -> None:
    shown = participation.show_groups({"old": 100}, of=AGES)

    assert participation.who_is_missing({"age": shown}, {"age": AGES})[0].group == "young"
    assert participation.coverage({"old": 100}, AGES)[0].group == "young"
    with pytest.raises(CannotRake, match="has nobody"):
        participation.rake_weights([["old"] * 9], [AGES])


# Margins that contradict each other, and zero cells.


def test_margins_that_contradict_each_other_are_refused_in_the_file_and_in_raking() -> None:
    with pytest.raises(InvalidPopulation, match="'age' adds up to 3 people, but 'gender' to 30"):
        read_population("dimension,group,count\nage,a,1\nage,b,2\ngender,a,10\ngender,b,20\n")
    with pytest.raises(CannotRake, match="different totals"):
        participation.rake([[1, 1], [1, 1]], [[1, 2], [5, 5]])


def test_a_zero_cell_that_makes_margins_impossible_is_refused() -> None:
    labels = [["young"] * 50 + ["old"] * 50, ["east"] * 50 + ["west"] * 50]

    with pytest.raises(CannotRake, match="some combination"):
        participation.rake_weights(labels, [{"young": 1, "old": 1}, {"east": 3, "west": 1}])


def test_a_zero_cell_that_does_no_harm_stays_zero() -> None:
    found = participation.rake([[5, 0], [5, 5]], [[10, 20], [20, 10]])

    assert found[0, 1] == 0
    assert found.sum(axis=0) == pytest.approx([20, 10])


# A population smaller than those who took part.


def test_more_participants_than_people_are_refused() -> None:
    with pytest.raises(ImpossiblePopulation):
        participation.representativity([50], [10])
    with pytest.raises(ImpossiblePopulation):
        participation.dissimilarity([50, 1], [10, 10])
    with pytest.raises(ImpossiblePopulation):
        participation.partials([[50, 1]], [[10, 10]])
    with pytest.raises(ImpossiblePopulation):
        participation.coverage({"young": 50_000}, AGES)


# Unknown encodings.


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_file_in_another_encoding_is_refused_with_its_row(encoding) -> None:
    data = "dimension,group,count\nage,jong,10\nage,caf\u00e9,20\n".encode(encoding)

    with pytest.raises(InvalidPopulation, match="UTF-8") as refused:
        read_population(data)

    assert refused.value.row == (1 if encoding == "utf-16" else 3)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_population_or_refused_by_name(data) -> None:
    found = found_or_refused(lambda: read_population(data))

    assert isinstance(found, InvalidPopulation) or found.size > 0


def test_every_refusal_is_one_of_this_package() -> None:
    for refusal in (NotEnoughData, CannotRake, ImpossiblePopulation, InvalidPopulation):
        assert issubclass(refusal, ParticipationError)
