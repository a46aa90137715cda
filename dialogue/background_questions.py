"""The standard questions about somebody's background: coarse, optional, never about health.

A question is ``{"key", "text_nl", "text_en", "options": [{"key", "nl", "en"}]}``, as the dialogue
keeps it; other languages have keys beside those.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dialogue.background_words import ELSEWHERE, LANGUAGES, STANDARD_WORDS, WHICH_NEIGHBOURHOOD
from dialogue.short_names import short_name_of

NEIGHBOURHOOD = "neighbourhood"
# More choices than this are no longer coarse.
MOST_NEIGHBOURHOODS = 20


def question(key: str, dutch: str, english: str, *options: tuple[str, str, str]) -> dict[str, Any]:
    """Put a question in the shape in which a dialogue keeps it."""
    return {
        "key": key,
        "text_nl": dutch,
        "text_en": english,
        "options": [{"key": name, "nl": nl, "en": en} for name, nl, en in options],
    }


def in_six(key: str, words: Sequence[str], *options: tuple[str, Sequence[str]]) -> dict[str, Any]:
    """Put a question in that shape, with its words in all ``LANGUAGES`` in their order."""
    asked = {f"text_{code}": each for code, each in zip(LANGUAGES, words, strict=True)}
    choices = [{"key": name, **dict(zip(LANGUAGES, each, strict=True))} for name, each in options]
    return {"key": key, **asked, "options": choices}


STANDARD_QUESTIONS: tuple[dict[str, Any], ...] = tuple(
    in_six(key, words, *options.items()) for key, (words, options) in STANDARD_WORDS.items()
)


def neighbourhood_question(names: Iterable[str]) -> dict[str, Any] | None:
    """Ask in which of these neighbourhoods somebody lives; fewer than two is no question."""
    cleaned = dict.fromkeys(" ".join(name.split())[:60] for name in names)
    chosen = [name for name in cleaned if name][:MOST_NEIGHBOURHOODS]
    if len(chosen) < 2:
        return None
    options: dict[str, Sequence[str]] = {
        short_name_of(name): [name] * len(LANGUAGES) for name in chosen
    }
    options.setdefault("elsewhere", ELSEWHERE)
    return in_six(NEIGHBOURHOOD, WHICH_NEIGHBOURHOOD, *options.items())
