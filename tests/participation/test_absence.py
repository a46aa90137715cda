"""Whether the top would differ had those who stayed away weighed equally."""

import numpy as np
import pytest

from participation import NotEnoughData, rank_as_if_all_stayed


def dialogue(young_stay: float) -> dict[str, np.ndarray]:
    """Half are young and like item 0; the old like item 1; item 2 is loved by nobody."""
    random = np.random.default_rng(3)
    group = np.repeat(["young", "old"], 300)
    after = random.random(600) < np.where(group == "young", young_stay, 0.8)
    rater = np.repeat(np.flatnonzero(after), 3)
    item = np.tile([0, 1, 2], int(after.sum()))
    likes = np.where(group[rater] == "young", item == 0, item == 1)
    value = np.where(item == 2, -2.0, np.where(likes, 2.0, -1.0)) + random.integers(
        -1, 2, len(item)
    )
    return {
        "group": group,
        "before": np.ones(600, bool),
        "after": after,
        "rater": rater,
        "item": item,
        "value": value,
    }


def ask(case: dict[str, np.ndarray], **more: object):
    return rank_as_if_all_stayed(
        case["group"],
        case["before"],
        case["after"],
        **{name: case[name] for name in ("rater", "item", "value")} | more,
    )


def test_when_the_young_leave_what_they_like_sinks_and_weighing_shows_it() -> None:
    found = ask(dialogue(0.2), top=1)

    assert [each.item for each in found.as_it_was] == ["1", "0", "2"]
    raw, weighed = (
        {each.item: each.support.value for each in ranking}
        for ranking in (found.as_it_was, found.had_all_stayed)
    )
    assert raw["1"] - raw["0"] > 1
    assert abs(weighed["1"] - weighed["0"]) < 0.3
    assert (found.before, found.lost_groups) == (600, ())
    assert found.effective < found.stayed
    assert not found.surely_different
    assert found.had_all_stayed[0].worst == found.had_all_stayed[1].worst == 2


def test_when_groups_leave_alike_the_top_is_the_same() -> None:
    found = ask(dialogue(0.8), top=2)

    assert found.overlap == 1
    assert found.entering == found.leaving == ()
    assert found.had_all_stayed[2].best == found.had_all_stayed[2].worst == 3


def test_a_top_that_surely_differs_is_told() -> None:
    case = dialogue(0.2)
    young = case["group"][case["rater"]] == "young"
    case["value"] = np.where(young & (case["item"] == 0), 3.0, case["value"])
    case["value"] = np.where(young & (case["item"] == 1), -3.0, case["value"])

    found = ask(case, top=1)

    assert (found.entering, found.leaving, found.overlap) == (("0",), ("1",), 0)
    assert found.surely_different


def test_a_group_of_which_nobody_stayed_is_named() -> None:
    assert ask(dialogue(0.0)).lost_groups == ("young",)


def test_newcomers_speak_for_nobody_who_left() -> None:
    case = dialogue(0.5)
    case["before"] = np.arange(600) % 10 > 0

    found = ask(case)

    assert (found.before, found.stayed) == (540, int((case["before"] & case["after"]).sum()))


def test_too_few_is_refused() -> None:
    with pytest.raises(NotEnoughData, match="effective people"):
        ask(dialogue(0.5), fewest=10_000)
    with pytest.raises(NotEnoughData, match="enough people rated"):
        ask(dialogue(0.5), minimum=1_000)
    with pytest.raises(ValueError, match="place of a person"):
        ask(dialogue(0.5) | {"rater": np.array([900])})
