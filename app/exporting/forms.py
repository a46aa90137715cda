"""The forms that open data takes: a folder, a ZIP of CSV files, a spreadsheet, one JSON."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from app.exporting.background import Progress
from app.exporting.csv_files import csv_text
from app.exporting.open_data import Cell, OpenData, Table
from dialogue.errors import Refusal

TOLD_EVERY = 500
# How wide a column of a sheet is, in characters, by its name.
WIDTHS = {"text": 80, "keywords": 40, "label": 40, "part": 60, "contribution": 38, "enriches": 38}
WIDTH = 14


class FolderNotEmpty(Refusal):
    """The folder to write into holds something already."""

    message: ClassVar[str] = "Nothing was written: the folder %(folder)s is not empty."
    advice: ClassVar[str] = "Name a new folder."


def not_told(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def write_folder(data: OpenData, folder: Path) -> list[Path]:
    """Write a file for each part into a new or empty folder. Raises FolderNotEmpty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder.name)
    written = []
    for name, content in files_of(data, not_told):
        written.append(folder / name)
        written[-1].write_text(content, encoding="utf-8", newline="")
    return written


def files_of(data: OpenData, progress: Progress) -> Iterator[tuple[str, str]]:
    """Give the name and the words of each file."""
    yield "README.txt", data.sheet
    yield "dialogue.json", json_text(data.outcome)
    done = 0
    for table in data.tables:
        yield f"{table.name}.csv", csv_text([table.header, *table.rows])
        done += len(table.rows)
        progress(done, data.size)


def json_text(document: dict[str, Any]) -> str:
    """Write a document that is the same for the same contents."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_zip(data: OpenData, progress: Progress = not_told) -> bytes:
    """Write the folder as one file."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files_of(data, progress):
            archive.writestr(name, content)
    return file.getvalue()


def as_json(data: OpenData, progress: Progress = not_told) -> bytes:
    """Write one document: the sheet, the outcome, and the rows with their names."""
    tables = {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for table in data.tables
    }
    document = {"about": data.sheet, "outcome": data.outcome, **tables}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    progress(data.size, data.size)
    return text.encode()


def as_xlsx(data: OpenData, progress: Progress = not_told) -> bytes:
    """Write a spreadsheet: first the sheet in words, then a sheet for each table.

    Rows go to disk as they are written. No text becomes a formula, a link or a number.
    """
    file = io.BytesIO()
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    words = book.add_worksheet("about")
    words.set_column(0, 0, 120, book.add_format({"text_wrap": True}))
    for number, line in enumerate(data.sheet.splitlines()):
        words.write_string(number, 0, line)
    outcome = Table("outcome", ("part", "value"), list(flat(data.outcome)))
    done = 0
    for table in (*data.tables, outcome):
        write_table(book, table, lambda row, before=done: progress(before + row, data.size))
        done = min(done + len(table.rows), data.size)
    book.close()
    progress(data.size, data.size)
    return file.getvalue()


def write_table(book: Any, table: Table, told: Any) -> None:  # noqa: ANN401  (has no types)
    """Write a sheet whose first row stays in sight."""
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.header):
        sheet.set_column(place, place, WIDTHS.get(name, WIDTH))
    write_row(sheet, 0, table.header, book.add_format({"bold": True}))
    for number, row in enumerate(table.rows, 1):
        write_row(sheet, number, row)
        if number % TOLD_EVERY == 0:
            told(number)


def write_row(sheet: Any, number: int, row: Sequence[Cell], look: Any = None) -> None:  # noqa: ANN401  (has no types)
    """Write the cells of a row: texts as texts, numbers as numbers, nothing as nothing."""
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, place, cell, look)
        elif cell is not None:
            sheet.write_number(number, place, cell, look)


def flat(part: object, path: str = "") -> Iterator[Sequence[Cell]]:
    """Give a document as rows of a path and a value, in a stable order."""
    if isinstance(part, dict):
        for name in sorted(part, key=str):
            yield from flat(part[name], f"{path}.{name}" if path else str(name))
    elif isinstance(part, list | tuple):
        for number, each in enumerate(part, 1):
            yield from flat(each, f"{path}.{number}")
    elif isinstance(part, bool) or part is None:
        yield path, None if part is None else str(part).lower()
    else:
        yield path, part if isinstance(part, int | float) else str(part)
