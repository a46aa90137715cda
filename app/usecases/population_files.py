"""A file about who lives there, held against the questions of a dialogue before it is stored.

Names may be keys or the words of the questions, in Dutch or English. What is stored holds keys.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import gettext_later
from app.usecases.row_problems import MOST_PROBLEMS, RowProblem
from dialogue.group_names import option_named, question_named, words_of_option
from participation.population import (
    MARGINS_HEADER,
    NOT_UTF8,
    InvalidPopulation,
    NumberedRow,
    Population,
    population_from,
    population_rows,
)

Questions = Sequence[Mapping[str, Any]]

LARGEST_FILE = 50_000  # bytes; about a thousand lines
HEADER_WORDS = {"dimensie": "dimension", "groep": "group", "aantal": "count"}

USE_TEMPLATE = gettext_later("Download the template, fill it in and send that.")
USE_A_NUMBER = gettext_later("Write the number of people in digits only: 31000.")
USE_ONCE = gettext_later("Keep one of the two lines.")
# What the reader of the file says, as this page says it, and what to do.
IN_OUR_WORDS = {
    "the file is empty; download the template for an example": (
        gettext_later("The file is empty."),
        USE_TEMPLATE,
    ),
    'the first line is "dimension,group,count", or ends in "count"': (
        gettext_later("The first line does not name the columns."),
        gettext_later("The first line is: dimension,group,count."),
    ),
    NOT_UTF8: (
        gettext_later("A letter in this line can't be read."),
        gettext_later('Save the file in the spreadsheet as "CSV UTF-8" and send it again.'),
    ),
    "this line can't be read as a CSV": (
        gettext_later("This line can't be read."),
        USE_TEMPLATE,
    ),
    "'%(name)s' already has the group '%(group)s'": (
        gettext_later('The group "%(group)s" stands in the file twice.'),
        USE_ONCE,
    ),
    "%(cell)s was given already": (
        gettext_later('The combination "%(cell)s" stands in the file twice.'),
        USE_ONCE,
    ),
    "every column needs a name of its own": (
        gettext_later("Two columns have the same name, or a column has none."),
        gettext_later("Give every column the name of one question."),
    ),
    "%(wanted)s cells were expected, %(found)s found": (
        gettext_later("This line has %(found)s cells instead of %(wanted)s."),
        gettext_later("Look for a comma or semicolon too many or too few."),
    ),
    "a name is missing": (
        gettext_later("A name is missing in this line."),
        gettext_later("Fill in the group, or leave the line out."),
    ),
    "'%(text)s' is no whole number above 0, without dots": (
        gettext_later('"%(text)s" is not a whole number above 0.'),
        USE_A_NUMBER,
    ),
    "there is no group in the file": (
        gettext_later("No group in the file has a number."),
        USE_TEMPLATE,
    ),
    "'%(name)s' has one group only: there is nothing to compare": (
        gettext_later('"%(name)s" has one group only, so there is nothing to compare.'),
        gettext_later("Add the other groups, or leave this one out."),
    ),
    "'%(least)s' adds up to %(low)s people, but '%(most)s' to %(high)s": (
        gettext_later('"%(least)s" adds up to %(low)s people, but "%(most)s" to %(high)s.'),
        gettext_later("Use figures of the same year and the same area for all questions."),
    ),
}


@dataclass(frozen=True)
class PopulationFile:
    """A file that was read: the population with keys, or everything that is wrong with it.

    ``text`` is the file as it is stored. ``unnamed`` are the groups of the questions that the file
    has no number for, ``(question, options)``; no option at all: the whole question is missing.
    """

    population: Population | None
    text: str = ""
    problems: tuple[RowProblem, ...] = ()
    unnamed: tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...] = ()


def read_population_file(
    data: str | bytes, questions: Questions, *, language: str
) -> PopulationFile:
    """Read a file for these questions; with problems there is no population in it.

    ``language`` is the one in which the possible names are told.
    """
    if len(data) > LARGEST_FILE:
        return PopulationFile(None, problems=(too_large(LARGEST_FILE // 1000),))
    try:
        rows = tidy(population_rows(data))
        named, problems = with_keys(rows, questions, language)
        if problems:
            return PopulationFile(None, problems=tuple(problems[:MOST_PROBLEMS]))
        population = population_from(named)
    except InvalidPopulation as refused:
        return PopulationFile(None, problems=(in_our_words(refused),))
    return PopulationFile(population, written(named), (), unnamed_groups(population, questions))


def too_large(most: int) -> RowProblem:
    """Refuse a file that is longer than any list of groups."""
    return RowProblem(
        None,
        gettext_later("The file is larger than %(most)s kB."),
        gettext_later("Send groups only, one on a line. Leave out lines that nobody needs."),
        {"most": most},
    )


def in_our_words(refused: InvalidPopulation) -> RowProblem:
    """Say what the reader of the file said in the words of the page."""
    message, advice = IN_OUR_WORDS[refused.message]
    return RowProblem(refused.row, message, advice, refused.params)


def tidy(rows: Sequence[NumberedRow]) -> list[NumberedRow]:
    """Accept Dutch column names, columns with remarks, and lines without a number yet."""
    number, names = rows[0]
    header = [HEADER_WORDS.get(name.lower(), name) for name in names]
    if [name.lower() for name in header[:3]] != MARGINS_HEADER:
        return [(number, header), *(row for row in rows[1:] if row[1][-1])]
    cut = ((line, cells[:3]) for line, cells in rows[1:])
    return [(number, MARGINS_HEADER), *(row for row in cut if len(row[1]) < 3 or row[1][2])]


def with_keys(
    rows: Sequence[NumberedRow], questions: Questions, language: str
) -> tuple[list[NumberedRow], list[RowProblem]]:
    """Replace every name by its key, and tell which names the questions don't have."""
    if rows[0][1] == MARGINS_HEADER:
        return margins_with_keys(rows, questions, language)
    return cells_with_keys(rows, questions, language)


def margins_with_keys(
    rows: Sequence[NumberedRow], questions: Questions, language: str
) -> tuple[list[NumberedRow], list[RowProblem]]:
    """Name the groups of a file with a group on each line."""
    named, problems = [rows[0]], []
    for number, cells in rows[1:]:
        if len(cells) < 3 or not all(cells[:2]):
            named.append((number, cells))  # the reader tells what is missing
            continue
        question = question_named(questions, cells[0])
        option = option_named(question, cells[1]) if question else None
        if question is None:
            problems.append(unknown_question(number, cells[0], questions))
        elif option is None:
            problems.append(unknown_group(number, cells[1], question, language))
        else:
            named.append((number, [question["key"], option["key"], cells[2]]))
    return named, problems


def cells_with_keys(
    rows: Sequence[NumberedRow], questions: Questions, language: str
) -> tuple[list[NumberedRow], list[RowProblem]]:
    """Name the groups of a file with a combination of groups on each line."""
    header_row, header = rows[0]
    if header[-1].lower() != "count":
        return list(rows), []  # the reader tells what the first line should be
    asked = [question_named(questions, name) for name in header[:-1]]
    problems = [
        unknown_question(header_row, name, questions)
        for name, question in zip(header, asked, strict=False)
        if name and question is None
    ]
    if problems:
        return list(rows), problems
    keys = [question["key"] if question else "" for question in asked]
    named: list[NumberedRow] = [(header_row, [*keys, "count"])]
    for number, cells in rows[1:]:
        options = [
            option_named(question, cell) if question and cell else None
            for question, cell in zip(asked, cells, strict=False)
        ]
        problems += [
            unknown_group(number, cell, question, language)
            for question, cell, option in zip(asked, cells, options, strict=False)
            if question and cell and option is None
        ]
        groups = [option["key"] if option else "" for option in options]
        named.append((number, [*groups, *cells[len(asked) :]]))
    return named, problems


def unknown_question(row: int, name: str, questions: Questions) -> RowProblem:
    """Tell that the dialogue doesn't ask this."""
    return RowProblem(
        row,
        gettext_later('This dialogue does not ask about "%(name)s".'),
        gettext_later("It asks about: %(known)s. Use one of these names, or leave the line out."),
        {"name": name, "known": ", ".join(each["key"] for each in questions) or "–"},
    )


def unknown_group(row: int, name: str, question: Mapping[str, Any], language: str) -> RowProblem:
    """Tell that the question has no such group."""
    known = (words_of_option(each, language) for each in question["options"])
    return RowProblem(
        row,
        gettext_later('The question "%(question)s" has no group "%(name)s".'),
        gettext_later("Its groups are: %(known)s. Use one of these names, or leave the line out."),
        {"name": name, "question": question["key"], "known": ", ".join(known)},
    )


def unnamed_groups(
    population: Population, questions: Questions
) -> tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...]:
    """List what the questions have and the population lacks."""
    return tuple(_unnamed(population, questions))


def _unnamed(
    population: Population, questions: Questions
) -> Iterator[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]]:
    for question in questions:
        groups = population.margins.get(question["key"])
        if groups is None:
            yield question, ()
            continue
        lacking = tuple(each for each in question["options"] if each["key"] not in groups)
        if lacking:
            yield question, lacking


def written(rows: Sequence[NumberedRow]) -> str:
    """Write rows as the file that is stored."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(cells for _, cells in rows)
    return file.getvalue()
