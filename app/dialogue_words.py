"""The words of a dialogue are in Dutch, some in more languages: mark the Dutch on pages in others.

A screen reader then speaks Dutch there, and the words keep their direction on an Arabic page.
"""

from collections.abc import Callable

from jinja2 import Environment

from app.i18n import DEFAULT_LANGUAGE, SOURCE_LANGUAGE, current_language
from dialogue.models import InOwnLanguage, in_language, own_words

# Jinja escapes the words, so that nothing here says of a value that it is safe.
MARK = (
    Environment(autoescape=True)
    .from_string('{% macro mark(text) %}<span lang="nl" dir="ltr">{{ text }}</span>{% endmacro %}')
    .module
)


def say(row: object, field: str, language: str) -> str:
    """Read a text of a dialogue in this language, or else in Dutch and marked as Dutch."""
    text = in_language(row, field, language)
    if not text or not reads_dutch(row, field, language):
        return text
    return marked(text)


def reads_dutch(row: object, field: str, language: str) -> bool:
    """Tell whether somebody who reads this language gets this text in Dutch instead.

    A text that is not there is in no language.
    """
    if language == DEFAULT_LANGUAGE or not getattr(row, f"{field}_nl"):
        return False
    return not own_words(row, field, language)


def in_dutch(text: str) -> str:
    """Mark a text that is in Dutch, unless it is known to be in the language of the page.

    On a page in English nothing is marked: every such text has English words.
    """
    if not text or current_language() in (DEFAULT_LANGUAGE, SOURCE_LANGUAGE):
        return text
    if isinstance(text, InOwnLanguage):
        return text
    return marked(text)


def marked(text: str) -> str:
    """Say in HTML that a text is Dutch, whatever the language and the direction of the page."""
    mark: Callable[[str], str] = vars(MARK)["mark"]
    return mark(text)
