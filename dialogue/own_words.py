"""The texts of a dialogue that residents read, each with its words in more languages than Dutch.

A text has a place, such as ``prompt-1.hint``. Dutch and English stand in columns, other languages
in ``words`` of the row; the words of background questions stand in the questions themselves.
Beside them ``Dialogue.words`` keeps what is not said yet: ``drafts-<language>`` by a machine and
``former-<language>`` from before the Dutch changed, both by the Dutch that they translate.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

from dialogue.background_questions import NEIGHBOURHOOD
from dialogue.models import Chamber, Dialogue, Indicator, Prompt, own_words

LANGUAGES = ("en", "tr", "ar", "pl", "uk")
IN_COLUMNS = ("en",)
DRAFTS, FORMER, ASKED = "drafts", "former", "asked"
# The fields of each kind of row, with the most characters of each.
OF_DIALOGUE = {"title": 200, "intro": 2000, "purpose": 2000, "decides": 2000, "not_open": 2000}
OF_PROMPT = {"text": 500, "hint": 500, "scale": 300}
OF_CHAMBER = {"name": 100}
OF_INDICATOR = {"text": 300, "lowest": 60, "highest": 60}
OF_QUESTION, OF_OPTION = 200, 60

Words = Mapping[str, Mapping[str, str]]
WithWords = Dialogue | Prompt | Chamber | Indicator


class Text(Protocol):
    """A text in Dutch, whose words in another language can be read and written."""

    place: str
    kind: str
    number: int
    limit: int

    @property
    def dutch(self) -> str:
        """Give the Dutch, that all others translate."""

    def read(self, language: str) -> str:
        """Give the words in this language; empty when there are none."""

    def write(self, language: str, text: str) -> None:
        """Keep the words in this language."""


@dataclass(frozen=True)
class RowText:
    """A text in the columns of a row; ``number`` counts rows of a kind from 1."""

    row: WithWords
    field: str
    kind: str
    number: int
    limit: int

    @property
    def place(self) -> str:
        """Name the text within its dialogue."""
        return f"{self.kind}-{self.number}.{self.field}"

    @property
    def dutch(self) -> str:
        """Give the Dutch, that all others translate."""
        return str(getattr(self.row, f"{self.field}_nl"))

    def read(self, language: str) -> str:
        """Give the words in this language; empty when there are none."""
        return own_words(self.row, self.field, language)

    def write(self, language: str, text: str) -> None:
        """Keep the words in this language."""
        if language in IN_COLUMNS:
            setattr(self.row, f"{self.field}_{language}", text)
        else:
            self.row.words = with_word(self.row.words, language, self.field, text)


@dataclass(frozen=True)
class QuestionText:
    """A question about people, or an answer to choose (by its key)."""

    dialogue: Dialogue
    question: str
    number: int
    option: str = ""

    @property
    def place(self) -> str:
        """Name the text within its dialogue."""
        return f"question-{self.question}" + (f".{self.option}" if self.option else "")

    @property
    def kind(self) -> str:
        """Tell a question from an answer."""
        return "option" if self.option else "question"

    @property
    def field(self) -> str:
        """Name the field for the words of the page."""
        return "text"

    @property
    def limit(self) -> int:
        """Give the most characters."""
        return OF_OPTION if self.option else OF_QUESTION

    @property
    def dutch(self) -> str:
        """Give the Dutch, that all others translate."""
        return self.read("nl")

    def read(self, language: str) -> str:
        """Give the words in this language; empty when there are none."""
        return str(self.within(self.dialogue.background_questions).get(self.key(language), ""))

    def write(self, language: str, text: str) -> None:
        """Keep the words in this language."""
        changed = deepcopy(self.dialogue.background_questions)
        self.within(changed)[self.key(language)] = text
        self.dialogue.background_questions = changed

    def key(self, language: str) -> str:
        """Give the key of the words: a question has others than an option."""
        return language if self.option else f"text_{language}"

    def within(self, questions: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Find the question, or its option."""
        asked = next(each for each in questions if each["key"] == self.question)
        if not self.option:
            return asked
        found: dict[str, Any] = next(
            each for each in asked["options"] if each["key"] == self.option
        )
        return found


def texts_of(
    dialogue: Dialogue,
    prompts: Sequence[Prompt],
    chambers: Sequence[Chamber],
    indicators: Sequence[Indicator],
) -> list[RowText | QuestionText]:
    """List every text that has Dutch words, in the order in which residents meet them."""
    texts: list[RowText | QuestionText] = [
        *of_rows([dialogue], "dialogue", OF_DIALOGUE),
        *of_rows(prompts, "prompt", OF_PROMPT),
        *of_rows(chambers, "chamber", OF_CHAMBER),
        *of_questions(dialogue),
        *of_rows(indicators, "indicator", OF_INDICATOR),
    ]
    return [each for each in texts if each.dutch]


def of_rows(rows: Iterable[WithWords], kind: str, fields: Mapping[str, int]) -> Iterator[RowText]:
    """List the texts of rows of a kind."""
    for number, row in enumerate(rows, 1):
        yield from (RowText(row, field, kind, number, limit) for field, limit in fields.items())


def of_questions(dialogue: Dialogue) -> Iterator[QuestionText]:
    """List the texts of the questions about people; the names of places are no texts."""
    for number, asked in enumerate(dialogue.background_questions, 1):
        yield QuestionText(dialogue, asked["key"], number)
        for option in asked["options"]:
            if asked["key"] != NEIGHBOURHOOD or option["key"] == "elsewhere":
                yield QuestionText(dialogue, asked["key"], number, option["key"])


def with_word(words: Words, language: str, field: str, text: str) -> dict[str, dict[str, str]]:
    """Give the words with this one in it, or without it when it is empty."""
    made = {code: dict(fields) for code, fields in (words or {}).items()}
    made.setdefault(language, {})[field] = text
    if not text:
        del made[language][field]
    return {code: fields for code, fields in made.items() if fields}


def only_said(words: Words) -> dict[str, dict[str, str]]:
    """Give the words of a dialogue without drafts and wishes: those that residents read."""
    return {code: dict(words[code]) for code in LANGUAGES if (words or {}).get(code)}


def aside(dialogue: Dialogue, kind: str, language: str) -> dict[str, str]:
    """Give what is kept aside for a language: drafts, former words, or what was asked."""
    return dict((dialogue.words or {}).get(f"{kind}-{language}", {}))


def keep_aside(dialogue: Dialogue, kind: str, language: str, kept: Mapping[str, str]) -> None:
    """Keep something aside in place of what was there; nothing empties it."""
    words = {code: dict(each) for code, each in (dialogue.words or {}).items()}
    words[f"{kind}-{language}"] = dict(kept)
    dialogue.words = {code: each for code, each in words.items() if each}


def suggested(dialogue: Dialogue, language: str, dutch: str) -> tuple[str, str]:
    """Give words that nobody saved yet for this Dutch, and where they are from; empty: none."""
    for kind in (FORMER, DRAFTS):
        found = aside(dialogue, kind, language).get(dutch, "")
        if found:
            return found, kind
    return "", ""


def carry_row_words(
    dialogue: Dialogue,
    former: Sequence[WithWords],
    present: Sequence[WithWords],
    fields: Iterable[str],
) -> None:
    """Give new rows the words of former ones with the same Dutch.

    Where the Dutch of a row changed, its words are kept aside: a person has to read them again.
    """
    for place, row in enumerate(present):
        for field in fields:
            dutch = getattr(row, f"{field}_nl")
            same = next((each for each in former if getattr(each, f"{field}_nl") == dutch), None)
            if dutch and same is not None:
                copy_words(same, row, field)
            elif dutch and place < len(former):
                put_aside(dialogue, former[place], field, dutch)


def copy_words(source: WithWords, target: WithWords, field: str) -> None:
    """Copy the words of a field in the languages without a column."""
    for language, fields in only_said(source.words).items():
        if field in fields:
            target.words = with_word(target.words, language, field, fields[field])


def put_aside(dialogue: Dialogue, source: WithWords, field: str, dutch: str) -> None:
    """Keep the words of a field as former words of the Dutch that takes its place."""
    for language, fields in only_said(source.words).items():
        if field in fields:
            former = aside(dialogue, FORMER, language) | {dutch: fields[field]}
            keep_aside(dialogue, FORMER, language, former)


def drop_words_that_changed(dialogue: Dialogue, before: Mapping[str, str]) -> None:
    """Take back the words of the dialogue's own texts whose Dutch is not what it was.

    ``before``: the Dutch by field.
    """
    for field, dutch in before.items():
        now = getattr(dialogue, f"{field}_nl")
        if now == dutch:
            continue
        if now:
            put_aside(dialogue, dialogue, field, now)
        for language in LANGUAGES:
            if language not in IN_COLUMNS:
                dialogue.words = with_word(dialogue.words, language, field, "")


def carry_question_words(
    former: Sequence[Mapping[str, Any]], present: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give questions about people the words that former ones had for the same Dutch."""
    known = {each["key"]: each for each in former}
    return [carried_question(known.get(each["key"], {}), each) for each in present]


def carried_question(former: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Give one question the words that it had."""
    options = {each["key"]: each for each in former.get("options", ())}
    return {
        **missing_words(former, present, "text_"),
        "options": [
            missing_words(options.get(each["key"], {}), each, "") for each in present["options"]
        ],
    }


def missing_words(
    former: Mapping[str, Any], present: Mapping[str, Any], prefix: str
) -> dict[str, Any]:
    """Fill in words in languages that a text lacks, when its Dutch is the same."""
    names = [f"{prefix}{language}" for language in LANGUAGES if language not in IN_COLUMNS]
    same = former.get(f"{prefix}nl") == present[f"{prefix}nl"]
    found = {name: former[name] for name in names if same and former.get(name)}
    return {**present, **{name: text for name, text in found.items() if not present.get(name)}}
