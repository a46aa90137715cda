"""How many: invited, came in, started, finished and returned, per group, round and day.

One row per invitation (or per person who came by an open link). What groups people is a column of
labels: chamber, channel, wave, trust level, or any background. A sitting on paper in a community
centre is a channel like any other, counted equally.

    funnels = count_funnels(chamber, used=used, started=started, finished=finished)
    funnels["residents"].response           -> Estimate(0.42, ...) of those invited
    funnels["residents"].rounds[1].returned -> how many of round 1 came back

These are exact counts. Nothing of them is published but through ``disclosure``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import Estimate
from participation.labels import encode_labels
from participation.proportions import wilson_interval

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class RoundCount:
    """Who took part in a round; returned: started this round and an earlier one."""

    started: int
    finished: int
    returned: int

    @property
    def newcomers(self) -> int:
        """Count who started without having taken part before."""
        return self.started - self.returned

    @property
    def completion(self) -> Estimate:
        """Estimate the share of starters who finished; raises NotEnoughData without starters."""
        return wilson_interval(self.finished, self.started)

    def __add__(self, other: "RoundCount") -> "RoundCount":
        return RoundCount(
            self.started + other.started,
            self.finished + other.finished,
            self.returned + other.returned,
        )


@dataclass(frozen=True)
class Funnel:
    """Invited, used a code (came in), and every round; counts of other people can be added."""

    invited: int
    used: int
    rounds: tuple[RoundCount, ...]

    @property
    def response(self) -> Estimate:
        """Estimate the share of the invited who came in; raises NotEnoughData without any."""
        return wilson_interval(self.used, self.invited)

    def steps(self, of_round: int) -> tuple[int, int, int]:
        """Give came in, started, finished: each part of the one before, for ``shown_steps``."""
        return self.used, self.rounds[of_round].started, self.rounds[of_round].finished

    def __add__(self, other: "Funnel") -> "Funnel":
        return Funnel(
            self.invited + other.invited,
            self.used + other.used,
            tuple(a + b for a, b in zip(self.rounds, other.rounds, strict=True)),
        )


def count_funnels(
    group: ArrayLike, *, used: ArrayLike, started: ArrayLike, finished: ArrayLike
) -> dict[str, Funnel]:
    """Count the funnel of every group, in the order of their sorted labels.

    group (n,) labels; used (n,) and started, finished (n, rounds) booleans. Whoever finished also
    started, whoever started also came in; ValueError when the arrays say otherwise or differ in
    length.
    """
    labels, which = encode_labels(group)
    came_in, began, done = _journeys(len(which), used, started, finished)
    back = began & (np.cumsum(began, axis=1) > 1)
    invited = np.bincount(which, minlength=len(labels))
    in_all = np.bincount(which, came_in, minlength=len(labels)).astype(np.int64)
    per_round = [_per_group(which, flags, len(labels)) for flags in (began, done, back)]
    return {
        label: Funnel(
            int(invited[at]),
            int(in_all[at]),
            tuple(
                RoundCount(*(int(n) for n in numbers))
                for numbers in zip(*(counts[at] for counts in per_round), strict=True)
            ),
        )
        for at, label in enumerate(labels)
    }


def count_funnel(*, used: ArrayLike, started: ArrayLike, finished: ArrayLike) -> Funnel:
    """Count the funnel of everybody; see ``count_funnels``. Nobody at all gives zeros."""
    began = np.asarray(started)
    everybody = np.full(len(began), "")
    found = count_funnels(everybody, used=used, started=started, finished=finished)
    nobody = Funnel(0, 0, (RoundCount(0, 0, 0),) * (began.shape[1] if began.ndim == 2 else 0))
    return found.get("", nobody)


@dataclass(frozen=True)
class Loss:
    """How many of those in a round were not in the next one, with an interval of that share."""

    before: int
    left: int

    @property
    def share(self) -> Estimate:
        """Estimate the share that left; raises NotEnoughData when nobody was there before."""
        return wilson_interval(self.left, self.before)


def loss_between(group: ArrayLike, before: ArrayLike, after: ArrayLike) -> dict[str, Loss]:
    """Count per group who took part before and not after; groups that had nobody are left out.

    group (n,) labels; before, after (n,) booleans: took part in the one round, in the next.
    """
    labels, which = encode_labels(group)
    there, stayed = _flags(before, (len(which),)), _flags(after, (len(which),))
    had = np.bincount(which[there], minlength=len(labels))
    gone = np.bincount(which[there & ~stayed], minlength=len(labels))
    return {
        label: Loss(int(had[at]), int(gone[at])) for at, label in enumerate(labels) if had[at] > 0
    }


@dataclass(frozen=True, eq=False)
class CrossTable:
    """Counts of people by two labels, such as group by day; counts (rows, columns)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Whole

    @property
    def cumulative(self) -> Whole:
        """Add up along the columns, for days: how many so far."""
        total: Whole = np.cumsum(self.counts, axis=1)
        return total


def cross_count(rows: ArrayLike, columns: ArrayLike) -> CrossTable:
    """Count people per pair of labels, both sorted; combinations nobody has are zero."""
    row_labels, row = encode_labels(rows)
    column_labels, column = encode_labels(columns)
    if len(row) != len(column):
        raise ValueError("every person needs both labels")
    width = len(column_labels)
    counts = np.bincount(row * width + column, minlength=len(row_labels) * width)
    return CrossTable(row_labels, column_labels, counts.reshape(len(row_labels), width))


def arrivals_per_day(days: ArrayLike, group: ArrayLike) -> CrossTable:
    """Count who came in per group on every day from the first to the last, quiet days too.

    days (n,): calendar days as numpy datetime64 or ISO text, with NaT for who did not come in.
    Raises NotEnoughData when nobody came in.
    """
    day = np.asarray(days, dtype="datetime64[D]").reshape(-1)
    labels, which = encode_labels(group)
    if len(day) != len(which):
        raise ValueError("every person needs a day and a group")
    came = ~np.isnat(day)
    if not came.any():
        raise NotEnoughData("people", 0, 1)
    first, last = day[came].min(), day[came].max()
    calendar = np.arange(first, last + np.timedelta64(1, "D"))
    at = (day[came] - first).astype(np.int64)
    cells = np.bincount(which[came] * len(calendar) + at, minlength=len(labels) * len(calendar))
    counts = cells.reshape(len(labels), len(calendar))
    return CrossTable(labels, tuple(str(each) for each in calendar), counts)


def _flags(values: ArrayLike, shape: tuple[int, ...]) -> Flags:
    flags = np.asarray(values)
    if flags.size and flags.dtype != np.bool_:
        raise ValueError("who took part is told in true and false")
    if flags.shape != shape:
        raise ValueError(f"these arrays don't belong together: {flags.shape} is not {shape}")
    return flags.astype(np.bool_)


def _journeys(
    people: int, used: ArrayLike, started: ArrayLike, finished: ArrayLike
) -> tuple[Flags, Flags, Flags]:
    began = np.asarray(started)
    if began.ndim != 2 or len(began) != people:
        raise ValueError("started and finished have a row per person and a column per round")
    came_in, began = _flags(used, (people,)), _flags(began, began.shape)
    done = _flags(finished, began.shape)
    if (done & ~began).any() or (began & ~came_in[:, None]).any():
        raise ValueError("somebody finished without having started, or started without coming in")
    return came_in, began, done


def _per_group(which: Whole, flags: Flags, groups: int) -> Whole:
    counts = np.zeros((groups, flags.shape[1]), dtype=np.int64)
    for column in range(flags.shape[1]):
        counts[:, column] = np.bincount(which[flags[:, column]], minlength=groups)
    return counts
