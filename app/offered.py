"""Which languages are offered where: all of them at the residents' doors, two at the desks.

A language is offered to residents once it has every message that a resident can meet. Those are
listed in ``app/locales/residents.pot``, which a test holds against the pages themselves. The
catalogues of the desks (facilitator, board, the login of staff) are complete in Dutch and English
only, so the desks offer no other language yet.
"""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES, LOCALES, Language

DESK_LANGUAGES = ("nl", "en")
DESKS = ("/facilitator", "/board", "/login", "/logout", "/staff", "/join")

Key = tuple[str | None, str | tuple[str, ...]]


def is_desk(path: str) -> bool:
    """Tell whether an address is one of staff."""
    return any(path == desk or path.startswith(f"{desk}/") for desk in DESKS)


def languages_at(path: str) -> dict[str, Language]:
    """Return the languages that are offered at an address, by code, in the order of the menu."""
    if is_desk(path):
        return {code: LANGUAGES[code] for code in DESK_LANGUAGES}
    return {code: each for code, each in LANGUAGES.items() if is_complete(code)}


@cache
def is_complete(code: str, folder: Path = LOCALES) -> bool:
    """Tell whether a language has every message that a resident can meet."""
    if code in DESK_LANGUAGES:
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
