"""Several tables of the same people give nothing away together that they hide apart."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure import SUPPRESSED
from participation.linked_tables import PublishedTables, _core, publish_tables
from tests.participation.attacker import possible_range

STAR = (("chamber", "age"), ("chamber", "district"))
CYCLE = (*STAR, ("age", "district"))
SHAPE = {"age": 3, "chamber": 2, "district": 3}


def crowd(people: int, seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        name: random.choice(n, people, p=random.dirichlet(np.full(n, 0.7))).astype(str)
        for name, n in SHAPE.items()
    }


def attack(people: dict[str, np.ndarray], published: PublishedTables) -> list[str]:
    """Work out small figures from everything published, knowing only that all are people."""
    names = sorted(people)
    groups = [published.groups[name] for name in names]
    joint = np.stack(np.meshgrid(*groups, indexing="ij"), axis=-1).reshape(-1, len(names))
    kinds = [dict(zip(names, cell, strict=True)) for cell in joint]
    counted = {
        cell: [at for at, kind in enumerate(kinds) if all(kind[k] == v for k, v in cell)]
        for cell in published.counts
    }
    known = [
        (counted[cell], None if count is SUPPRESSED else count)
        for cell, count in published.counts.items()
    ]
    told = []
    for cell, members in counted.items():
        true = np.logical_and.reduce([people[k] == v for k, v in cell] or [people["age"] != ""])
        if true.sum() < 10:
            low, high = possible_range(len(kinds), known, members)
            if low > 1e-6 or high < 10 - 1e-6:
                told.append(f"{sorted(cell)} lies between {low} and {high}")
    return told


@given(st.integers(5, 200), st.integers(0, 1000), st.sampled_from([STAR, CYCLE]))
@settings(deadline=None, max_examples=12)
def test_linear_programming_finds_no_small_group_over_tables(people, seed, tables) -> None:
    crowded = crowd(people, seed)

    assert attack(crowded, publish_tables(crowded, tables)) == []


def test_the_attack_catches_tables_that_were_protected_one_by_one() -> None:
    told = 0
    for seed in range(6):
        people, counts, groups = crowd(80, seed), {}, {}
        for table in CYCLE:
            alone = publish_tables(people, [table])
            groups |= {name: alone.groups[name] for name in table}
            counts |= {
                cell: value
                for cell, value in alone.counts.items()
                if counts.get(cell, SUPPRESSED) is SUPPRESSED
            }
        told += len(attack(people, PublishedTables(groups, counts)))

    assert told > 0


def test_a_single_table_gives_inner_cells_up_and_keeps_its_margins() -> None:
    people = {
        "row": ["a"] * 90 + ["b"] * 30,
        "column": ["x"] * 50 + ["y"] * 40 + ["x"] * 26 + ["y"] * 4,
    }

    found = publish_tables(people, [("row", "column")])

    assert found.table("row", "column") == [[SUPPRESSED] * 2] * 2
    assert (found.count(), found.count(row="a"), found.count(column="x")) == (120, 90, 76)


def test_what_is_shown_is_true_and_margins_are_the_same_in_all_tables() -> None:
    people = crowd(400, 3)

    found = publish_tables(people, CYCLE)

    for name, other in combinations(SHAPE, 2):
        for r in found.groups[name]:
            for c in found.groups[other]:
                shown = found.count(**{name: r, other: c})
                true = int(np.sum((people[name] == r) & (people[other] == c)))
                assert shown is SUPPRESSED or shown == true >= 10


@pytest.mark.parametrize(
    ("tables", "core"),
    [
        ([("a", "b"), ("a", "c")], ""),
        ([("a", "b"), ("b", "c"), ("c", "d")], ""),
        ([("a",), ("b",)], ""),
        ([("a", "b"), ("b", "c"), ("a", "c")], "abc"),
        ([("a", "b", "c"), ("a", "b"), ("c", "d")], ""),
        ([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")], "abcd"),
        ([("a", "b", "x"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e")], "abc"),
    ],
)
def test_the_dimensions_of_a_cycle_are_recognised(tables, core) -> None:
    assert _core(tables) == set(core)


def test_nobody_at_all_shows_nothing() -> None:
    found = publish_tables({"age": []}, [("age",)])

    assert found.count() is SUPPRESSED


def test_what_can_not_be_published_is_refused() -> None:
    people = {name: np.arange(40).astype(str) for name in "abc"}
    with pytest.raises(ValueError, match="more than 5000 cells"):
        publish_tables(people, [("a", "b"), ("b", "c"), ("a", "c")])
    with pytest.raises(ValueError, match="no dimension 'z'"):
        publish_tables(people, [("a", "z")])
    with pytest.raises(ValueError, match="at least one table"):
        publish_tables(people, [])
    with pytest.raises(ValueError, match="a label in every dimension"):
        publish_tables({"a": ["x"], "b": []}, [("a", "b")])
