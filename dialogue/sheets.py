"""Sheets of paper: the short number of each, and what people write in the boxes.

The letter behind the number follows from the number and the dialogue, so that a wrong digit, or a
sheet of another dialogue, is nearly always found before somebody's answers go to another person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from dialogue.errors.paper import SheetUnknown
from dialogue.scales import RatingScale

# Without letters that look like a digit or like each other.
LETTERS = "ABCDEFGHJKMNPRSTVWXYZ"
LONGEST_NUMBER = 5
CANNOT_SAY = "?"
_LABEL = re.compile(rf"([1-9][0-9]{{0,{LONGEST_NUMBER - 1}}})[\s.\-]*([A-Z])", re.ASCII)
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})


@dataclass(frozen=True)
class Marks:
    """What stands in the boxes of a sheet: marks by card (1 is the first), and unreadable boxes."""

    values: dict[int, int | None]
    unreadable: tuple[int, ...] = ()


def sheet_label(dialogue_id: UUID, number: int) -> str:
    """Give the number of a sheet as it is printed, such as ``12-K``."""
    digest = sha256(f"{dialogue_id}/{number}".encode()).digest()
    return f"{number}-{LETTERS[int.from_bytes(digest[:4]) % len(LETTERS)]}"


def read_sheet_label(dialogue_id: UUID, typed: str) -> int:
    """Read a number that somebody typed from a sheet; raises SheetUnknown."""
    found = _LABEL.fullmatch(typed.strip().upper().translate(_DASHES))
    if found is None or sheet_label(dialogue_id, int(found[1])) != f"{found[1]}-{found[2]}":
        raise SheetUnknown
    return int(found[1])


def read_marks(boxes: Sequence[str], scale: RatingScale) -> Marks:
    """Read what stands in the boxes of the cards: a number on the scale, ``?`` or nothing."""
    values: dict[int, int | None] = {}
    unreadable = []
    for card, box in enumerate(boxes, start=1):
        plain = box.strip().translate(_DASHES)
        if not plain:
            continue
        if plain == CANNOT_SAY:
            values[card] = None
        elif re.fullmatch(r"[+-]?[0-9]", plain, re.ASCII) and int(plain) in scale.values:
            values[card] = int(plain)
        else:
            unreadable.append(card)
    return Marks(values, tuple(unreadable))
