"""A design as a file: what a dialogue asks and promises, to use it again in another place.

The file holds no answer, no name of a person, no code, no identifier and no date. Times are
counted from the first opening, on the clock of the wall, so that a round that opens at seven in
the evening does so in summer and in winter.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from dialogue import errors
from dialogue.design_parts import DesignFile, Unfit

VERSION = 1
LARGEST_FILE = 50_000


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place in the file; a place is names and numbers from 0."""

    place: tuple[str | int, ...]
    refusal: errors.Refusal


@dataclass(frozen=True)
class ReadDesign:
    """A design, or what is wrong with the file."""

    design: DesignFile | None = None
    problems: Sequence[Problem] = field(default_factory=tuple)


class Heading(BaseModel):
    """What a file says about itself; read before anything else of it."""

    format: Literal["samenspraak-design"]
    version: Annotated[int, Field(ge=1)]


def read_design_file(data: bytes | str) -> ReadDesign:
    """Read a file of at most ``LARGEST_FILE`` bytes.

    Raises DesignFileTooLarge, DesignFileUnreadable or DesignFileTooNew for the file as a whole.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if len(raw) > LARGEST_FILE:
        raise errors.DesignFileTooLarge(most=LARGEST_FILE // 1000)
    text = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        heading = Heading.model_validate_json(text)
    except ValidationError as error:
        raise errors.DesignFileUnreadable from error
    if heading.version > VERSION:
        raise errors.DesignFileTooNew(version=heading.version)
    try:
        return ReadDesign(DesignFile.model_validate_json(text))
    except ValidationError as error:
        return ReadDesign(problems=tuple(map(problem_of, error.errors(include_url=False))))


KINDS: dict[str, type[errors.Refusal]] = {
    "missing": errors.PartMissing,
    "extra_forbidden": errors.PartUnknown,
    "too_long": errors.TooManyOrFew,
    "too_short": errors.TooManyOrFew,
    "greater_than_equal": errors.NumberOutOfBounds,
    "less_than_equal": errors.NumberOutOfBounds,
    "finite_number": errors.NumberOutOfBounds,
}


def problem_of(found: ErrorDetails) -> Problem:
    """Say in our words what the check of the file found; never what stands there."""
    place, cause = found["loc"], found.get("ctx", {}).get("error")
    if isinstance(cause, Unfit):
        return Problem(place, cause.refusal)
    if found["type"] in ("enum", "literal_error"):
        choices = str(found["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return Problem(place, errors.PartNotOnList(choices=choices))
    return Problem(place, KINDS.get(found["type"], errors.PartOfOtherKind)())


def write_design_file(design: DesignFile) -> str:
    """Write a design as a file that a person can read as well; empty texts are left out."""
    return (
        json.dumps(filled_only(design.model_dump(mode="json")), indent=1, ensure_ascii=False) + "\n"
    )


def filled_only(part: object) -> object:
    """Leave out texts and languages in which nothing is said; a reader fills them in as empty."""
    if isinstance(part, dict):
        kept = {name: filled_only(each) for name, each in part.items()}
        return {name: each for name, each in kept.items() if each not in ("", {})}
    return [filled_only(each) for each in part] if isinstance(part, list) else part


def minutes_between(first: datetime | None, moment: datetime | None) -> int | None:
    """Count minutes on the clock of the wall; both are local times."""
    if first is None or moment is None:
        return None
    passed = moment.replace(tzinfo=None) - first.replace(tzinfo=None)
    return max(0, round(passed.total_seconds() / 60))


def moment_after(first: datetime | None, minutes: int | None) -> datetime | None:
    """Give the local time so many minutes later on the clock of the wall."""
    if first is None or minutes is None:
        return None
    return first + timedelta(minutes=minutes)
