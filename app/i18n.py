"""Speak the language of the person who reads: catalogues, negotiation, dates and numbers.

English is the source language, so its catalogue is the message identifiers themselves. Every other
language is the merger of all ``app/locales/<language>/*.po`` files, one per area of the product,
compiled in memory at first use.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Direction = Literal["ltr", "rtl"]
DateStyle = Literal["short", "medium", "long", "full"]

LOCALES = Path(__file__).parent / "locales"
DEFAULT_LANGUAGE = "nl"
SOURCE_LANGUAGE = "en"
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Language:
    """A language of the interface: its own name for itself and its writing direction."""

    code: str
    name: str
    direction: Direction = "ltr"


# A test sees to it that each has every message.
LANGUAGES: dict[str, Language] = {
    "nl": Language(code="nl", name="Nederlands"),
    "en": Language(code="en", name="English"),
    "tr": Language(code="tr", name="Türkçe"),
    "ar": Language(code="ar", name="العربية", direction="rtl"),
    "pl": Language(code="pl", name="Polski"),
    "uk": Language(code="uk", name="Українська"),
}

_current: ContextVar[str] = ContextVar("samenspraak_language", default=DEFAULT_LANGUAGE)


def current_language() -> str:
    """Return the code of the language that is spoken in this context."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside the block, then the former one; an unknown one is the default."""
    token = _current.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _current.reset(token)


def direction_of(language: str) -> Direction:
    """Return the writing direction of a language, ``ltr`` for one that we do not offer."""
    known = LANGUAGES.get(language)
    return known.direction if known else "ltr"


@cache
def translations_for(language: str, folder: Path = LOCALES) -> NullTranslations:
    """Return the merged catalogue of a language; without any .po file the message ids themselves.

    Fuzzy entries are left out: a guessed translation is worse than the English sentence.
    """
    areas = [_compile(path, language) for path in sorted((folder / language).glob("*.po"))]
    if not areas:
        return NullTranslations()
    for area in areas[1:]:
        areas[0].merge(area)
    return areas[0]


def _compile(path: Path, language: str) -> Translations:
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    return Translations(binary)


def gettext(message: str) -> str:
    """Translate a message into the current language."""
    return str(translations_for(current_language()).gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message whose form depends on a number."""
    return str(translations_for(current_language()).ngettext(singular, plural, number))


def pgettext(context: str, message: str) -> str:
    """Translate a message that means different things in different contexts."""
    return str(translations_for(current_language()).pgettext(context, message))


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """Translate a message that depends on a number and on its context."""
    catalogue = translations_for(current_language())
    return str(catalogue.npgettext(context, singular, plural, number))


def gettext_later(message: str) -> str:
    """Mark a message for the catalogue and return it untouched; translate it where it is shown."""
    return message


def negotiate(cookie: str | None, accept_language: str | None) -> str:
    """Choose among our languages: the cookie, else the browser's wish, else Dutch."""
    if cookie in LANGUAGES:
        return str(cookie)
    for code in _wishes(accept_language or ""):
        if code in LANGUAGES:
            return code
    return DEFAULT_LANGUAGE


def _wishes(accept_language: str) -> list[str]:
    """Return the primary language tags of an Accept-Language header, most wanted first."""
    weighted = [_wish(part) for part in accept_language[:500].split(",")]
    wanted = [wish for wish in weighted if wish[1] > 0]
    return [code for code, _ in sorted(wanted, key=lambda wish: -wish[1])]


def _wish(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    code = tag.strip().lower().partition("-")[0]
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return code, 1.0
    try:
        return code, float(value)
    except ValueError:
        return code, 0.0


def format_date(moment: date | datetime, style: DateStyle = "long") -> str:
    """Write a day in the current language; a moment is first brought to Dutch time."""
    day = _in_amsterdam(moment).date() if isinstance(moment, datetime) else moment
    return dates.format_date(day, format=style, locale=current_language())


def format_datetime(moment: datetime, style: DateStyle = "long") -> str:
    """Write a day and a time of day (hours and minutes, Dutch time) in the current language."""
    local = _in_amsterdam(moment)
    day = dates.format_date(local, format=style, locale=current_language())
    time = dates.format_time(local, format="HH:mm", locale=current_language())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": time}


def _in_amsterdam(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(TIME_ZONE)


def format_number(number: float, decimals: int | None = None) -> str:
    """Write a number with the separators of the current language, rounded to the decimals asked."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    if decimals is not None:
        number = round(number, decimals) or 0  # never -0,0
    return numbers.format_decimal(number, format=pattern, locale=current_language())


def format_percent(share: float, decimals: int = 0) -> str:
    """Write a share (0 to 1) as a percentage in the current language."""
    rounded = round(share * 100, decimals)
    return numbers.format_percent(
        rounded / 100, locale=current_language(), decimal_quantization=False
    )


def language_name(code: str) -> str:
    """Name a language in the current one, or give its code when nobody named it."""
    return str(Locale.parse(current_language()).languages.get(code, code))
