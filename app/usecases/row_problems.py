"""What is wrong with an uploaded file, by row, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app import i18n

# Who has a hundred mistakes has one, a hundred times.
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class RowProblem:
    """A refusal of one row (counted from 1, the header), or of the file; in English words.

    ``message`` and ``advice`` are keys of the catalogue; ``params`` fill the places of both.
    """

    row: int | None
    message: str
    advice: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def said(self) -> str:
        """Say what is wrong in the language of the visitor."""
        return _filled(self.message, self.params)

    def advised(self) -> str:
        """Say what to do in the language of the visitor."""
        return _filled(self.advice, self.params)


def _filled(message: str, params: Mapping[str, str | int]) -> str:
    translated = i18n.gettext(message)
    return translated % params if params else translated
