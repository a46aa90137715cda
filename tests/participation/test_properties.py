"""What must hold of every figure whatever the data: who comes first, what is empty, who is who."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation import (
    NotEnoughData,
    ace,
    chao1,
    chao2,
    count_funnels,
    dissimilarity,
    extrapolate,
    fractionation,
    gini,
    hill_estimate,
    hill_number,
    krippendorff_alpha,
    rake_weights,
    rarefy,
    representativity,
    sample_coverage,
    vendi_score,
)

COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=30).filter(
    lambda counts: sum(counts) - np.count_nonzero(counts) > 1
)
OF_COUNTS = {
    "hill 1": lambda counts: hill_number(counts, 1),
    "hill 2 estimated": lambda counts: hill_estimate(counts, 2).value,
    "hill 1 estimated": lambda counts: hill_estimate(counts, 1).high,
    "chao1": lambda counts: chao1(counts).high,
    "chao2": lambda counts: chao2(counts, 40).high,
    "ace": lambda counts: ace(counts).high,
    "coverage": lambda counts: sample_coverage(counts).low,
    "rarefied": lambda counts: rarefy(counts, 2),
    "extrapolated": lambda counts: extrapolate(counts, 200),
}


@given(COUNTS, st.sampled_from(sorted(OF_COUNTS)), st.randoms())
@settings(deadline=None)
def test_the_order_of_ideas_and_empty_ideas_change_nothing(counts, name, random) -> None:
    other = [*counts, 0, 0]
    random.shuffle(other)

    assert OF_COUNTS[name](other) == pytest.approx(OF_COUNTS[name](counts), rel=1e-9)


@given(COUNTS)
@settings(deadline=None)
def test_coverage_is_a_share_and_its_interval_lies_within(counts) -> None:
    found = sample_coverage(counts)

    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any), st.randoms())
@settings(deadline=None)
def test_voice_does_not_depend_on_who_is_who(values, random) -> None:
    other = list(values)
    random.shuffle(other)

    assert gini(other) == pytest.approx(gini(values))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(50, 500)), min_size=2, max_size=8).filter(
        lambda cells: any(came for came, _ in cells)
    ),
    st.randoms(),
)
@settings(deadline=None)
def test_representativity_does_not_depend_on_the_order_of_groups(cells, random) -> None:
    other = list(cells)
    random.shuffle(other)
    (one, same), (two, again) = (list(zip(*each, strict=True)) for each in (cells, other))

    assert representativity(one, same).cv == pytest.approx(representativity(two, again).cv)
    assert dissimilarity(one, same) == pytest.approx(dissimilarity(two, again))


TABLES = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 3.0, np.nan]), min_size=coders, max_size=coders),
        min_size=2,
        max_size=12,
    )
)


@given(TABLES, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]), st.randoms())
@settings(deadline=None)
def test_agreement_of_coders_does_not_depend_on_who_codes_or_what_comes_first(
    units, level, random
) -> None:
    def alpha(table: np.ndarray) -> float | None:
        try:
            return krippendorff_alpha(table, level)
        except NotEnoughData:
            return None

    table = np.array(units).T
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    found, other = alpha(table), alpha(table[rows][:, columns])

    assert (found is None) == (other is None)
    assert found is None or (other == pytest.approx(found, abs=1e-9) and found <= 1 + 1e-9)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=8).filter(any))
@settings(deadline=None)
def test_two_camps_are_the_most_divided(counts) -> None:
    assert 0 <= fractionation(counts) <= 1 + 1e-9
    assert fractionation(counts[::-1]) == pytest.approx(fractionation(counts))


@given(st.integers(1, 6), st.integers(1, 4))
@settings(deadline=None)
def test_copies_of_everything_have_the_same_vendi_score(items, times) -> None:
    kernel = np.kron(np.eye(items), np.ones((times, times)))

    assert vendi_score(kernel) == pytest.approx(items)


@given(
    st.lists(
        st.tuples(st.sampled_from(["open link", "code", "verified"]), st.integers(0, 3)),
        min_size=1,
        max_size=40,
    )
)
@settings(deadline=None)
def test_people_are_counted_once_whatever_their_trust_level(people) -> None:
    level, step = zip(*people, strict=True)
    how_far = np.array(step)

    funnels = count_funnels(
        level, used=how_far > 0, started=how_far[:, None] > 1, finished=how_far[:, None] > 2
    )

    assert sum(funnel.invited for funnel in funnels.values()) == len(people)
    assert sum(funnel.used for funnel in funnels.values()) == int(np.sum(how_far > 0))
    assert sum(funnel.rounds[0].finished for funnel in funnels.values()) == int(np.sum(how_far > 2))


@given(st.randoms())
@settings(deadline=None)
def test_weights_do_not_depend_on_the_order_of_people_or_dimensions(random) -> None:
    age = ["young"] * 30 + ["old"] * 70
    side = (["east", "west", "west"] * 34)[:100]
    margins = [{"young": 1, "old": 1}, {"east": 2, "west": 3}]
    order = list(range(100))
    random.shuffle(order)

    weights = rake_weights([age, side], margins)
    shuffled = rake_weights([[each[at] for at in order] for each in (side, age)], margins[::-1])

    assert shuffled == pytest.approx(weights[order], rel=1e-6)
