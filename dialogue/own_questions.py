"""What a dialogue may ask about people, such as their role: few things, coarse, never health.

Health is what the conversation is about. Beside a neighbourhood and an age it would tell who
somebody is and what they have; so it is never asked about a person.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dialogue.background_words import LANGUAGES
from dialogue.errors import AsksAboutHealth, QuestionsTooFine

MOST_QUESTIONS = 8
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
LONGEST_QUESTION, LONGEST_OPTION = 200, 60

# Conditions and care that somebody gets; not the work that somebody does in care.
_CONDITIONS = re.compile(
    r"\b(?:aandoening|ziekte|chronisch ziek|beperking|handicap|diagnose|medicijn|medicatie"
    r"|zwanger|verslaving|verslaafd|depressi|dementi|diabet|kanker|autis|adhd|psychische klacht"
    r"|illness|disease|disabilit|diagnos|medication|pregnan|addict|depress|cancer"
    r"|mental health problem)",
    re.IGNORECASE,
)
_ABOUT_HEALTH = re.compile(
    r"\b(?:hoe gezond|uw gezondheid|je gezondheid|ben(?:t u| je) (?:\w+ ){0,2}ziek"
    r"|how healthy|your health)\b",
    re.IGNORECASE,
)


def asks_about_health(text: str) -> bool:
    """Tell whether a question or an option is about the health of the person who answers."""
    return bool(_CONDITIONS.search(text) or _ABOUT_HEALTH.search(text))


def require_coarse(questions: Sequence[Mapping[str, Any]]) -> None:
    """Refuse too many or too fine questions, and those about health.

    Raises QuestionsTooFine or AsksAboutHealth.
    """
    sizes = [len(question["options"]) for question in questions]
    if len(sizes) > MOST_QUESTIONS or any(
        not FEWEST_OPTIONS <= size <= MOST_OPTIONS + 1 for size in sizes
    ):
        raise QuestionsTooFine(questions=MOST_QUESTIONS, options=MOST_OPTIONS)
    if any(asks_about_health(text) for question in questions for text in texts_of(question)):
        raise AsksAboutHealth


def texts_of(question: Mapping[str, Any]) -> list[str]:
    """Give every text of a question, in all languages."""
    options = (option.get(each, "") for option in question["options"] for each in LANGUAGES)
    return [*(question.get(f"text_{each}", "") for each in LANGUAGES), *options]
