"""Small words and letters tell the language well enough to group by."""

import csv
from pathlib import Path

import numpy as np
import pytest

from clustering.languages import guess_languages, main_language

DEMO = Path(__file__).parents[2] / "app" / "demo"


@pytest.mark.parametrize("slug", ["spoedzorg", "chronische-zorg", "geboortezorg"])
def test_nearly_all_languages_of_the_demo_are_guessed(slug: str) -> None:
    with (DEMO / f"{slug}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    guessed = guess_languages([row["text"] for row in rows])

    assert np.mean([g == row["language"] for g, row in zip(guessed, rows, strict=True)]) >= 0.97


def test_a_text_that_tells_nothing_has_no_language() -> None:
    assert guess_languages(["👍 112", ""]) == ["", ""]


def test_the_main_language_is_the_most_common_one() -> None:
    assert main_language(["nl", "tr", "nl", ""]) == "nl"
    assert main_language(["", ""]) == ""
