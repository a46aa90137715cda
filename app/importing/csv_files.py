"""Read CSV files that anybody may have made: checked, streamed, with limits."""

import csv
from collections.abc import Iterator
from pathlib import Path

from dialogue.errors import ImportRefused

MOST_COLUMNS = 50_000
LONGEST_LINE = 10_000_000


def require_file(folder: Path, name: str) -> Path:
    """Return the path of a file that must be there."""
    path = folder / name
    if not path.is_file():
        raise ImportRefused(problem=f"the file {name} is missing.")
    return path


def read_rows(path: Path) -> Iterator[list[str]]:
    """Give the rows of a CSV file in UTF-8, the header first.

    Raises ImportRefused when the file is empty, not UTF-8, not CSV, or absurdly wide.
    """
    csv.field_size_limit(LONGEST_LINE)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(limited_lines(file, path.name), strict=True)
            header = next(rows, None)
            if header is None:
                raise ImportRefused(problem=f"the file {path.name} is empty.")
            if len(header) > MOST_COLUMNS:
                raise ImportRefused(
                    problem=f"{path.name} has {len(header)} columns; {MOST_COLUMNS} is the most."
                )
            yield header
            yield from rows
    except UnicodeDecodeError:
        raise ImportRefused(
            problem=f"{path.name} is not in UTF-8. Save it as UTF-8 and try again."
        ) from None
    except csv.Error as error:
        raise ImportRefused(problem=f"{path.name} can't be read as CSV ({error}).") from None


def limited_lines(lines: Iterator[str], name: str) -> Iterator[str]:
    """Pass lines on, and stop at one that no honest export has."""
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise ImportRefused(problem=f"{name} has a line of {len(line)} characters.")
        yield line


def columns(header: list[str], name: str, wanted: tuple[str, ...]) -> dict[str, int]:
    """Find the columns by name; the first that is missing is named."""
    places = {title.strip(): place for place, title in enumerate(header)}
    for title in wanted:
        if title not in places:
            raise ImportRefused(problem=f'{name} has no column "{title}".')
    return places
