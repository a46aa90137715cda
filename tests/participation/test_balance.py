"""Four sides at the table: their shares, whether one is too small, and nothing of a few people."""

import pytest

from participation import SUPPRESSED, NotEnoughData, helix_balance, show_groups

SIDES = ("residents", "government", "knowledge", "business")


def sides(*counts: int) -> dict[str, int]:
    return dict(zip(SIDES, counts, strict=True))


def test_equal_sides_are_in_balance() -> None:
    found = helix_balance(show_groups(sides(50, 50, 50, 50)))

    assert (found.evenness, found.effective_sides) == (pytest.approx(1), pytest.approx(4))
    assert [side.share for side in found.sides] == [0.25] * 4
    assert found.under_floor == ()


def test_a_side_under_the_floor_is_named() -> None:
    found = helix_balance(show_groups(sides(160, 100, 120, 20)), floor=0.1)

    assert found.under_floor == ("business",)
    assert found.evenness is not None
    assert found.evenness < 1


def test_a_small_side_is_hidden_and_still_named_when_it_is_surely_too_small() -> None:
    found = helix_balance(show_groups(sides(300, 100, 8, 4)), floor=0.1)

    assert [side.people for side in found.sides[2:]] == [SUPPRESSED] * 2
    assert found.under_floor == ("knowledge", "business")
    assert found.evenness is None
    assert found.effective_sides is None


def test_what_can_not_be_told_of_a_hidden_side_is_not_told() -> None:
    found = helix_balance(show_groups({"residents": 80, "government": 4}), floor=0.2)

    assert [side.under_floor for side in found.sides] == [False, None]  # 0 to 19 of 84


def test_a_side_nobody_is_on_looks_like_a_small_one() -> None:
    nobody, few = (helix_balance(show_groups(sides(200, 100, 60, n), of=SIDES)) for n in (0, 3))

    assert nobody.sides[3].people is few.sides[3].people is SUPPRESSED
    assert nobody.sides[3].under_floor == few.sides[3].under_floor


def test_what_can_not_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="can't all have"):
        helix_balance(show_groups(sides(50, 50, 50, 50)), floor=0.3)
    with pytest.raises(NotEnoughData, match="1 sides, 2 needed"):
        helix_balance(show_groups({"residents": 50}))
    with pytest.raises(NotEnoughData):
        show_groups(sides(2, 1, 0, 1))
