"""Whether the decks of a round dealt, and the pages showed, as they were designed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, func, select

from app.queries.showings_log import Counts, Dealt, Log
from dialogue.models import Deck, Dialogue, ModerationDecision, Round
from dialogue.showings import (
    ALARM,
    ALLOWED_DIFFERENCE,
    can_be_equal,
    largest_difference,
    shown_alone,
)
from dialogue.stopping import no_departure


@dataclass(frozen=True)
class DealingCheck:
    """Whether the decks dealt and the pages showed as designed.

    compared: how many contributions dealing can be equal for; difference: the largest among them in
    the deck that comes nearest to what is allowed; stopping_p: chance that seeing departs so far
    from dealing when people only stop.
    """

    compared: int
    difference: int
    allowed: int
    stopping_p: float

    @property
    def dealt_as_designed(self) -> bool:
        """Whether hands kept the contract of equal showings, as far as it can be told."""
        return self.difference <= self.allowed

    @property
    def seen_as_dealt(self) -> bool:
        """Whether what was seen departs from what was dealt only as it does by chance."""
        return self.stopping_p >= ALARM


def check_decks(
    session: Session,
    dialogue: Dialogue,
    weighing: Round,
    decks: Sequence[Deck],
    place_of: dict[UUID, int],
    dealt: Dealt,
    seen: Log,
) -> DealingCheck:
    """Check dealing deck by deck, and what was seen deck by deck and over all decks together."""
    decided, count = last_decisions(session, dialogue), len(place_of)
    checks, together = [], no_departure(count)
    for number, deck in enumerate(decks):
        steady = steady_places(deck, place_of, decided)
        here = [place_of[UUID(deck.contribution_ids[at])] for at in steady]
        in_hands = dealt.totals(number, count)[here]
        checks.append(check_deck(deck, steady, weighing.hand_size, in_hands))
        together += dealt.departure(number, seen.of(number).totals(count)).only(here)
    worst = max(checks, key=lambda each: each.difference - each.allowed)
    return DealingCheck(
        compared=max(each.compared for each in checks),
        difference=worst.difference,
        allowed=worst.allowed,
        stopping_p=together.chance(),
    )


@dataclass(frozen=True)
class DeckCheck:
    """How equally a deck was dealt: see ``DealingCheck``."""

    compared: int
    difference: int
    allowed: int


def check_deck(deck: Deck, steady: list[int], hand_size: int, dealt: Counts) -> DeckCheck:
    """Compare what was dealt of a deck with its design; counts are per steady place."""
    equal = can_be_equal(
        deck.theme_numbers,
        deck.near_duplicates,
        hand=hand_size,
        theme_exponent=deck.theme_exponent,
    )[steady]
    difference = largest_difference(
        dealt[equal],
        np.asarray(deck.theme_numbers, dtype=np.int64)[steady][equal],
        deck.theme_exponent,
    )
    allowed = ALLOWED_DIFFERENCE + for_stand_ins(deck, len(steady), dealt)
    return DeckCheck(int(equal.sum()), difference, allowed)


def for_stand_ins(deck: Deck, steady: int, dealt: Counts) -> int:
    """Tell how much more is allowed because others stand in for copies and for what was hidden.

    Measured: with a sixth of a deck hidden the difference grows by up to twice what each of the
    others stands in for on average.
    """
    copies = ~shown_alone(deck.near_duplicates, len(deck.theme_numbers))
    replaced = len(deck.theme_numbers) - steady + int(copies.sum())
    return ceil(2 * replaced * float(dealt.mean()) / max(1, steady)) if steady else 0


def steady_places(
    deck: Deck, place_of: dict[UUID, int], decided: dict[UUID, datetime]
) -> list[int]:
    """List the places in a deck of what could be shown all the time since it was laid."""
    ids = [UUID(each) for each in deck.contribution_ids]
    return [
        place
        for place, each in enumerate(ids)
        if each in place_of and (each not in decided or decided[each] < deck.created_at)
    ]


def last_decisions(session: Session, dialogue: Dialogue) -> dict[UUID, datetime]:
    """Tell when each contribution was last held, released or removed."""
    query = (
        select(ModerationDecision.contribution_id, func.max(col(ModerationDecision.decided_at)))
        .where(ModerationDecision.dialogue_id == dialogue.id)
        .group_by(col(ModerationDecision.contribution_id))
    )
    return dict(session.exec(query).all())
