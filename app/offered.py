"""Which languages are offered: those that have every message that a resident can meet.

The messages are listed in ``app/locales/residents.pot``, which a test holds against the pages.
"""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES, LOCALES, Language

WRITTEN_WITH_THE_CODE = ("nl", "en")

Key = tuple[str | None, str | tuple[str, ...]]


def languages_offered() -> dict[str, Language]:
    """Return the languages that are offered, by code, in the order of the menu."""
    return {code: each for code, each in LANGUAGES.items() if is_complete(code)}


@cache
def is_complete(code: str, folder: Path = LOCALES) -> bool:
    """Tell whether a language has every message that a resident can meet."""
    if code in WRITTEN_WITH_THE_CODE:
        return True
    return not missing(code, folder)


def missing(code: str, folder: Path = LOCALES) -> set[Key]:
    """List the messages for residents that a language does not have, or only as a guess."""
    asked = {_key(each) for each in _messages(folder / "residents.pot", None)}
    areas = sorted((folder / code).glob("*.po"))
    return asked - {
        _key(each) for area in areas for each in _messages(area, code) if _is_translated(each)
    }


def _messages(file: Path, code: str | None) -> list[Message]:
    with file.open("rb") as source:
        return [each for each in read_po(source, locale=code, abort_invalid=True) if each.id]


def _key(message: Message) -> Key:
    said = message.id
    return message.context, said if isinstance(said, str) else tuple(said)


def _is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy
