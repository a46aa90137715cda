"""One row of a list of addresses: somebody who can be written to, or what is wrong with the row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import phonenumbers
from babel import Locale
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from stdnum.exceptions import ValidationError
from stdnum.nl import postcode as dutch_postcode

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from app.usecases.addresses_file import GROUP, tidy
from app.usecases.recipients import Person
from dialogue.background_words import LANGUAGES as QUESTION_LANGUAGES
from dialogue.group_names import plain_name

COUNTRY = "NL"  # of telephone numbers without a country
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Plain on purpose: the mail itself tells whether there is somebody. No comma, no bracket, no space.
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([\w-]+\.)+[\w-]{2,}")
LONGEST_EMAIL = 254
# Most numbers on our lists; asking phonenumbers takes ten times as long (a test holds them equal).
DUTCH_MOBILE = re.compile(r"(?:\+31|0031|0)(6[1-58]\d{7})", re.ASCII)
USUAL_POSTCODE = re.compile(r"[1-9]\d{3} (?!S[ADS])[A-Z]{2}", re.ASCII)
BETWEEN_DIGITS = str.maketrans("", "", " -")
LONGEST_LINE = 120


@dataclass(frozen=True)
class Listed:
    """Somebody on a list, with what the list says of them."""

    person: Person
    language: str
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a row: of which kind, at which of our fields; never what stood there."""

    kind: str
    at: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


class RowReader:
    """Reads rows by the columns that were chosen; knows the groups of the dialogue by name."""

    def __init__(
        self, columns: Mapping[str, int], questions: Sequence[Mapping[str, Any]], *, width: int
    ) -> None:
        self.columns = columns
        self.width = width
        self.groups = {
            f"{GROUP}{each['key']}": (each["key"], options_by_name(each)) for each in questions
        }

    def read(self, cells: Sequence[str]) -> Listed | list[Wrong]:
        """Read a row; gives everything that is wrong with it at once."""
        if any(cell and not cell.isspace() for cell in cells[self.width :]):
            return [Wrong("wide")]
        said = {
            name: tidy(cells[column])
            for name, column in self.columns.items()
            if column < len(cells)
        }
        wrong = [Wrong("long", name) for name, text in said.items() if len(text) > LONGEST_LINE]
        email = email_of(said.get("email", ""))
        phone, texts = phone_of(said.get("phone", ""))
        lines = lines_of(said)
        wrong += [
            Wrong(kind)
            for kind, read in (("email", email), ("phone", phone), ("postcode", lines))
            if read is None
        ]
        language = languages_by_name().get(plain_name(said.get("language", "")))
        if language is None:
            wrong.append(Wrong("language", "language"))
        groups, unknown = self.groups_of(said)
        wrong += unknown
        if not wrong and not (email or texts or lines):
            wrong = [Wrong("landline", "phone") if phone else Wrong("unreachable")]
        if wrong:
            return [Wrong(each.kind, each.at or FIELD_OF.get(each.kind, "")) for each in wrong]
        person = Person(name_of(said), email or "", phone if texts and phone else "", lines or ())
        return Listed(person, language or DEFAULT_LANGUAGE, groups)

    def groups_of(self, said: Mapping[str, str]) -> tuple[dict[str, str], list[Wrong]]:
        """Find the groups that a row names; an empty cell is not known."""
        groups: dict[str, str] = {}
        wrong = []
        for name, (key, options) in self.groups.items():
            text = said.get(name)
            if not text:
                continue
            option = options.get(plain_name(text))
            if option is None:
                wrong.append(Wrong("group", name))
            else:
                groups[key] = option
        return groups, wrong


# Where a mistake of a kind stands.
FIELD_OF = {"email": "email", "phone": "phone", "postcode": "postcode"}


def email_of(text: str) -> str | None:
    """Give an e-mail address in ASCII; empty when there is none, None when it is not one."""
    if not text:
        return ""
    local, _, domain = text.rpartition("@")
    try:
        known = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        return None
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    whole = EMAIL.fullmatch(known) and len(known) <= LONGEST_EMAIL and not dots
    return known if whole else None


def phone_of(text: str) -> tuple[str | None, bool]:
    """Give a telephone number (E.164), and whether text messages can go there; None: no number."""
    if not text:
        return "", False
    mobile = DUTCH_MOBILE.fullmatch(text.translate(BETWEEN_DIGITS))
    return (f"+31{mobile[1]}", True) if mobile else any_phone_of(text)


def any_phone_of(text: str) -> tuple[str | None, bool]:
    """Read a number of any country and kind as ``phone_of`` does."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except NumberParseException:
        return None, False
    kind = phonenumbers.number_type(number)
    if number.extension or kind == PhoneNumberType.UNKNOWN:
        return None, False
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), kind in MOBILE


def lines_of(said: Mapping[str, str]) -> tuple[str, ...] | None:
    """Give the postal address, nothing when it is not whole, None for a wrong postcode."""
    postcode = postcode_of(said.get("postcode", ""))
    if postcode is None:
        return None
    street = said.get("street", "")
    door = " ".join(said[each] for each in ("number", "addition") if said.get(each))
    town = said.get("town", "")
    if not (street and postcode and town):
        return ()
    return (f"{street} {door}".strip(), f"{postcode}  {town}")


def postcode_of(text: str) -> str | None:
    """Give a Dutch postcode as it stands on a letter; None when it is not one."""
    if not text or USUAL_POSTCODE.fullmatch(text):
        return text
    try:
        return str(dutch_postcode.validate(text))
    except ValidationError:
        return None


def name_of(said: Mapping[str, str]) -> str:
    """Put a name together from the columns that it stands in."""
    return " ".join(said[each] for each in ("name", "infix", "surname") if said.get(each))


def options_by_name(question: Mapping[str, Any]) -> dict[str, str]:
    """Give the key of every option by what it may be called; a key goes before words."""
    by_words = {
        plain_name(option[language]): str(option["key"])
        for option in question["options"]
        for language in QUESTION_LANGUAGES
        if option.get(language)
    }
    return by_words | {plain_name(each["key"]): str(each["key"]) for each in question["options"]}


@cache
def languages_by_name() -> Mapping[str, str]:
    """Give the code of every language of ours by its code and names; nothing said is Dutch."""
    named = {plain_name(name): code for code in LANGUAGES for name in names_of_language(code)}
    return {"": DEFAULT_LANGUAGE} | named


def names_of_language(code: str) -> Iterable[str]:
    """Name a language as a list may do: its code, its own name, its Dutch and its English name."""
    known = Locale(code)
    yield from (code, LANGUAGES[code].name)
    yield from (known.get_language_name(each) or code for each in ("nl", "en"))
