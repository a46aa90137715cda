"""Files that go in and out at the desk: what is wrong with one in words, and a CSV to keep."""

from fastapi.responses import Response

from app.i18n import gettext
from app.usecases.row_problems import RowProblem


def told(problem: RowProblem) -> str:
    """Say in one breath in which row something is wrong, what, and what to do."""
    words = f"{problem.said()} {problem.advised()}"
    if problem.row is None:
        return words
    return gettext("Line %(row)s: %(problem)s") % {"row": problem.row, "problem": words}


def as_file(text: str, name: str) -> Response:
    """Give a CSV to keep."""
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
