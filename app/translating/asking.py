"""What the services have in common: the question goes out, and the reply is believed in part."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.outside import NoReply, Service
from app.translating.problems import PROBLEMS, Problem, TranslationFailed
from dialogue.errors import Refusal
from dialogue.wording import clean_text

# A translation is longer than its original now and then, but not like this.
TIMES_LONGER, ALWAYS_ALLOWED = 4, 300


class Reply(BaseModel):
    """A reply of which only what we ask for is read; a number is no text."""

    model_config = ConfigDict(strict=True)


Shape = TypeVar("Shape", bound=Reply)


def ask(service: Service, path: str, question: Mapping[str, object]) -> bytes:
    """Send a question. Raises TranslationFailed."""
    try:
        return service.ask(path, question)
    except NoReply as failure:
        raise TranslationFailed(PROBLEMS[failure.why]) from failure


def read(shape: type[Shape], body: bytes | str) -> Shape:
    """Read a reply in this shape. Raises TranslationFailed."""
    try:
        return shape.model_validate_json(body)
    except ValidationError:
        # Not chained: a validation error repeats what was said.
        raise TranslationFailed(Problem.UNREADABLE) from None


def checked(translations: list[str], texts: list[str]) -> list[str]:
    """Clean translations, one for each text and of a length that one can have.

    Raises TranslationFailed.
    """
    if len(translations) != len(texts):
        raise TranslationFailed(Problem.UNREADABLE)
    return [clean(each, text) for each, text in zip(translations, texts, strict=True)]


def clean(translation: str, text: str) -> str:
    """Clean one translation as what people write is cleaned. Raises TranslationFailed."""
    try:
        return clean_text(translation, limit=TIMES_LONGER * len(text) + ALWAYS_ALLOWED)
    except Refusal:
        raise TranslationFailed(Problem.UNREADABLE) from None
