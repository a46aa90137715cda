"""The log of dealing and showing, counted by the database per deck, contribution and chamber."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import Select, func, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dialogue.models import Chamber, Deck, Exposure, Hand, Participant, Round

Counts = npt.NDArray[np.int64]


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


def decks_of(session: Session, weighing: Round) -> Sequence[Deck]:
    """Load the decks of a round, the first epoch first."""
    query = select(Deck).where(Deck.round_id == weighing.id)
    return session.exec(query.order_by(col(Deck.epoch))).all()


def read_dealt(
    session: Session, weighing: Round, decks: Sequence[Deck], place_of: dict[UUID, int]
) -> Log:
    """Count how often each contribution was in a hand, per deck."""
    deck_number = {deck.id: number for number, deck in enumerate(decks)}
    rows = (
        (deck_number[deck], UUID(card), -1, times)
        for deck, card, times in session.execute(dealt_cards(session, weighing))
    )
    return as_log(rows, place_of)


def dealt_cards(session: Session, weighing: Round) -> Select[UUID, str, int]:
    """Select deck, card and how often it was dealt; each database unfolds JSON its own way."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    unfold = func.json_each if sqlite else func.json_array_elements_text
    cards = unfold(col(Hand.cards)).table_valued("value")
    return (
        sql_select(col(Hand.deck_id), cards.c.value, func.count())
        .select_from(Hand)
        .join(cards, true())
        .where(col(Hand.round_id) == weighing.id)
        .group_by(col(Hand.deck_id), cards.c.value)
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
