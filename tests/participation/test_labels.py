"""Labels become places, as numpy would give them, only sooner."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation import labels
from participation.labels import encode_labels

TEXTS = st.lists(st.text(max_size=6).filter(lambda text: "\0" not in text), min_size=1, max_size=40)


@given(TEXTS)
@settings(deadline=None)
def test_many_texts_are_encoded_as_few_are(texts) -> None:
    few = encode_labels(texts)

    many = encode_labels(np.array(texts * (labels.MANY // len(texts) + 1)))

    assert many[0] == few[0]
    assert many[1][: len(texts)].tolist() == few[1].tolist()


def test_texts_that_share_a_number_are_told_apart(monkeypatch) -> None:
    texts = np.array(["north", "south", "east"] * labels.MANY)
    monkeypatch.setattr(labels, "_numbers", lambda given: np.zeros(len(given), dtype=np.uint64))

    found, which = encode_labels(texts)

    assert found == ("east", "north", "south")
    assert which[:3].tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("given_labels", "found"),
    [([10, 9, 10], ("9", "10")), ([None, "a"], ("None", "a")), ([], ()), ([True], ("True",))],
)
def test_numbers_are_sorted_as_numbers_and_anything_is_a_label(given_labels, found) -> None:
    assert encode_labels(given_labels)[0] == found


def test_empty_texts_are_a_label_too() -> None:
    assert encode_labels(np.array([""] * 2_000))[0] == ("",)
