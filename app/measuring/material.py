"""What is read of a dialogue to measure who took part: arrays with a row per person or rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt

from dialogue.models import Chamber, Dialogue, Indicator, Moment, Round, Theme
from participation import Population

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class People:
    """Everybody who came in, sorted by identifier; arrays (n,), started and so on (n, rounds).

    groups: background question -> the chosen option of everybody, "" for none.
    """

    place_of: Mapping[str, int]
    chamber: Labels
    channel: Labels
    trust: Labels
    day: npt.NDArray[np.datetime64]
    collective: Flags
    groups: Mapping[str, Labels]
    started: Flags
    finished: Flags

    def __len__(self) -> int:
        return len(self.chamber)


@dataclass(frozen=True)
class Codes:
    """So many invitations alike in everything; groups: question -> option."""

    chamber: str
    channel: str
    wave: int
    groups: Mapping[str, str]
    used: bool
    count: int


@dataclass(frozen=True, eq=False)
class Said:
    """Every contribution that may be seen, in the order they came in; arrays (c,).

    theme: number of the theme, -1 for none. showings: how often it was put before somebody.
    vectors: int8 (c, d) of one model, zeros where there is none; None without any.
    """

    place_of: Mapping[str, int]
    author: Places
    answer: Flags
    theme: Places
    showings: Places
    vectors: npt.NDArray[np.int8] | None

    @cached_property
    def readable(self) -> Places:
        """Places of what has a vector, of letter by letter the same words only the first."""
        if self.vectors is None:
            return np.zeros(0, dtype=np.int64)
        seen: dict[bytes, int] = {}
        for at in np.flatnonzero(self.vectors.any(axis=1)).tolist():
            seen.setdefault(self.vectors[at].tobytes(), at)
        return np.array(list(seen.values()), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Weighed:
    """Every rating that counts, arrays (r,), sorted by person and contribution.

    round: position in the rounds; value: NaN for can't say, from -reach to +reach.
    """

    person: Places
    contribution: Places
    round: Places
    value: Floats


@dataclass(frozen=True, eq=False)
class AnswerLog:
    """Answers with all their revisions, (r,), oldest first; values (r, k), NaN for left open.

    at: when, in microseconds since 1970.
    """

    person: Places
    at: Places
    values: Floats

    def __len__(self) -> int:
        return len(self.person)

    def latest(self, until: int | None = None) -> "AnswerLog":
        """Give the last answer of everybody, up to and including a moment, sorted by person."""
        end = len(self) if until is None else int(np.searchsorted(self.at, until, side="right"))
        person, last = np.unique(self.person[:end][::-1], return_index=True)
        return AnswerLog(person, self.at[end - 1 - last], self.values[end - 1 - last])

    def only(self, rows: Flags) -> "AnswerLog":
        """Keep some rows."""
        return AnswerLog(self.person[rows], self.at[rows], self.values[rows])


@dataclass(frozen=True, eq=False)
class ScaleAnswers:
    """Answers to a scale at a moment; a column per statement."""

    scale: str
    moment: Moment
    log: AnswerLog


@dataclass(frozen=True, eq=False)
class IndicatorAnswers:
    """Answers to an indicator: moment -> log with one column."""

    indicator: Indicator
    logs: Mapping[Moment, AnswerLog]


@dataclass(frozen=True, eq=False)
class Material:
    """All of it."""

    dialogue: Dialogue
    rounds: Sequence[Round]
    chambers: Sequence[Chamber]
    themes: Sequence[Theme]
    population: Population | None
    people: People
    codes: Sequence[Codes]
    said: Said
    weighed: Weighed
    scales: Sequence[ScaleAnswers]
    indicators: Sequence[IndicatorAnswers]

    @property
    def theme_ids(self) -> dict[int, UUID]:
        """The identifier of each theme in use, by its number."""
        return {each.number: each.id for each in self.themes}
