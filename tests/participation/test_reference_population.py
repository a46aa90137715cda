"""A population is read from a CSV, and a mistake is told with its row."""

import pytest

from participation.population import TEMPLATE, InvalidPopulation, read_population


def test_the_template_is_a_population() -> None:
    population = read_population(TEMPLATE)

    assert population.margins == {"age": {"0-24": 31000, "25-64": 66000, "65+": 28000}}
    assert population.size == 125_000
    assert not population.joint


def test_joint_cells_give_margins_too() -> None:
    population = read_population(
        "age,district,count\n0-24,Centrum,20\n65+,Centrum,30\n65+,Oost,50\n"
    )

    assert population.margins == {
        "age": {"0-24": 20, "65+": 80},
        "district": {"Centrum": 50, "Oost": 50},
    }
    assert population.joint[("65+", "Oost")] == 50
    assert population.dimensions == ("age", "district")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfdimension;group;count\r\nage;jong;10\r\nage;oud;20\r\n",
        "dimension,group,count\n\n age , jong , 10\nage,oud,20",
        '"dimension","group","count"\n"age","jong","10"\n"age","oud","20"\n',
    ],
)
def test_a_spreadsheet_may_save_it_its_own_way(data) -> None:
    assert read_population(data).margins == {"age": {"jong": 10, "oud": 20}}


HEADER = "dimension,group,count\n"


@pytest.mark.parametrize(
    ("data", "row", "problem"),
    [
        ("", None, "empty"),
        ("name,number\n", 1, "the first line"),
        ("a,a,count\nx,y,3\n", 1, "a name of its own"),
        (HEADER, None, "no group"),
        (HEADER + "age,jong,10\nage,jong,20\n", 3, "already has the group 'jong'"),
        ("a,b,count\nx,y,3\nx,y,4\n", 3, "given already"),
        (HEADER + "age,jong,10\nage,oud,-3\n", 3, "'-3' is no whole number"),
        (HEADER + "age,jong,31.000\n", 2, "without dots"),
        (HEADER + "age,jong,0\n", 2, "above 0"),
        (HEADER + "age,jong,¹²\n", 2, "no whole number"),
        (HEADER + "age,,10\n", 2, "a name is missing"),
        (HEADER + "age,jong\n", 2, "3 cells were expected, 2 found"),
        (HEADER + "age,all,10\n", None, "one group only"),
        (
            HEADER + "age,jong,40\nage,oud,60\ngender,man,70\ngender,woman,70\n",
            5,
            "'age' adds up to 100 people, but 'gender' to 140",
        ),
        (b"dimension,group,count\nage,jong,10\nage,caf\xe9,20\n", 3, "UTF-8"),
        (HEADER + 'age,"jong,10\n', 2, "cells were expected"),
        ((HEADER + "age,jong,10\n").encode("utf-16"), 1, "UTF-8"),
        ((HEADER + "age,jong,10\n").encode("utf-16-le"), 1, "UTF-8"),
        (HEADER + "age,jong," + "9" * 11, 2, "no whole number"),
    ],
)
def test_a_mistake_is_told_with_its_row(data, row, problem) -> None:
    with pytest.raises(InvalidPopulation) as refused:
        read_population(data)

    assert refused.value.row == row
    assert problem in str(refused.value)


def test_totals_of_two_sources_may_differ_a_little() -> None:
    data = HEADER + "age,jong,4950\nage,oud,5000\ngender,man,5000\ngender,woman,5000\n"

    assert read_population(data).size == 10_000


def test_groups_are_looked_up_and_the_silent_ones_named() -> None:
    population = read_population(TEMPLATE)

    assert population.counts("age", ["65+", "0-24"]) == [28000, 31000]
    assert population.groups_missing("age", ["0-24"]) == ("25-64", "65+")
    with pytest.raises(InvalidPopulation, match="no dimension 'gender'"):
        population.counts("gender", [])
    with pytest.raises(InvalidPopulation, match="no group '100\\+'"):
        population.counts("age", ["100+"])
