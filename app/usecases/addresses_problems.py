"""What is wrong in a list of addresses, in words: which row, which column, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import current_language, gettext, gettext_later
from app.usecases.addresses import GUESSED_LETTERS
from app.usecases.addresses_checking import UNREADABLE
from app.usecases.addresses_file import GROUP, letter_of
from app.usecases.row_problems import RowProblem
from dialogue.group_names import words_of_option, words_of_question

Questions = Sequence[Mapping[str, Any]]

FIELD_WORDS: Mapping[str, str] = {
    "name": gettext_later("Name or first name"),
    "infix": gettext_later("Infix, such as van or de"),
    "surname": gettext_later("Surname"),
    "email": gettext_later("E-mail"),
    "phone": gettext_later("Mobile number"),
    "street": gettext_later("Street, with the house number or without"),
    "number": gettext_later("House number"),
    "addition": gettext_later("Addition to the house number"),
    "postcode": gettext_later("Postcode"),
    "town": gettext_later("Town"),
    "language": gettext_later("Language"),
}
LEAVE_EMPTY = gettext_later("Repair it, or leave the cell empty.")
WORDS: Mapping[str, tuple[str, str]] = {
    "email": (gettext_later("This is not an e-mail address."), LEAVE_EMPTY),
    "phone": (
        gettext_later("This is not a telephone number."),
        gettext_later("Write it like 06 12345678, from abroad with + and the country."),
    ),
    "postcode": (
        gettext_later("This is not a Dutch postcode."),
        gettext_later("Write it like 2711 AB."),
    ),
    "landline": (
        gettext_later("Text messages can't go to this number, and there is no other way."),
        gettext_later("Add a mobile number, an e-mail or a whole address."),
    ),
    "unreachable": (
        gettext_later("There is no way to reach this person."),
        gettext_later("Add an e-mail, a mobile number, or street, postcode and town."),
    ),
    "twice": (
        gettext_later("Row %(other)s has the same address."),
        gettext_later("Keep one of the two rows."),
    ),
    "listed": (
        gettext_later("This address is on another list of this dialogue."),
        gettext_later("Leave this row out: nobody gets two codes."),
    ),
    "group": (
        gettext_later("The dialogue does not have this group."),
        gettext_later("Use one of these, or leave the cell empty: %(known)s."),
    ),
    "language": (
        gettext_later("We don't know this language."),
        gettext_later("Use nl, en, tr, ar, pl or uk, or leave the cell empty."),
    ),
    "wide": (
        gettext_later("This row has more cells than there are columns."),
        gettext_later("Look for a comma or semicolon too many."),
    ),
    "long": (
        gettext_later("This cell is longer than any name or address."),
        gettext_later("Look whether it belongs in this column."),
    ),
    UNREADABLE: (
        gettext_later("The file that was kept can't be opened any more."),
        gettext_later("Send it again."),
    ),
}


@dataclass(frozen=True)
class Told:
    """A problem in words; ``row`` is 0 for the file as a whole, ``column`` a letter or empty."""

    row: int
    column: str
    field: str
    said: str
    advised: str


def told_problems(problems: Sequence[Mapping[str, Any]], questions: Questions) -> list[Told]:
    """Put problems in words in the language of the visitor, in the order of the rows."""
    return [told_problem(each, questions) for each in problems if each["kind"] != GUESSED_LETTERS]


def told_problem(problem: Mapping[str, Any], questions: Questions) -> Told:
    """Put one problem in words."""
    message, advice = WORDS[problem["kind"]]
    at = problem.get("at", "")
    params = {key: problem[key] for key in ("other",) if key in problem}
    if problem["kind"] == "group":
        params["known"] = groups_in_words(at, questions)
    words = RowProblem(problem["row"], message, advice, params)
    return Told(
        problem["row"],
        letter_of(problem["column"]) if problem.get("column", -1) >= 0 else "",
        field_in_words(at, questions),
        words.said(),
        words.advised(),
    )


def field_in_words(field: str, questions: Questions) -> str:
    """Name one of our fields, or the question that a column answers."""
    if not field.startswith(GROUP):
        return gettext(FIELD_WORDS[field]) if field in FIELD_WORDS else ""
    asked = question_of(field, questions)
    return words_of_question(asked, current_language()) if asked else ""


def groups_in_words(field: str, questions: Questions) -> str:
    """Name the groups of the question that a column answers."""
    asked = question_of(field, questions)
    options = asked["options"] if asked else ()
    return ", ".join(words_of_option(each, current_language()) for each in options)


def question_of(field: str, questions: Questions) -> Mapping[str, Any] | None:
    """Find the question that a column answers."""
    key = field.removeprefix(GROUP)
    return next((each for each in questions if each["key"] == key), None)
