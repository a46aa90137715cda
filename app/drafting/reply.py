"""What a language model replied, believed only as far as it can be checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.drafting.problems import DraftFailed, Problem
from app.outside import said_in
from dialogue.errors import Refusal
from dialogue.themes import LABEL_LIMIT, clean_label
from dialogue.wording import clean_text

SUMMARY_LIMIT = 1_000
# Fewer letters stand in any answer, so they would prove nothing.
SHORTEST_QUOTE = 12
LONGEST_QUOTE = 500
MOST_QUOTES = 4


class Written(BaseModel):
    """The reply as it was asked for; more keys are ignored, other kinds of value are refused."""

    model_config = ConfigDict(strict=True)

    label: Annotated[str, StringConstraints(max_length=LABEL_LIMIT)]
    summary: Annotated[str, StringConstraints(max_length=SUMMARY_LIMIT)]
    quotes: list[Annotated[str, StringConstraints(max_length=LONGEST_QUOTE)]]


class Draft(BaseModel):
    """A name and a summary, with quotes that stand in the answers letter by letter."""

    model_config = ConfigDict(frozen=True)

    label: str
    summary: str
    quotes: list[dict[str, str]]


def read_reply(body: bytes, answers: Mapping[UUID, str]) -> Draft:
    """Read a chat completion about these answers. Raises DraftFailed with what is wrong with it."""
    written = parse(body)
    quotes = checked_quotes(written.quotes, answers)
    if not quotes:
        raise DraftFailed(Problem.NO_QUOTES)
    try:
        label = clean_label(written.label)
        summary = clean_text(written.summary, limit=SUMMARY_LIMIT)
    except Refusal as refusal:
        raise DraftFailed(Problem.UNREADABLE) from refusal
    return Draft(label=label, summary=summary, quotes=quotes)


def parse(body: bytes) -> Written:
    """Take the JSON out of the envelope and check its shape."""
    try:
        return Written.model_validate_json(said_in(body))
    except (ValidationError, ValueError):
        # Not chained: a validation error repeats what was said.
        raise DraftFailed(Problem.UNREADABLE) from None


def checked_quotes(quotes: Sequence[str], answers: Mapping[UUID, str]) -> list[dict[str, str]]:
    """Keep the quotes that stand in an answer, with that answer; runs of space are one space."""
    found: dict[str, str] = {}
    plain = {each: single_spaced(text) for each, text in answers.items()}
    for quote in map(single_spaced, quotes):
        source = source_of(quote, plain.items())
        if source is not None:
            found.setdefault(quote, str(source))
    pairs = list(found.items())[:MOST_QUOTES]
    return [{"contribution_id": source, "text": quote} for quote, source in pairs]


def source_of(quote: str, answers: Iterable[tuple[UUID, str]]) -> UUID | None:
    """Find an answer in which the quote stands as whole words; a whole answer may be short."""
    whole_words = re.compile(rf"(?<!\w){re.escape(quote)}(?!\w)")
    for each, text in answers:
        if quote and (quote == text or len(quote) >= SHORTEST_QUOTE) and whole_words.search(text):
            return each
    return None


def single_spaced(text: str) -> str:
    """Give the text with every run of space as one space."""
    return " ".join(text.split())
