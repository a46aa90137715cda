"""The words of the demo dialogues: answers in a .tsv, everything else in a .toml beside it."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from app.simulation.crowd import Answer

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en")


def read_design(slug: str) -> dict[str, Any]:
    """Read the design of a demo dialogue."""
    with (FOLDER / f"{slug}.toml").open("rb") as file:
        return tomllib.load(file)


def read_answers(path: Path) -> list[Answer]:
    """Read answers from a .tsv with columns chamber, language, text and maybe prompt.

    Any other file is read as plain text, an answer on a line, all from residents in Dutch.
    """
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix != ".tsv":
            return [Answer(text=line.strip()) for line in file if line.strip()]
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Answer(
                text=row["text"],
                language=row["language"],
                chamber=row["chamber"],
                prompt=int(row.get("prompt") or 1),
            )
            for row in rows
        ]


def in_both(part: dict[str, Any], *fields: str) -> dict[str, str]:
    """Take the Dutch and the English of some fields."""
    return {
        f"{field}_{language}": str(part.get(f"{field}_{language}", ""))
        for field in fields
        for language in LANGUAGES
    }
