"""The part of the step plan about people: what is asked about them, and for whom they speak."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.i18n import gettext
from app.routes.facilitator.design_fields import DesignForm
from dialogue.background_questions import (
    NEIGHBOURHOOD,
    STANDARD_QUESTIONS,
    neighbourhood_question,
    question,
)
from dialogue.models import Chamber, Dialogue, Helix
from dialogue.own_questions import (
    FEWEST_OPTIONS,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    asks_about_health,
)
from dialogue.short_names import short_name_of

STANDARD_KEYS = frozenset({each["key"] for each in STANDARD_QUESTIONS} | {NEIGHBOURHOOD})
OWN_FIELDS = ("text_nl", "text_en", "options_nl", "options_en")
EMPTY_PLACES = 2
LONGEST_KEY = 40

Questions = list[dict[str, Any]]


def own_questions(dialogue: Dialogue) -> Questions:
    """List the questions that this dialogue made for itself."""
    return [each for each in dialogue.background_questions if each["key"] not in STANDARD_KEYS]


def fill_people(values: dict[str, str], dialogue: Dialogue, chambers: Sequence[Chamber]) -> None:
    """Fill the form with the questions of the dialogue itself and what stands beside them."""
    for place, each in enumerate(own_questions(dialogue), 1):
        for name in ("text_nl", "text_en"):
            values[f"own-{place}-{name}"] = each.get(name, "")
        for language in ("nl", "en"):
            lines = [option.get(language, "") for option in each["options"]]
            values[f"own-{place}-options_{language}"] = "\n".join(lines) if all(lines) else ""
    values["neighbourhoods"] = "\n".join(neighbourhoods_of(dialogue))
    values["asks_collective"] = "yes" if dialogue.asks_collective else ""
    for chamber in chambers:
        values[f"side-{chamber.key}"] = chamber.helix or ""


def neighbourhoods_of(dialogue: Dialogue) -> list[str]:
    """The names in the question about where somebody lives, without "somewhere else"."""
    asked = (each for each in dialogue.background_questions if each["key"] == NEIGHBOURHOOD)
    return [
        option["nl"] for each in asked for option in each["options"] if option["key"] != "elsewhere"
    ]


def offered_questions(dialogue: Dialogue) -> Questions:
    """List the standard questions as this dialogue words them, and where people live."""
    known = {each["key"]: each for each in dialogue.background_questions}
    offered = [known.get(each["key"], each) for each in STANDARD_QUESTIONS]
    return offered + ([known[NEIGHBOURHOOD]] if NEIGHBOURHOOD in known else [])


def read_questions(read: DesignForm, dialogue: Dialogue) -> Questions:
    """Put the ticked questions and those of the dialogue itself together."""
    asked = chosen_questions(read, dialogue) + read_own_questions(read, dialogue)
    if len(asked) > MOST_QUESTIONS:
        problem = gettext("Ask at most %(most)s things about people.")
        read.errors["background"] = problem % {"most": MOST_QUESTIONS}
    return asked


def chosen_questions(read: DesignForm, dialogue: Dialogue) -> Questions:
    """Put the ticked questions together; where people live is asked by the names filled in."""
    offered = {each["key"]: each for each in offered_questions(dialogue)}
    names = read.lines("neighbourhoods")
    living = neighbourhood_question(names)
    if living is not None and names != neighbourhoods_of(dialogue):
        offered[NEIGHBOURHOOD] = living
    if NEIGHBOURHOOD in read.background and NEIGHBOURHOOD not in offered:
        read.errors["neighbourhoods"] = gettext("Write at least two names, one on each line.")
    return [offered[key] for key in dict.fromkeys(read.background) if key in offered]


def read_own_questions(read: DesignForm, dialogue: Dialogue) -> Questions:
    """Read the questions that are filled in, each with its answers on lines."""
    known = {each["text_nl"]: each for each in own_questions(dialogue)}
    made: Questions = []
    for place in range(1, MOST_QUESTIONS + 1):
        if any(read.values.get(f"own-{place}-{name}", "").strip() for name in OWN_FIELDS):
            made += read_own_question(read, f"own-{place}-", known, made)
    return made


def read_own_question(
    read: DesignForm, prefix: str, known: Mapping[str, dict[str, Any]], made: Questions
) -> Questions:
    """Read one question, or note at its fields what is wrong."""
    text_nl = read.read_text(f"{prefix}text_nl", LONGEST_QUESTION)
    text_en = read.read_text(f"{prefix}text_en", LONGEST_QUESTION)
    dutch, english = read.lines(f"{prefix}options_nl"), read.lines(f"{prefix}options_en")
    before = known.get(text_nl)
    key = before["key"] if before else short_name_of(text_nl)[:LONGEST_KEY]
    found = {
        f"{prefix}text_nl": text_problem(text_nl, key, made),
        f"{prefix}options_nl": options_problem(dutch),
        f"{prefix}options_en": english_problem(dutch, english),
    }
    for name, problem in found.items():
        if problem:
            read.errors.setdefault(name, problem)
    if any(name.startswith(prefix) for name in read.errors):
        return []
    keys = {option["nl"]: option["key"] for option in before["options"]} if before else {}
    options = [
        (keys.get(nl, short_name_of(nl)), nl, en)
        for nl, en in zip(dutch, english or dutch, strict=True)
    ]
    return [question(key, text_nl, text_en or text_nl, *options)]


def text_problem(text: str, key: str, made: Questions) -> str:
    """Say what is wrong with a question; empty when nothing is."""
    if not text:
        return gettext("Write the question in Dutch.")
    if key in STANDARD_KEYS or key in {each["key"] for each in made}:
        return gettext("This is asked already. Use other words.")
    if asks_about_health(text):
        return gettext("About people we never ask how healthy they are or which care they get.")
    return ""


def options_problem(options: Sequence[str]) -> str:
    """Say what is wrong with the answers to choose from; empty when nothing is."""
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        problem = gettext("Give %(fewest)s to %(most)s answers, one on each line.")
        return problem % {"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS}
    if any(len(each) > LONGEST_OPTION for each in options):
        return gettext("Keep every answer under %(limit)s characters.") % {"limit": LONGEST_OPTION}
    if len({short_name_of(each) for each in options}) < len(options):
        return gettext("Two answers are the same. Change one of them.")
    if any(asks_about_health(each) for each in options):
        return gettext("About people we never ask how healthy they are or which care they get.")
    return ""


def english_problem(dutch: Sequence[str], english: Sequence[str]) -> str:
    """Say that there is not an English answer for each Dutch one; empty when there is."""
    if english and len(english) != len(dutch):
        return gettext("Give as many English answers as Dutch ones, in the same order.")
    if any(len(each) > LONGEST_OPTION for each in english):
        return gettext("Keep every answer under %(limit)s characters.") % {"limit": LONGEST_OPTION}
    return ""


def read_sides(read: DesignForm, chambers: Sequence[Chamber]) -> dict[UUID, Helix | None]:
    """Read to which side of society each chamber belongs."""
    sides: dict[UUID, Helix | None] = {}
    for chamber in chambers:
        raw = read.values.get(f"side-{chamber.key}", "")
        if raw and raw not in set(Helix):
            read.errors[f"side-{chamber.key}"] = gettext("Choose one from the list.")
        sides[chamber.id] = Helix(raw) if raw in set(Helix) else None
    return sides
