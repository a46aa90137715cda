"""The demo's margins are those of a named public source and fit the demo's questions."""

import tomllib
from pathlib import Path

import pytest

from participation import read_population, show_groups, who_is_missing

DEMO = Path(__file__).parents[2] / "app" / "demo"
DESIGNS = sorted(DEMO.glob("*.toml"))
# Nobody counts these: who lives outside the municipality, who is neither a woman nor a man.
UNCOUNTED = {"elsewhere", "other"}


def margins() -> dict[str, dict[str, int]]:
    population = read_population((DEMO / "zoetermeer-population.csv").read_bytes())
    return {name: dict(groups) for name, groups in population.margins.items()}


def test_the_figures_are_those_of_statistics_netherlands() -> None:
    assert sum(margins()["neighbourhood"].values()) == 126_745
    assert sum(margins()["gender"].values()) == 128_434


@pytest.mark.parametrize("design", DESIGNS, ids=lambda path: path.stem)
def test_the_groups_are_those_that_the_demo_asks(design) -> None:
    asked = {
        question["key"]: {option["key"] for option in question["options"]}
        for question in tomllib.loads(design.read_text(encoding="utf-8")).get("background", [])
    }

    for dimension, groups in margins().items():
        if dimension in asked:
            assert asked[dimension] - UNCOUNTED == set(groups)


def test_every_group_has_its_row_in_the_page_that_names_the_source() -> None:
    page = (DEMO / "zoetermeer-population.md").read_text(encoding="utf-8")

    for groups in margins().values():
        for group, people in groups.items():
            assert group in page
            assert f"{people:,}" in page


def test_an_empty_district_shows_up_as_missing() -> None:
    lives = margins()["neighbourhood"]
    came = {group: 0 if group == "noordhove" else people // 100 for group, people in lives.items()}

    found = who_is_missing({"neighbourhood": show_groups(came, of=lives)}, {"neighbourhood": lives})

    assert found[0].group == "noordhove"
    assert found[0].sure
