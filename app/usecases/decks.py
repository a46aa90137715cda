"""The deck of a weigh round: which contributions are dealt, epoch after epoch."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from uuid import UUID

from sqlalchemy import bindparam, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.queries.deck_material import deck_material, ratings_received, visible_ids
from app.queries.theme_numbers import has_themes
from app.usecases.storing import stored_once
from dialogue import deck as dealing
from dialogue.models import (
    Contribution,
    ContributionState,
    Deck,
    DeckTurn,
    Dialogue,
    ModerationDecision,
    Round,
)
from dialogue.moderation import ModerationAction
from dialogue.showings import has_become_uneven
from dialogue.shuffling import mixed

# One in this many new contributions is worth a new epoch before the deck was dealt through.
WORTH_A_NEW_EPOCH = 20
# While ratings are uneven, the least-rated are looked for again after this part of a pass.
PARTS_WHILE_UNEVEN = 4
KEPT_DECKS = 8
LARGEST_SEED = 2**31 - 1
# A deck's long lists, and what SQLite only reaches by reading past them.
NOT_AT_EVERY_HAND = (
    "contribution_ids",
    "theme_numbers",
    "ratings_received",
    "near_duplicates",
    "meaning",
    "created_at",
    "theme_exponent",
)

# Built once: every hand asks these, and making a statement costs as much as asking the database.
LATEST_DECK = (
    select(Deck)
    .where(col(Deck.round_id) == bindparam("round"))
    .order_by(col(Deck.epoch).desc())
    .limit(1)
    .options(*(defer(getattr(Deck, name)) for name in NOT_AT_EVERY_HAND))
)
NEXT_TURN = select(DeckTurn.next_turn).where(col(DeckTurn.deck_id) == bindparam("deck"))
READABLE = sql_select(col(Contribution.id)).where(
    col(Contribution.state) == ContributionState.VISIBLE
)
BECOME_VISIBLE = union_all(
    READABLE.where(
        col(Contribution.round_id) == bindparam("round"),
        col(Contribution.created_at) >= bindparam("laid_at"),
    ),
    READABLE.join(
        ModerationDecision, col(ModerationDecision.contribution_id) == Contribution.id
    ).where(
        col(ModerationDecision.dialogue_id) == bindparam("dialogue"),
        col(ModerationDecision.action) == ModerationAction.RELEASE,
        col(ModerationDecision.decided_at) >= bindparam("laid_at"),
    ),
)


@dataclass(frozen=True)
class LaidDeck:
    """A stored deck, laid ready to be dealt.

    ``looked`` holds at which parts of the deck this process looked whether ratings are uneven.
    """

    ids: tuple[UUID, ...]
    themes: tuple[int, ...]
    near_duplicates: tuple[int, ...] | None
    uneven_at_start: bool
    laid_at: datetime
    dealer: dealing.Deck
    looked: set[int] = field(default_factory=set)

    @cached_property
    def index(self) -> dict[UUID, int]:
        """Where every contribution stands in the deck."""
        return {each: place for place, each in enumerate(self.ids)}

    @cached_property
    def themed(self) -> bool:
        """Whether there were themes when the deck was laid."""
        return any(number >= 0 for number in self.themes)


_laid: OrderedDict[UUID, LaidDeck] = OrderedDict()
_laying = Lock()


def ensure_deck(session: Session, dialogue: Dialogue, weighing: Round, *, now: datetime) -> Deck:
    """Return the deck to deal from, laid anew when too much is missing or ratings are uneven.

    A new epoch shows first what was rated least.
    """
    latest = latest_deck(session, weighing)
    if latest is not None and not outdated(session, dialogue, weighing, latest):
        return latest
    return begin_epoch(session, dialogue, weighing, after=latest, now=now)


def latest_deck(session: Session, weighing: Round) -> Deck | None:
    """Load the newest deck of a round, without what a hand has no need of."""
    return session.exec(
        LATEST_DECK,
        params={"round": weighing.id},
        execution_options={"populate_existing": True},
    ).first()


def laid_deck(session: Session, deck: Deck) -> LaidDeck:
    """Lay a stored deck ready; a process keeps the last few, for a deck never changes."""
    with _laying:
        if deck.id in _laid:
            _laid.move_to_end(deck.id)
            return _laid[deck.id]
    made = lay(deck)
    with _laying:
        _laid[deck.id] = made
        while len(_laid) > KEPT_DECKS:
            _laid.popitem(last=False)
    return made


def lay(deck: Deck) -> LaidDeck:
    """Lay a deck from what is stored of it and from nothing else, as an auditor does."""
    copies, received = deck.near_duplicates, deck.ratings_received
    uneven = received is not None and has_become_uneven(
        received, deck.theme_numbers, copies, theme_exponent=deck.theme_exponent
    )
    return LaidDeck(
        ids=tuple(UUID(each) for each in deck.contribution_ids),
        themes=tuple(deck.theme_numbers),
        near_duplicates=tuple(copies) if copies is not None else None,
        uneven_at_start=uneven,
        laid_at=deck.created_at,
        dealer=dealing.build_deck(
            deck.theme_numbers,
            received,
            seed=deck.seed,
            theme_exponent=deck.theme_exponent,
            near_duplicates=copies,
            meaning=deck.meaning,
        ),
    )


def outdated(session: Session, dialogue: Dialogue, weighing: Round, deck: Deck) -> bool:
    """Tell whether enough is missing: one in twenty, or anything once the deck was dealt through.

    A deck that was laid before there were themes is outdated as soon as there are, and any deck
    when ratings received have become uneven.
    """
    laid = laid_deck(session, deck)
    if not laid.themed and has_themes(session, dialogue):
        return True
    missing = sum(
        each not in laid.index for each in become_visible(session, weighing, since=laid.laid_at)
    )
    turn = next_turn(session, deck)
    dealt_through = turn * weighing.hand_size >= len(laid.ids)
    if missing > 0 and (dealt_through or missing * WORTH_A_NEW_EPOCH >= len(laid.ids)):
        return True
    return due_for_a_look(laid, turn, weighing.hand_size) and uneven_now(
        session, dialogue, weighing, laid
    )


def next_turn(session: Session, deck: Deck) -> int:
    """Tell how many turns of a deck were claimed."""
    return session.exec(NEXT_TURN, params={"deck": deck.id}).one()


def due_for_a_look(laid: LaidDeck, turn: int, hand_size: int) -> bool:
    """Tell whether this process looks at the ratings now: once in a pass, more often while uneven.

    Counting all ratings at every hand would make hands dearer as a round grows.
    """
    turns = max(1, len(laid.ids) // hand_size)
    if laid.uneven_at_start:
        turns = max(1, turns // PARTS_WHILE_UNEVEN)
    part = turn // turns
    if part == 0 or part in laid.looked:
        return False
    laid.looked.add(part)
    return True


def uneven_now(session: Session, dialogue: Dialogue, weighing: Round, laid: LaidDeck) -> bool:
    """Tell whether what may still be read was rated unevenly."""
    received = ratings_received(session, weighing)
    readable = set(visible_ids(session, dialogue))
    kept = [place for place, each in enumerate(laid.ids) if each in readable]
    copies = laid.near_duplicates
    return has_become_uneven(
        [received.get(laid.ids[place], 0) for place in kept],
        [laid.themes[place] for place in kept],
        [copies[place] for place in kept] if copies is not None else None,
        theme_exponent=laid.dealer.theme_exponent,
    )


def become_visible(session: Session, weighing: Round, *, since: datetime) -> set[UUID]:
    """Find what others may read since a moment: enrichments, and what was released."""
    values = {
        "round": weighing.id, "dialogue": weighing.dialogue_id, "laid_at": since,
    }  # fmt: skip
    return set(session.scalars(BECOME_VISIBLE, values))


def begin_epoch(
    session: Session, dialogue: Dialogue, weighing: Round, *, after: Deck | None, now: datetime
) -> Deck:
    """Store a deck of everything that others may read now, or return the one just stored."""
    epoch = after.epoch + 1 if after else 1
    seed = seed_of_epoch(dialogue, weighing, epoch)
    material = deck_material(session, dialogue, seed=seed)
    received = ratings_received(session, weighing) if after else None
    deck = Deck(
        round_id=weighing.id,
        epoch=epoch,
        seed=seed,
        contribution_ids=[str(each) for each in material.ids],
        theme_numbers=material.themes,
        ratings_received=[received.get(each, 0) for each in material.ids]
        if received is not None
        else None,
        near_duplicates=material.near_duplicates,
        meaning=material.meaning,
        theme_exponent=weighing.theme_exponent,
        created_at=now,
    )
    if stored_once(session, deck):
        session.add(DeckTurn(deck_id=deck.id))
        session.flush()
        return deck
    stored = latest_deck(session, weighing)
    assert stored is not None  # noqa: S101  (its number was taken, so it is there)
    return stored


def seed_of_epoch(dialogue: Dialogue, weighing: Round, epoch: int) -> int:
    """Give the seed of a deck: it follows from the dialogue's, so nobody chooses it."""
    return mixed(dialogue.seed, weighing.position, epoch) & LARGEST_SEED
