"""The log of dealing and showing, counted by the database per deck, contribution and chamber."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import Float, Select, cast, func, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dialogue.models import Chamber, Deck, Exposure, Hand, Participant, Round
from dialogue.stopping import Departure

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Log:
    """Rows of the log as arrays: the deck, the contribution (its place in ``ids``) and the chamber
    of so many showings; deck -1 and chamber -1 are not told.
    """

    deck: Counts
    contribution: Counts
    chamber: Counts
    times: Counts

    def of(self, deck: int) -> "Log":
        """Keep what belongs to one deck."""
        kept = self.deck == deck
        return Log(
            self.deck[kept], self.contribution[kept], self.chamber[kept], self.times[kept]
        )  # fmt: skip

    def totals(self, count: int) -> Counts:
        """Add up per contribution."""
        return np.bincount(self.contribution, self.times, count).astype(np.int64)

    def spelled_out(self) -> Counts:
        """Give the contribution of every single showing."""
        return np.repeat(self.contribution, self.times)


@dataclass(frozen=True, eq=False)
class Dealt:
    """Rows per deck and contribution: times in a hand, times expected to be seen, and the spread
    of that (see `dialogue.stopping`).
    """

    deck: Counts
    contribution: Counts
    times: Floats
    expected: Floats
    variance: Floats
    fourth: Floats

    def totals(self, deck: int, count: int) -> Counts:
        """Add up how often each contribution was in a hand of a deck."""
        return self._sums(deck, count, self.times).astype(np.int64)

    def departure(self, deck: int, seen: Counts) -> Departure:
        """Compare how often each contribution of a deck was seen with what was to be expected."""
        count = len(seen)
        return Departure(
            seen - self._sums(deck, count, self.expected),
            self._sums(deck, count, self.variance),
            self._sums(deck, count, self.fourth),
        )

    def _sums(self, deck: int, count: int, column: Floats) -> Floats:
        kept = self.deck == deck
        return np.bincount(self.contribution[kept], column[kept], count).astype(np.float64)


def decks_of(session: Session, weighing: Round) -> Sequence[Deck]:
    """Load the decks of a round, the first epoch first."""
    query = select(Deck).where(Deck.round_id == weighing.id)
    return session.exec(query.order_by(col(Deck.epoch))).all()


def read_dealt(
    session: Session, weighing: Round, decks: Sequence[Deck], place_of: dict[UUID, int]
) -> Dealt:
    """Count how often each contribution was in a hand, per deck, and how often that was seen."""
    deck_number = {deck.id: number for number, deck in enumerate(decks)}
    rows = session.execute(dealt_cards(session, weighing))
    table = np.array(
        [
            (deck_number[deck], place_of[UUID(card)], *numbers)
            for deck, card, *numbers in rows
            if UUID(card) in place_of
        ],
        dtype=np.float64,
    ).reshape(-1, 6)
    return Dealt(*table[:, :2].astype(np.int64).T, *table[:, 2:].T)


def dealt_cards(session: Session, weighing: Round) -> Select[UUID, str, int, float, float, float]:
    """Select deck, card, how often it was dealt, how often to be seen, and the spread of that.

    See `dialogue.stopping`. Each database unfolds JSON its own way.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    unfold = func.json_each if sqlite else func.json_array_elements_text
    cards = unfold(col(Hand.cards)).table_valued("value")
    seen = seen_of_hands(weighing).subquery()
    share = cast(func.coalesce(seen.c.seen, 0), Float) / col(Hand.size)
    varies = share * (1 - share)
    return (
        sql_select(
            col(Hand.deck_id),
            cards.c.value,
            func.count(),
            func.sum(share),
            func.sum(varies),
            func.sum(varies * (1 - 6 * varies)),
        )
        .select_from(Hand)
        .outerjoin(seen, seen.c.hand_id == Hand.id)
        .join(cards, true())
        .where(col(Hand.round_id) == weighing.id)
        .group_by(col(Hand.deck_id), cards.c.value)
    )


def seen_of_hands(weighing: Round) -> Select[UUID, int]:
    """Select how many cards of each hand were put before somebody."""
    return (
        sql_select(col(Exposure.hand_id), func.count().label("seen"))
        .join(Hand, col(Hand.id) == Exposure.hand_id)
        .where(col(Hand.round_id) == weighing.id)
        .group_by(col(Exposure.hand_id))
    )


def read_seen(
    session: Session,
    weighing: Round,
    decks: Sequence[Deck],
    chambers: Sequence[Chamber],
    place_of: dict[UUID, int],
) -> Log:
    """Count how often each contribution was put before somebody, per deck and chamber."""
    deck_number = {deck.id: number for number, deck in enumerate(decks)}
    chamber_number = {chamber.id: number for number, chamber in enumerate(chambers)}
    by = (col(Hand.deck_id), col(Exposure.contribution_id), col(Participant.chamber_id))
    query = (
        sql_select(*by, func.count())
        .select_from(Exposure)
        .join(Hand, col(Hand.id) == Exposure.hand_id)
        .join(Participant, col(Participant.id) == Hand.participant_id)
        .where(col(Hand.round_id) == weighing.id)
        .group_by(*by)
    )
    rows = (
        (deck_number[deck], card, chamber_number[chamber], times)
        for deck, card, chamber, times in session.execute(query)
    )
    return as_log(rows, place_of)


def as_log(rows: Iterable[tuple[int, UUID, int, int]], place_of: dict[UUID, int]) -> Log:
    """Make arrays of rows of deck, contribution, chamber and times; what is hidden is left out."""
    kept = [
        (deck, place_of[card], chamber, times)
        for deck, card, chamber, times in rows
        if card in place_of
    ]
    table = np.array(kept, dtype=np.int64).reshape(len(kept), 4)
    return Log(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
