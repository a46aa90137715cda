"""What the machine would look at again in a question, in words beside its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.i18n import gettext, gettext_later
from dialogue.models import Prompt
from dialogue.question_check import Hint, HintKind, check_question

# Whether a question is good is for people to say: these are hints, and never stop anybody.
WORDS = {
    HintKind.SEVERAL: gettext_later(
        "This looks like more than one question. Ask one thing at a time."
    ),
    HintKind.STEERING: gettext_later(
        "These words may steer the answer: %(words)s. Can it be asked without an opinion?"
    ),
    HintKind.LONG: gettext_later("This is long. Can it be shorter?"),
    HintKind.TWICE_NEGATIVE: gettext_later("This says no twice: %(words)s. Say what you do mean."),
    HintKind.JARGON: gettext_later(
        "Not everybody knows these words: %(words)s. How would you say it at home?"
    ),
    HintKind.LONG_WORDS: gettext_later("These are long words: %(words)s. Is there a shorter one?"),
    HintKind.HARD: gettext_later("This may be hard to read. Try shorter words and sentences."),
}
LANGUAGES = ("nl", "en")
CHECKED = ("text", "scale")
MOST_SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """A text of a question with its language, and the hints for it."""

    text: str
    language: str
    hints: list[str]


def hints_by_field(values: Mapping[str, str], most_prompts: int) -> dict[str, list[str]]:
    """Give the hints for the questions on a form, by the name of their field."""
    fields = (
        (f"prompt-{place}-{part}_{language}", language)
        for place in range(1, most_prompts + 1)
        for part in CHECKED
        for language in LANGUAGES
    )
    found = {name: hints_for(values.get(name, ""), language) for name, language in fields}
    return {name: hints for name, hints in found.items() if hints}


def with_hints(prompts: Iterable[Prompt]) -> list[list[Asked]]:
    """Give for each stored question its texts in both languages, each with its hints."""
    return [
        [
            Asked(text, language, hints_for(text, language))
            for part in CHECKED
            for language in LANGUAGES
            if (text := getattr(each, f"{part}_{language}"))
        ]
        for each in prompts
    ]


def hints_for(text: str, language: str) -> list[str]:
    """Give the hints for a question, as sentences in the language of the visitor."""
    return [said(each) for each in check_question(text, language)]


def said(hint: Hint) -> str:
    """Put a hint in words, with at most a few of the words that it is about."""
    words = ", ".join(f'"{word}"' for word in hint.words[:MOST_SHOWN])
    sentence = gettext(WORDS[hint.kind])
    return sentence % {"words": words} if hint.words else sentence
