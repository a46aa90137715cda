"""The same figures as scikit-bio and statsmodels give; run with `make test-oracles`.

They are no part of the product, and are installed for these tests only.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from participation import (
    ace,
    chao1,
    gini,
    hill_estimate,
    hill_number,
    jeffreys_interval,
    rake_weights,
    rarefy,
    support_per_item,
    wilson_interval,
)
from participation.heard import mean_estimate
from tests.participation.spiders import GIRDLED, LOGGED

pytestmark = pytest.mark.oracle

alpha = pytest.importorskip(
    "skbio.diversity.alpha", reason="scikit-bio is not installed: make test-oracles installs it"
)
proportion = pytest.importorskip(
    "statsmodels.stats.proportion",
    reason="statsmodels is not installed: make test-oracles installs it",
)
weightstats = pytest.importorskip("statsmodels.stats.weightstats")

COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=40).filter(
    lambda counts: sum(count > 1 for count in counts) > 0 and sum(counts) > 2
)
SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
QUIETLY = settings(deadline=None, max_examples=100)


@given(COUNTS, st.sampled_from([0, 0.5, 1, 2, 3.5, np.inf]))
@QUIETLY
def test_hill_numbers(counts, q) -> None:
    assert hill_number(counts, q) == pytest.approx(alpha.hill(counts, order=q), rel=1e-9)


@given(COUNTS)
@QUIETLY
def test_entropy_and_simpson(counts) -> None:
    assert np.log(hill_number(counts, 1)) == pytest.approx(alpha.shannon(counts), abs=1e-9)
    assert hill_number(counts, 2) == pytest.approx(alpha.inv_simpson(counts), rel=1e-9)
    assert hill_estimate(counts, 2).value == pytest.approx(
        alpha.inv_simpson(counts, finite=True), rel=1e-9
    )


@given(COUNTS)
@QUIETLY
def test_chao1_as_scikit_bio_writes_it(counts) -> None:
    corrected = chao1(counts, variant="bias-corrected").value
    assert corrected == pytest.approx(alpha.chao1(counts, bias_corrected=True))
    if counts.count(2):
        classic = chao1(counts, variant="classic").value
        assert classic == pytest.approx(alpha.chao1(counts, bias_corrected=False))


@pytest.mark.parametrize("counts", [GIRDLED, LOGGED, [0, 1, 1, 4, 2, 5, 2, 4, 1, 2]])
def test_the_interval_of_chao1(counts) -> None:
    found = chao1(counts, variant="bias-corrected")

    assert (found.low, found.high) == pytest.approx(alpha.chao1_ci(counts), rel=1e-4)  # z = 1.96


@given(COUNTS)
@QUIETLY
def test_ace(counts) -> None:
    rare = [count for count in counts if 0 < count <= 10]
    if rare and set(rare) != {1} and sum(rare) > 1:
        assert ace(counts).value == pytest.approx(alpha.ace(counts), rel=1e-9)


@given(COUNTS, st.integers(1, 60))
@QUIETLY
def test_rarefaction_is_drawing_without_replacement(counts, m) -> None:
    size, total = min(m, sum(counts)), sum(counts)

    missed = [hypergeom.pmf(0, total, count, size) for count in counts if count]

    assert rarefy(counts, size) == pytest.approx(sum(1 - each for each in missed), abs=1e-9)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40).filter(any))
@QUIETLY
def test_gini(values) -> None:
    assert gini(values) == pytest.approx(
        alpha.gini_index(np.array(values), method="trapezoids"), abs=1e-9
    )


@given(SHARES, st.sampled_from([0.9, 0.95, 0.99]))
@QUIETLY
def test_intervals_of_a_share(case, level) -> None:
    k, n = case
    for ours, name in ((wilson_interval, "wilson"), (jeffreys_interval, "jeffreys")):
        found = ours(k, n, level=level)
        low, high = proportion.proportion_confint(k, n, alpha=1 - level, method=name)
        expected = (0 if k == 0 else low, 1 if k == n else high)
        assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=50).filter(lambda v: len(set(v)) > 1))
@QUIETLY
def test_the_interval_of_a_mean(values) -> None:
    found = mean_estimate(np.array(values, dtype=float))

    low, high = weightstats.DescrStatsW(values).tconfint_mean()
    assert (found.low, found.high) == pytest.approx((low, high))


@given(st.lists(st.tuples(st.integers(-3, 3), st.floats(0.2, 4)), min_size=30, max_size=80))
@QUIETLY
def test_weighted_means(ratings) -> None:
    value, weight = (np.array(each, dtype=float) for each in zip(*ratings, strict=True))

    found = support_per_item(["a"] * len(value), value, weight)

    assert found.weighted.mean[0] == pytest.approx(
        weightstats.DescrStatsW(value, weights=weight).mean
    )


def test_the_error_of_a_weighted_mean_is_the_robust_one_of_a_regression() -> None:
    regression = pytest.importorskip("statsmodels.regression.linear_model")
    random = np.random.default_rng(2)
    value, weight = random.integers(-3, 4, 200).astype(float), random.uniform(0.3, 3, 200)

    found = support_per_item(["a"] * 200, value, weight)

    fitted = regression.WLS(value, np.ones(200), weights=weight).fit(cov_type="HC1")
    assert found.weighted.standard_error[0] == pytest.approx(fitted.bse[0])


def test_raking_gives_the_shares_that_a_log_linear_model_gives() -> None:
    models = pytest.importorskip("statsmodels.genmod.generalized_linear_model")
    families = pytest.importorskip("statsmodels.genmod.families")
    counts = np.array([[80, 170, 150], [90, 80, 210], [10, 80, 130]], dtype=float)
    rows, columns = np.array([430, 360, 210.0]), np.array([150, 300, 550.0])
    row, column = (each.reshape(-1) for each in np.indices((3, 3)))
    times = counts.reshape(-1).astype(int)

    weights = rake_weights(
        [np.repeat(row, times), np.repeat(column, times)],
        [dict(zip("012", each, strict=True)) for each in (rows, columns)],
    )

    # Poisson regression of any table with the right margins, with the log of the counts as offset,
    # keeps these margins and the odds ratios of the counts: that is what raking is.
    target = np.outer(rows, columns).reshape(-1) / 1000
    design = np.column_stack([np.ones(9), row == 1, row == 2, column == 1, column == 2])
    fitted = models.GLM(
        target,
        design.astype(float),
        family=families.Poisson(),
        offset=np.log(counts.reshape(-1)),
    ).fit()
    summed = np.bincount(np.repeat(np.arange(9), times), weights)
    assert summed == pytest.approx(fitted.mu, rel=1e-6)
