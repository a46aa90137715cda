"""Let answers about taking part out ten people at a time, so that nobody moves a mean alone.

A *block* is what a published mean is made of: the answers of some people up to a moment. It is
renewed once ten different people in it answered or erased since. Until then the same answers count
as before; when these can't be had any more (one of them was erased), the former figure stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import numpy as np

from app.measuring.material import AnswerLog
from app.queries.participation_base import Part
from app.queries.participation_said import HeardScore, IndicatorBaseline, IndicatorChange
from participation.disclosure import MINIMUM_CELL

View: TypeAlias = Callable[[int | None], AnswerLog]


class Block(Part):
    """Answers that are out: given up to ``until``, by so many people; seal tells them from others.

    Kept beside the figures, never in them: people is exact.
    """

    until: int
    people: int
    seal: str


class Released(Part):
    """A figure that is out, and what it is made of, by chamber or ""."""

    figure: HeardScore | IndicatorChange | IndicatorBaseline
    blocks: dict[str, Block]


Releases: TypeAlias = Mapping[str, Released]


class NotYet(Exception):
    """Fewer than ten people changed something, and the former answers are no longer all there."""


def next_block(view: View, former: Block | None) -> Block | None:
    """Choose which answers count now; none while fewer than ten people answered.

    view: gives one row per person, as it was at a moment. Ten *different* people: who answers
    again and again, or erases and answers again, is one. Raises NotYet.
    """
    now = view(None)
    if former is not None:
        before = view(former.until)
        newly = int((now.at > former.until).sum())
        if max(newly, former.people - len(before)) < MINIMUM_CELL:
            if seal_of(before) != former.seal:
                raise NotYet
            return former
    if len(now) < MINIMUM_CELL:
        return None
    return Block(until=int(now.at.max()), people=len(now), seal=seal_of(now))


def next_blocks(views: Mapping[str, View], former: Released | None) -> dict[str, Block]:
    """Choose for every part of a figure; parts without ten people are left out. Raises NotYet."""
    known = former.blocks if former else {}
    found = {name: next_block(view, known.get(name)) for name, view in views.items()}
    return {name: block for name, block in found.items() if block is not None}


def seal_of(answers: AnswerLog) -> str:
    """Give the same for the same answers, in whatever order people stand."""
    rows = np.column_stack([answers.at.astype(np.float64), answers.values])
    order = np.lexsort(rows.T)
    return sha256(np.ascontiguousarray(rows[order]).tobytes()).hexdigest()


@dataclass(frozen=True)
class Pairs:
    """Who answered at two moments, seen as one log: (first, last) per person."""

    first: AnswerLog
    last: AnswerLog

    def __call__(self, until: int | None) -> AnswerLog:
        """Pair the answers as they were at a moment."""
        one, other = self.first.latest(until), self.last.latest(until)
        both, at_one, at_other = np.intersect1d(one.person, other.person, return_indices=True)
        return AnswerLog(
            person=both,
            at=np.maximum(one.at[at_one], other.at[at_other]),
            values=np.hstack([one.values[at_one], other.values[at_other]]),
        )
