"""A CSV of addresses as a spreadsheet saved it: decoded, cut into rows, its columns recognised."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from dialogue.errors import (
    ListEmpty,
    ListIsSpreadsheet,
    ListRefused,
    ListTooLarge,
    ListTooLong,
    ListWithoutHeader,
    QuoteLeftOpen,
)
from dialogue.group_names import plain_name, question_named

LARGEST_FILE = 25_000_000  # bytes
MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000  # characters; a longer one is a quotation mark that nobody closed
DELIMITERS = ";,\t"
GROUP = "group-"

NumberedRow: TypeAlias = tuple[int, list[str]]  # as the spreadsheet numbers it, the header is 1

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TWO_BYTES_A_LETTER = (b"\xff\xfe", b"\xfe\xff")
LOOKS_LIKE_ADDRESS = re.compile(r"@\w|^\s*[1-9]\d{3}\s?[A-Za-z]{2}\s*$|\d{8}")

# What we ask of a column, and what such a column is called; in the order of the page.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "first name", "naam", "volledige naam", "voornaam", "voornamen",
        "roepnaam", "contactpersoon", "aanschrijfnaam", "voorletters",
    ),
    "infix": ("infix", "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"),
    "surname": ("surname", "last name", "family name", "achternaam", "geslachtsnaam"),
    "email": ("e-mail", "email", "mail", "e-mailadres", "emailadres", "e-mail address",
              "email address", "mailadres"),
    "phone": ("phone", "mobile", "mobile number", "phone number", "telephone", "telefoon",
              "telefoonnummer", "mobiel", "mobiel nummer", "mobiele telefoon", "tel", "gsm", "06"),
    "street": ("street", "address", "street and number", "straat", "straatnaam", "adres",
               "straat en huisnummer", "straat + huisnummer", "adresregel", "adresregel 1"),
    # Not "number" or "nr": that is as often the number of the row.
    "number": ("house number", "huisnummer", "huisnr"),
    "addition": ("addition", "huisletter", "toevoeging", "huisnummertoevoeging"),
    "postcode": ("postcode", "postal code", "zip", "zip code", "pc"),
    "town": ("town", "city", "place", "plaats", "woonplaats", "plaatsnaam", "stad"),
    "language": ("language", "taal", "voorkeurstaal"),
}  # fmt: skip


@dataclass(frozen=True)
class SentFile:
    """A file that can be read: its text, how many rows, and whether its letters were guessed."""

    text: str
    rows: int
    header: tuple[str, ...]
    guessed: bool


@dataclass(frozen=True)
class FirstRows:
    """What is shown of a file to choose its columns by."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_file(data: bytes) -> SentFile:
    """Look whether a file is a list of addresses; raises ListRefused, of a kind that says why."""
    if len(data) > LARGEST_FILE:
        raise ListTooLarge(most=LARGEST_FILE // 1_000_000)
    text, guessed = decoded(data)
    header: tuple[str, ...] = ()
    count = 0
    for number, cells in rows_in(text.encode()):
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise QuoteLeftOpen(row=number)
        if not header:
            header = require_header(cells)
        else:
            count += 1
        if count > MOST_ROWS:
            raise ListTooLong(most=MOST_ROWS)
    if not count:
        raise ListEmpty
    return SentFile(text, count, header, guessed)


def decoded(data: bytes) -> tuple[str, bool]:
    """Give the text, and whether it had to be read as Windows-1252, as old spreadsheets save it."""
    if data.startswith(WORKBOOKS):
        raise ListIsSpreadsheet
    if data.startswith(TWO_BYTES_A_LETTER):
        return readable(data, "utf-16"), False
    if b"\0" in data:
        raise ListRefused
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return readable(data, "cp1252"), True


def readable(data: bytes, encoding: str) -> str:
    """Decode, or refuse what is no text at all."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ListRefused from None


def require_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Give the names of the columns; refuse a first row that is somebody's address."""
    if len(cells) > MOST_COLUMNS:
        raise ListRefused
    if any(LOOKS_LIKE_ADDRESS.search(cell) for cell in cells):
        raise ListWithoutHeader
    return tuple(tidy(cell) for cell in cells)


def rows_in(data: bytes) -> Iterator[NumberedRow]:
    """Give every row of a UTF-8 file that holds something, the header first.

    Reads on from the bytes as they are: a file of 100,000 rows is never parsed as a whole.
    """
    first = data.partition(b"\n")[0].decode(errors="replace")
    delimiter = max(DELIMITERS, key=first.count)
    file = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    rows = csv.reader(file, delimiter=delimiter)
    try:
        for number, cells in enumerate(rows, 1):
            if any(cell and not cell.isspace() for cell in cells):
                yield number, cells
    except csv.Error:  # a cell of more than 131,072 characters
        raise QuoteLeftOpen(row=rows.line_num) from None


def first_rows(data: bytes, *, most: int = 5) -> FirstRows:
    """Give the names of the columns and some rows, each as wide as the header."""
    rows = rows_in(data)
    _, header = next(rows)
    shown = [cells for _, (_, cells) in zip(range(most), rows, strict=False)]
    width = len(header)
    cut = (tuple(tidy(cell)[:60] for cell in cells[:width]) for cells in shown)
    return FirstRows(
        tuple(tidy(cell)[:60] for cell in header),
        tuple(row + ("",) * (width - len(row)) for row in cut),
    )


def guess_columns(header: Sequence[str], questions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Recognise columns by their names: ``{our field: column from 0}``; each column once."""
    named = {name: field for field, names in FIELDS.items() for name in names}
    found: dict[str, int] = {}
    for column, title in enumerate(header):
        question = question_named(questions, title) if title else None
        field = f"{GROUP}{question['key']}" if question else named.get(plain_name(title))
        if field is not None:
            found.setdefault(field, column)
    return found


def letter_of(column: int) -> str:
    """Name a column as spreadsheets do: A, B, ... Z, AA."""
    before, place = divmod(column, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + place)


def tidy(cell: str) -> str:
    """Give a cell on one line, without what can't be seen."""
    if cell.isprintable() and "  " not in cell:
        return cell.strip()
    seen = "".join(letter if letter.isprintable() else " " for letter in cell)
    return " ".join(seen.split())
