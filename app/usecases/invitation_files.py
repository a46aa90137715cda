"""A file that says for which groups how many codes are wanted, checked before any is made.

    age;neighbourhood;count
    under-25;Palenstein;200
    25-44;;150

A cell may be empty: then that is not known of these people. Names as in ``population_files``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import gettext_later
from app.usecases.invitations import FEWEST_OF_A_GROUP, Batch
from app.usecases.population_files import (
    HEADER_WORDS,
    USE_ONCE,
    in_our_words,
    too_large,
    unknown_group,
    unknown_question,
)
from app.usecases.row_problems import MOST_PROBLEMS, RowProblem
from dialogue.group_names import option_named, question_named
from participation.population import InvalidPopulation, NumberedRow, population_rows

Questions = Sequence[Mapping[str, Any]]

LARGEST_FILE = 20_000  # bytes; some hundreds of lines
MOST_CODES = 1000
MOST_BATCHES = 200


@dataclass(frozen=True)
class BatchFile:
    """The batches of a file, or everything that is wrong with it."""

    batches: tuple[Batch, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def total(self) -> int:
        """Count all codes that are asked for."""
        return sum(batch.count for batch in self.batches)


def read_batches(data: str | bytes, questions: Questions, *, language: str) -> BatchFile:
    """Read a file for these questions; with a problem there is no batch in it."""
    if len(data) > LARGEST_FILE:
        return BatchFile(problems=(too_large(20),))
    try:
        rows = population_rows(data)
    except InvalidPopulation as refused:
        return BatchFile(problems=(in_our_words(refused),))
    asked, problems = read_header(rows[0], questions)
    if not problems:
        batches, problems = read_lines(asked, rows[1:], language)
        problems += problems_of_all(batches, problems)
    if problems:
        return BatchFile(problems=tuple(problems[:MOST_PROBLEMS]))
    return BatchFile(tuple(batches))


def read_header(
    row: NumberedRow, questions: Questions
) -> tuple[list[Mapping[str, Any]], list[RowProblem]]:
    """Find the questions that the columns are about; the last column counts."""
    number, names = row
    if HEADER_WORDS.get(names[-1].lower(), names[-1].lower()) != "count":
        return [], [no_count(number)]
    found = [(name, question_named(questions, name)) for name in names[:-1]]
    unknown = [unknown_question(number, name, questions) for name, each in found if each is None]
    asked = [each for _, each in found if each is not None]
    if not unknown and len({each["key"] for each in asked}) < len(asked):
        return [], [same_column(number)]
    return asked, unknown


def read_lines(
    asked: Sequence[Mapping[str, Any]], rows: Sequence[NumberedRow], language: str
) -> tuple[list[Batch], list[RowProblem]]:
    """Read a batch from every line, or what is wrong with the line."""
    batches: list[Batch] = []
    problems: list[RowProblem] = []
    for number, cells in rows:
        if len(cells) == len(asked) + 1 and not cells[-1]:
            continue  # a line of the template that nobody filled in
        groups, wrong = read_groups(asked, cells, number, language)
        wrong = wrong or count_problems(number, cells[-1], groups)
        if not wrong and any(each.groups == groups for each in batches):
            wrong = [given_twice(number, groups)]
        problems += wrong
        if not wrong:
            batches.append(Batch(int(cells[-1]), groups))
    return batches, problems


def read_groups(
    asked: Sequence[Mapping[str, Any]], cells: Sequence[str], number: int, language: str
) -> tuple[dict[str, str], list[RowProblem]]:
    """Find the groups that a line names."""
    if len(cells) != len(asked) + 1:
        return {}, [wrong_width(number, len(asked) + 1, len(cells))]
    groups: dict[str, str] = {}
    problems = []
    for question, name in zip(asked, cells, strict=False):
        option = option_named(question, name) if name else None
        if option is not None:
            groups[question["key"]] = option["key"]
        elif name:
            problems.append(unknown_group(number, name, question, language))
    return groups, problems


def count_problems(number: int, text: str, groups: Mapping[str, str]) -> list[RowProblem]:
    """Refuse what is no number of codes, and too few codes of a group."""
    fewest = FEWEST_OF_A_GROUP if groups else 1
    plain = text.isascii() and text.isdigit() and len(text) < 6
    if plain and fewest <= int(text) <= MOST_CODES:
        return []
    return [
        RowProblem(
            number,
            gettext_later('"%(text)s" is not a number of codes from %(fewest)s to %(most)s.'),
            gettext_later(
                "Fewer codes of a group are never made: who used one could be recognised."
            ),
            {"text": text[:40], "fewest": fewest, "most": MOST_CODES},
        )
    ]


def problems_of_all(batches: Sequence[Batch], problems: Sequence[RowProblem]) -> list[RowProblem]:
    """Refuse a file without a line, and one with more codes than a page can hold."""
    total = sum(batch.count for batch in batches)
    if not batches and not problems:
        return [
            RowProblem(
                None,
                gettext_later("The file asks for no codes."),
                gettext_later("Add a line for every group."),
            )
        ]
    if total <= MOST_CODES and len(batches) <= MOST_BATCHES:
        return []
    return [
        RowProblem(
            None,
            gettext_later("Together these are %(total)s codes, on %(lines)s lines."),
            gettext_later("Send at most %(most)s codes on %(most_lines)s lines at once."),
            {
                "total": total, "lines": len(batches),
                "most": MOST_CODES, "most_lines": MOST_BATCHES,
            },
        )
    ]  # fmt: skip


def no_count(number: int) -> RowProblem:
    """Refuse a first line that does not end in the number of codes."""
    return RowProblem(
        number,
        gettext_later("The first line does not name the columns."),
        gettext_later('The first line names questions of this dialogue and ends in "count".'),
    )


def same_column(number: int) -> RowProblem:
    """Refuse two columns about one question."""
    return RowProblem(
        number,
        gettext_later("Two columns have the same name, or a column has none."),
        gettext_later("Give every column the name of one question."),
    )


def given_twice(number: int, groups: Mapping[str, str]) -> RowProblem:
    """Refuse the same groups on a second line."""
    return RowProblem(
        number,
        gettext_later('The combination "%(cell)s" stands in the file twice.'),
        USE_ONCE,
        {"cell": ", ".join(groups.values()) or "–"},
    )


def wrong_width(number: int, wanted: int, found: int) -> RowProblem:
    """Refuse a line with a cell too many or too few."""
    return RowProblem(
        number,
        gettext_later("This line has %(found)s cells instead of %(wanted)s."),
        gettext_later("Look for a comma or semicolon too many or too few."),
        {"found": found, "wanted": wanted},
    )
