"""The statements of each scale about taking part, in words about the others or about the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.queries.closing import OwnAnswers
from dialogue.closing_questions import HEARD, LEGITIMACY, PULSE, SCALES
from dialogue.closing_words import JUDGED, statement_in
from dialogue.models import Indicator, InOwnLanguage, Moment, in_language
from participation.heard import FEELING_HEARD, Item
from participation.heard import LEGITIMACY as LEGITIMACY_ITEMS
from participation.heard import PULSE as PULSE_ITEMS

STATEMENTS: dict[str, tuple[Item, ...]] = {
    HEARD: FEELING_HEARD,
    PULSE: PULSE_ITEMS,
    LEGITIMACY: LEGITIMACY_ITEMS,
}


@dataclass(frozen=True)
class Statement:
    """A statement in somebody's language, with what they chose; none: nothing."""

    key: str
    words: str
    value: int | None


@dataclass(frozen=True)
class Told:
    """What somebody told at a moment: on a scale, or with the scale "" about the indicators."""

    moment: Moment
    scale: str
    statements: tuple[Statement, ...]


def statements(scale: str, moment: Moment, language: str, own: OwnAnswers) -> tuple[Statement, ...]:
    """Give the statements of a scale in their order, in this language or in Dutch."""
    told = own.scales.get((moment, scale))
    answers = told.answers if told else {}
    return tuple(
        Statement(each.key, worded(each, moment, language), answers.get(each.key))
        for each in STATEMENTS[scale]
    )


def worded(item: Item, moment: Moment, language: str) -> str:
    """Put a statement in words, about who is judged at this moment."""
    if language == "en":
        return item.english.format(others=JUDGED["en"][moment])
    dutch = item.dutch.format(others=JUDGED["nl"][moment])
    return InOwnLanguage(statement_in(language, item.key, moment)) or dutch


def told_by(own: OwnAnswers, indicators: Sequence[Indicator], language: str) -> tuple[Told, ...]:
    """Put together everything that somebody told about taking part, in the order of asking."""
    scales = [
        Told(moment, scale, statements(scale, moment, language, own))
        for moment in Moment
        for scale in SCALES
        if (moment, scale) in own.scales
    ]
    measured = [
        Told(moment, "", measures)
        for moment in Moment
        if (measures := measures_at(moment, own, indicators, language))
    ]
    return tuple(sorted(scales + measured, key=lambda each: list(Moment).index(each.moment)))


def measures_at(
    moment: Moment, own: OwnAnswers, indicators: Sequence[Indicator], language: str
) -> tuple[Statement, ...]:
    """Give the indicators that somebody answered at a moment, with what they chose."""
    return tuple(
        Statement(str(each.id), in_language(each, "text", language), answer.value)
        for each in indicators
        if (answer := own.indicators.get((moment, each.id)))
    )
