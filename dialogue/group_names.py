"""Find a background question or one of its groups by what people call it: key, or any words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dialogue.background_words import LANGUAGES
from dialogue.models import InOwnLanguage


def plain_name(name: str) -> str:
    """Give a name without what a spreadsheet or a typist changes in it: case and spaces."""
    return " ".join(name.split()).casefold()


def question_named(questions: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    """Find the question with this key or in these words."""
    wanted = plain_name(name)
    return next((each for each in questions if wanted in names_of_question(each)), None)


def option_named(question: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Find the option with this key or in these words; a key goes before words."""
    wanted = plain_name(name)
    options: Sequence[Mapping[str, Any]] = question["options"]
    by_key = (each for each in options if plain_name(each["key"]) == wanted)
    by_words = (each for each in options if wanted in plain_names(each.get(k) for k in LANGUAGES))
    return next(by_key, None) or next(by_words, None)


def names_of_question(question: Mapping[str, Any]) -> frozenset[str]:
    """Give everything that a question may be called."""
    return plain_names([question["key"], *(question.get(f"text_{each}") for each in LANGUAGES)])


def plain_names(names: Iterable[str | None]) -> frozenset[str]:
    """Give these names in their plain form, without the empty ones."""
    return frozenset(plain_name(each) for each in names if each)


def words_of_question(question: Mapping[str, Any], language: str) -> str:
    """Say a question in a language, or in Dutch."""
    return InOwnLanguage(question.get(f"text_{language}") or "") or str(question["text_nl"])


def words_of_option(option: Mapping[str, Any], language: str) -> str:
    """Say an option in a language, or in Dutch."""
    return InOwnLanguage(option.get(language) or "") or str(option["nl"])
