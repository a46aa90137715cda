"""The standard questions about somebody's background: coarse, optional, never about health.

A question is ``{"key", "text_nl", "text_en", "options": [{"key", "nl", "en"}]}``, as the dialogue
keeps it.
"""

from collections.abc import Iterable
from typing import Any

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


STANDARD_QUESTIONS: tuple[dict[str, Any], ...] = (
    question(
        "age",
        "Hoe oud bent u?",
        "How old are you?",
        ("under-25", "Jonger dan 25", "Under 25"),
        ("25-44", "25 tot en met 44", "25 to 44"),
        ("45-64", "45 tot en met 64", "45 to 64"),
        ("65-79", "65 tot en met 79", "65 to 79"),
        ("80-plus", "80 of ouder", "80 or older"),
    ),
    question(
        "gender",
        "Wat bent u?",
        "Are you ...",
        ("woman", "Vrouw", "A woman"),
        ("man", "Man", "A man"),
        ("other", "Anders", "Neither or in another way"),
    ),
    question(
        "mother-tongue",
        "Welke taal spreekt u thuis het meest?",
        "Which language do you speak most at home?",
        ("dutch", "Nederlands of een Nederlands dialect", "Dutch or a Dutch dialect"),
        ("turkish", "Turks", "Turkish"),
        ("arabic", "Arabisch of Berbers", "Arabic or Berber"),
        (
            "slavic",
            "Pools, Oekraïens of een andere Slavische taal",
            "Polish, Ukrainian or another Slavic language",
        ),
        ("english", "Engels", "English"),
        ("other", "Een andere taal", "Another language"),
    ),
    question(
        "education",
        "Welke opleiding heeft u afgemaakt?",
        "Which education did you complete?",
        ("primary", "Basisschool, vmbo of mavo", "Primary or lower secondary school"),
        ("secondary", "Mbo, havo of vwo", "Vocational or higher secondary school"),
        ("higher", "Hbo of universiteit", "College or university"),
    ),
)


def neighbourhood_question(names: Iterable[str]) -> dict[str, Any] | None:
    """Ask in which of these neighbourhoods somebody lives; fewer than two is no question."""
    cleaned = dict.fromkeys(" ".join(name.split())[:60] for name in names)
    chosen = [name for name in cleaned if name][:MOST_NEIGHBOURHOODS]
    if len(chosen) < 2:
        return None
    options = {short_name_of(name): (short_name_of(name), name, name) for name in chosen}
    elsewhere = ("elsewhere", "Ergens anders", "Somewhere else")
    return question(
        NEIGHBOURHOOD,
        "In welke wijk woont u?",
        "Which neighbourhood do you live in?",
        *options.values(),
        *(() if "elsewhere" in options else (elsewhere,)),
    )
