"""Draw people by lot from a list, in proportion to groups, so that anybody can do it again.

    lot = draw_by_lot({2: ("young",), 3: ("old",), ...}, size=1000, seed=812)
    lot.drawn      -> (17, 23, ...)     rows of the list
    lot.strata     -> how many of each group were listed, wanted and drawn

Nothing here depends on a random generator of a library or a version: a ticket is SHA-256 of the
seed and the row, and within a group the lowest tickets win. All fractions are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate, groupby, pairwise
from typing import TypeAlias

from participation.errors import NotEnoughData

Groups: TypeAlias = tuple[str, ...]
# Shares are held in millionths, so that adding them up is exact.
PRECISION = 1_000_000


@dataclass(frozen=True)
class Stratum:
    """People of the same groups: how many are in the lot, should be drawn, and were drawn."""

    groups: Groups
    listed: int
    wanted: float
    drawn: int


@dataclass(frozen=True)
class Lot:
    """Who was drawn, as rows of the list in their order, and how that is divided."""

    drawn: tuple[int, ...]
    strata: tuple[Stratum, ...]

    @property
    def drawn_hash(self) -> str:
        """Give SHA-256 (hex) over the drawn rows, each followed by a newline."""
        return sha256("".join(f"{row}\n" for row in self.drawn).encode()).hexdigest()


def draw_by_lot(
    people: Mapping[int, Groups],
    *,
    size: int,
    seed: int,
    shares: Mapping[Groups, float] | None = None,
) -> Lot:
    """Draw ``size`` rows: stratified, without replacement, with seats as near as can be.

    people: row -> the groups of that person (``()`` for everybody, without strata). shares: what
    part of the population each stratum is; strata without a share get the part that they have of
    the list. Without ``shares`` everybody has exactly the same chance, size / people: a seat that
    can't be divided goes to a stratum by chance, with a chance of its remainder (systematic
    sampling of the seats; Madow 1949), so that a small group is never left out for being small.
    Raises NotEnoughData for a size that the list does not have.
    """
    if not 1 <= size <= len(people):
        raise NotEnoughData("people in the lot", len(people), max(1, size))
    tickets = sorted((groups, ticket_of(seed, row), row) for row, groups in people.items())
    strata = {
        groups: [row for *_, row in members]
        for groups, members in groupby(tickets, key=lambda each: each[0])
    }
    listed = {groups: len(rows) for groups, rows in strata.items()}
    wanted = seats_wanted(listed, weights_of(listed, shares), size)
    seats = whole_seats(wanted, start=start_of(seed))
    drawn = (row for groups, rows in strata.items() for row in rows[: seats[groups]])
    return Lot(
        tuple(sorted(drawn)),
        tuple(
            Stratum(groups, listed[groups], float(wanted[groups]), seats[groups])
            for groups in strata
        ),
    )


def ticket_of(seed: int, row: int) -> bytes:
    """Give a row its ticket; the lowest win."""
    return sha256(f"{seed}:{row}".encode()).digest()


def start_of(seed: int) -> Fraction:
    """Give a number from 0 to 1 (1 not included) by the seed."""
    digest = sha256(f"{seed}:start".encode()).digest()
    return Fraction(int.from_bytes(digest, "big"), 2 ** (8 * len(digest)))


def weights_of(
    listed: Mapping[Groups, int], shares: Mapping[Groups, float] | None
) -> dict[Groups, Fraction]:
    """Say how heavy each stratum is: by the list, or by shares as far as they are known."""
    everybody = sum(listed.values())
    known = {
        groups: max(1, round(PRECISION * shares[groups]))
        for groups in listed
        if shares is not None and shares.get(groups, 0) > 0
    }
    total = sum(known.values())
    if not total:
        return {groups: Fraction(count, everybody) for groups, count in listed.items()}
    apart = Fraction(sum(n for groups, n in listed.items() if groups not in known), everybody)
    return {
        groups: (1 - apart) * Fraction(known[groups], total)
        if groups in known
        else Fraction(count, everybody)
        for groups, count in listed.items()
    }


def seats_wanted(
    listed: Mapping[Groups, int], weights: Mapping[Groups, Fraction], size: int
) -> dict[Groups, Fraction]:
    """Divide the seats by weight; what a stratum has too few people for goes to the others."""
    full: dict[Groups, Fraction] = {}
    while True:
        others = {groups: weight for groups, weight in weights.items() if groups not in full}
        left, heavy = size - sum(full.values()), sum(others.values())
        wanted = {groups: left * weight / heavy for groups, weight in others.items()}
        over = {
            groups: Fraction(listed[groups])
            for groups, seats in wanted.items()
            if seats > listed[groups]
        }
        if not over:
            return {groups: (full | wanted)[groups] for groups in listed}
        full |= over


def whole_seats(wanted: Mapping[Groups, Fraction], *, start: Fraction) -> dict[Groups, int]:
    """Make whole seats of fractions: each is rounded up or down, and their sum stays the same.

    The seats are a row of marks at whole distances, laid from ``start`` along all strata in order.
    """
    ends = list(accumulate(wanted.values(), initial=start))
    return {
        groups: int(end) - int(begin)
        for groups, (begin, end) in zip(wanted, pairwise(ends), strict=True)
    }
