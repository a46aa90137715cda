"""Published figures that are of no single module, and what follows from one another."""

from math import sqrt

import numpy as np
import pytest

from participation import (
    agreement,
    chao1,
    chao2,
    fractionation,
    gini,
    hill_estimate,
    hill_number,
    polarisation,
    representativity,
    sample_coverage,
)
from participation.mentions import read_mentions
from tests.participation.spiders import GIRDLED, LOGGED

VAN_DER_EIJK = [30, 40, 210, 130, 530, 50, 10]


@pytest.mark.parametrize(
    ("counts", "size", "species", "rare"),
    [(GIRDLED, 168, 26, (12, 4, 0, 1)), (LOGGED, 252, 37, (14, 4, 4, 3))],
)
def test_the_spiders_are_those_that_were_published(counts, size, species, rare) -> None:
    mentions = read_mentions(counts)

    assert (mentions.size, mentions.observed) == (size, species)
    assert tuple(mentions.times(k) for k in (1, 2, 3, 4)) == rare


@pytest.mark.parametrize(("counts", "value"), [(GIRDLED, 8.17483), (LOGGED, 6.92035)])
def test_the_finite_inverse_simpson_of_the_spiders(counts, value) -> None:
    assert hill_estimate(counts, 2).value == pytest.approx(value, abs=5e-6)


def test_mentions_by_as_many_people_give_the_same_as_people() -> None:
    for counts in (GIRDLED, LOGGED):
        assert chao2(counts, sum(counts)) == chao1(counts)
        people = sample_coverage(counts, units=sum(counts))
        assert people.value == pytest.approx(sample_coverage(counts).value)


def test_montalvo_and_reynal_querol_of_van_der_eijks_example() -> None:
    assert fractionation(VAN_DER_EIJK) == pytest.approx(0.7457920, abs=5e-8)
    assert polarisation(VAN_DER_EIJK) == pytest.approx((1 - agreement(VAN_DER_EIJK)) / 2)


# The RISQ test survey: 19,379 of 35,455 people. Its manual prints partials, not counts. With two
# groups these follow: sqrt(share) x partial adds up to zero over the groups.
PEOPLE, CAME = 35_455, 19_379
MEN, MEN_CAME = 17_667, 9_485
PRINTED_MALE, PRINTED_FEMALE = -0.006849699, 0.006826362
PRINTED_URBANITY = (-0.046690533, -0.001599985, 0.010083497, 0.016929938, 0.018071340)


def test_the_gender_partials_of_the_risq_survey() -> None:
    found = representativity([MEN_CAME, CAME - MEN_CAME], [MEN, PEOPLE - MEN])

    assert found.category_partials == pytest.approx((PRINTED_MALE, PRINTED_FEMALE), abs=5e-10)
    assert found.unconditional_partial == pytest.approx(0.00967045, abs=5e-9)
    assert found.response_rate == pytest.approx(0.54658, abs=5e-6)


def test_partials_of_categories_add_up_to_that_of_their_dimension() -> None:
    assert sqrt(sum(each**2 for each in PRINTED_URBANITY)) == pytest.approx(0.05382786, abs=5e-9)


def test_the_indicator_that_follows_from_the_printed_cv_of_the_risq_survey() -> None:
    # S = CV x response rate, in two cells that are equally large
    rate, spread = 0.546580, 0.1107595 * 0.546580
    lives = 10_000_000
    came = [round(lives * (rate - spread)), round(lives * (rate + spread))]

    found = representativity(came, [lives, lives])

    assert found.r_indicator == pytest.approx(0.878922, abs=5e-7)
    assert found.cv == pytest.approx(0.1107595, abs=1e-7)  # cells are whole people


def test_the_lowest_indicator_at_two_percent_response() -> None:
    assert representativity([2, 0], [2, 98]).r_indicator == pytest.approx(0.72)


def test_gini_of_a_straight_line_tends_to_a_third() -> None:
    assert gini(np.arange(1, 10_001)) == pytest.approx(1 / 3, abs=1e-4)


def test_infinite_order_is_the_largest_share() -> None:
    assert hill_number(GIRDLED, np.inf) == pytest.approx(168 / 46)
