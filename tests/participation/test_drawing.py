"""A draw by lot: as many as asked, divided as promised, everybody the same chance, repeatable."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.drawing import draw_by_lot
from participation.errors import NotEnoughData

LABELS = st.sampled_from([("a",), ("b",), ("c",), ("",)])
PEOPLE = st.dictionaries(st.integers(2, 10_000), LABELS, min_size=1, max_size=60)


def crowd(**counts: int) -> dict[int, tuple[str, ...]]:
    labels = [(name,) for name, count in counts.items() for _ in range(count)]
    return dict(enumerate(labels, 2))


@given(PEOPLE, st.data())
def test_it_draws_as_many_as_asked_each_once_and_from_the_list(people, data) -> None:
    size = data.draw(st.integers(1, len(people)))

    lot = draw_by_lot(people, size=size, seed=data.draw(st.integers(0, 2**31)))

    assert len(set(lot.drawn)) == len(lot.drawn) == size
    assert set(lot.drawn) <= set(people)
    drawn = Counter(people[row] for row in lot.drawn)
    assert {each.groups: each.drawn for each in lot.strata if each.drawn} == drawn


@given(PEOPLE, st.data())
def test_each_group_gets_its_part_to_within_one_person(people, data) -> None:
    size = data.draw(st.integers(1, len(people)))

    lot = draw_by_lot(people, size=size, seed=data.draw(st.integers(0, 2**31)))

    for each in lot.strata:
        assert each.wanted == pytest.approx(size * each.listed / len(people))
        assert abs(each.drawn - each.wanted) < 1
        assert each.drawn <= each.listed


@given(PEOPLE, st.dictionaries(LABELS, st.floats(0.0001, 1), max_size=4), st.data())
def test_shares_of_a_population_never_ask_more_of_a_group_than_it_has(people, shares, data) -> None:
    size = data.draw(st.integers(1, len(people)))

    lot = draw_by_lot(people, size=size, seed=3, shares=shares)

    assert len(lot.drawn) == size
    assert all(each.drawn <= each.listed for each in lot.strata)
    assert sum(each.wanted for each in lot.strata) == pytest.approx(size)


@given(PEOPLE, st.randoms())
def test_the_order_of_the_list_makes_no_difference(people, shuffled) -> None:
    rows = list(people)
    shuffled.shuffle(rows)

    again = draw_by_lot({row: people[row] for row in rows}, size=1, seed=9)

    assert again == draw_by_lot(people, size=1, seed=9)


def test_shares_move_the_seats_and_what_is_too_few_goes_to_the_others() -> None:
    people = crowd(young=100, old=880, rare=20)

    lot = draw_by_lot(
        people, size=200, seed=4, shares={("young",): 0.4, ("old",): 0.4, ("rare",): 0.2}
    )

    # 40 seats for 20 rare people: 20 are left for the young and the old.
    assert {each.groups[0]: each.drawn for each in lot.strata} == {
        "young": 90, "old": 90, "rare": 20,
    }  # fmt: skip


def test_who_is_in_no_known_group_keeps_the_part_that_they_have_of_the_list() -> None:
    lot = draw_by_lot(
        crowd(young=450, old=450, unknown=100), size=100, seed=5,
        shares={("young",): 0.8, ("old",): 0.2},
    )  # fmt: skip

    assert [(each.groups[0], each.drawn) for each in lot.strata] == [
        ("old", 18), ("unknown", 10), ("young", 72),
    ]  # fmt: skip


def test_somebody_of_a_group_of_one_has_the_chance_of_everybody_else() -> None:
    people = crowd(many=99, one=1)
    drawn = Counter[int]()

    for seed in range(2000):
        drawn.update(draw_by_lot(people, size=10, seed=seed).drawn)

    chances = [drawn[row] / 2000 for row in people]
    assert min(chances) > 0.07
    assert max(chances) < 0.13


def test_anybody_can_draw_again_with_nothing_but_sha256() -> None:
    people = dict.fromkeys(range(2, 502), ())

    lot = draw_by_lot(people, size=25, seed=812)

    by_hand = sorted(people, key=lambda row: sha256(f"812:{row}".encode()).hexdigest())[:25]
    assert list(lot.drawn) == sorted(by_hand)
    written = "".join(f"{row}\n" for row in sorted(by_hand))
    assert lot.drawn_hash == sha256(written.encode()).hexdigest()


@pytest.mark.parametrize("size", [0, 4])
def test_more_than_there_are_can_not_be_drawn(size: int) -> None:
    with pytest.raises(NotEnoughData):
        draw_by_lot(crowd(a=3), size=size, seed=1)
