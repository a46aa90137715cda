"""The deck of a weigh round: which contributions are dealt, epoch after epoch."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from app.queries.theme_numbers import theme_numbers
from app.usecases.storing import stored_once
from dialogue import deck as dealing
from dialogue.models import (
    Contribution,
    ContributionState,
    Deck,
    Dialogue,
    Exposure,
    Hand,
    ModerationDecision,
    Round,
)
from dialogue.moderation import ModerationAction
from dialogue.shuffling import mixed

# One in this many new contributions is worth a new epoch before the deck was dealt through.
WORTH_A_NEW_EPOCH = 20
KEPT_DECKS = 8
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class LaidDeck:
    """A stored deck, laid ready to be dealt."""

    ids: tuple[UUID, ...]
    themed: bool
    dealer: dealing.Deck

    @cached_property
    def index(self) -> dict[UUID, int]:
        """Where every contribution stands in the deck."""
        return {each: place for place, each in enumerate(self.ids)}


_laid: OrderedDict[UUID, LaidDeck] = OrderedDict()
_laying = Lock()


def ensure_deck(session: Session, dialogue: Dialogue, weighing: Round, *, now: datetime) -> Deck:
    """Return the deck to deal from, laid anew when enough became visible since the last one.

    A new epoch shows first what was shown least.
    """
    latest = latest_deck(session, weighing)
    if latest is not None and not outdated(session, dialogue, weighing, latest):
        return latest
    return begin_epoch(session, dialogue, weighing, after=latest, now=now)


def latest_deck(session: Session, weighing: Round) -> Deck | None:
    """Load the newest deck of a round, without its long lists."""
    query = select(Deck).where(Deck.round_id == weighing.id).order_by(col(Deck.epoch).desc())
    short = query.limit(1).options(
        defer(col(Deck.contribution_ids)),  # type: ignore[arg-type]  # SQLModel's col() is a column
        defer(col(Deck.theme_numbers)),  # type: ignore[arg-type]
        defer(col(Deck.ratings_received)),  # type: ignore[arg-type]
    )
    return session.exec(short, execution_options={"populate_existing": True}).first()


def laid_deck(session: Session, deck: Deck) -> LaidDeck:
    """Lay a stored deck ready; a process keeps the last few, for a deck never changes."""
    with _laying:
        if deck.id in _laid:
            _laid.move_to_end(deck.id)
            return _laid[deck.id]
    made = LaidDeck(
        ids=tuple(UUID(each) for each in deck.contribution_ids),
        themed=any(number >= 0 for number in deck.theme_numbers),
        dealer=dealing.build_deck(deck.theme_numbers, deck.ratings_received, seed=deck.seed),
    )
    with _laying:
        _laid[deck.id] = made
        while len(_laid) > KEPT_DECKS:
            _laid.popitem(last=False)
    return made


def outdated(session: Session, dialogue: Dialogue, weighing: Round, deck: Deck) -> bool:
    """Tell whether enough is missing: one in twenty, or anything once the deck was dealt through.

    A deck that was laid before there were themes is outdated as soon as there are.
    """
    laid = laid_deck(session, deck)
    if not laid.themed and any(n >= 0 for n in theme_numbers(session, dialogue).values()):
        return True
    missing = sum(each not in laid.index for each in become_visible(session, weighing, deck))
    dealt_through = deck.next_turn * weighing.hand_size >= len(laid.ids)
    return missing > 0 and (dealt_through or missing * WORTH_A_NEW_EPOCH >= len(laid.ids))


def become_visible(session: Session, weighing: Round, deck: Deck) -> set[UUID]:
    """Find what others may read since the deck was laid: enrichments, and what was released."""
    visible = select(Contribution.id).where(Contribution.state == ContributionState.VISIBLE)
    added = visible.where(
        Contribution.round_id == weighing.id, col(Contribution.created_at) >= deck.created_at
    )
    released = visible.join(
        ModerationDecision, col(ModerationDecision.contribution_id) == Contribution.id
    ).where(
        ModerationDecision.dialogue_id == weighing.dialogue_id,
        ModerationDecision.action == ModerationAction.RELEASE,
        col(ModerationDecision.decided_at) >= deck.created_at,
    )
    return {*session.exec(added).all(), *session.exec(released).all()}


def begin_epoch(
    session: Session, dialogue: Dialogue, weighing: Round, *, after: Deck | None, now: datetime
) -> Deck:
    """Store a deck of everything that others may read now, or return the one just stored."""
    ids = visible_ids(session, dialogue)
    themes = theme_numbers(session, dialogue)
    epoch = after.epoch + 1 if after else 1
    deck = Deck(
        round_id=weighing.id,
        epoch=epoch,
        seed=mixed(dialogue.seed, weighing.position, epoch) & LARGEST_SEED,
        contribution_ids=[str(each) for each in ids],
        theme_numbers=[themes.get(each, -1) for each in ids],
        ratings_received=showings(session, weighing, ids) if after else None,
        created_at=now,
    )
    if stored_once(session, deck):
        return deck
    stored = latest_deck(session, weighing)
    assert stored is not None  # noqa: S101  (its number was taken, so it is there)
    return stored


def visible_ids(session: Session, dialogue: Dialogue) -> Sequence[UUID]:
    """List what others may read, in an order that says nothing of who or when."""
    query = select(Contribution.id).where(
        Contribution.dialogue_id == dialogue.id, Contribution.state == ContributionState.VISIBLE
    )
    return sorted(session.exec(query).all())


def showings(session: Session, weighing: Round, ids: Sequence[UUID]) -> list[int]:
    """Count how often each contribution was put before somebody in this round."""
    query = (
        select(Exposure.contribution_id, func.count())
        .join(Hand, col(Hand.id) == Exposure.hand_id)
        .where(Hand.round_id == weighing.id)
        .group_by(col(Exposure.contribution_id))
    )
    counted = dict(session.exec(query).all())
    return [counted.get(each, 0) for each in ids]
