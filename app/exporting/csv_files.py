"""Write CSV files that open safely in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def csv_text(rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> str:
    """Write rows for a download, with a mark that spreadsheets know the encoding by."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()
