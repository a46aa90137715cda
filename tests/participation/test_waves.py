"""Waves of invitations: what each brought and all so far."""

import numpy as np
import pytest

from participation import NotEnoughData, count_waves


def test_every_wave_has_its_response_and_that_of_all_so_far() -> None:
    wave = ["1"] * 100 + ["2"] * 50
    used = np.arange(150) % 100 < 30

    first, second = count_waves(wave, used)

    assert (first.invited, first.used, first.silent) == (100, 30, 70)
    assert (second.invited_so_far, second.used_so_far) == (150, 60)
    assert second.response.value == pytest.approx(0.6)
    assert second.response_so_far.value == pytest.approx(0.4)
    assert first.response.low < 0.3 < first.response.high


def test_waves_keep_the_order_in_which_they_were_sent() -> None:
    found = count_waves(["b", "a", "a"], [True, False, True], order=["b", "empty", "a"])

    assert [(each.name, each.invited) for each in found] == [("b", 1), ("empty", 0), ("a", 2)]
    with pytest.raises(NotEnoughData):
        _ = found[1].response


def test_no_invitations_are_not_enough_and_unknown_waves_are_refused() -> None:
    with pytest.raises(NotEnoughData):
        count_waves([], [])
    with pytest.raises(ValueError, match="lacks 'a'"):
        count_waves(["a"], [True], order=["b"])
    with pytest.raises(ValueError, match="whether it was used"):
        count_waves(["a"], [1])
