"""The deck of a weigh round: which contributions are dealt, epoch after epoch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.queries.deck_material import deck_material, ratings_received, visible_ids
from app.queries.theme_numbers import has_themes
from app.usecases.laid_decks import LaidDeck, laid_deck
from app.usecases.storing import stored_once
from dialogue.models import (
    Contribution,
    ContributionState,
    Deck,
    DeckTurn,
    Dialogue,
    DialogueState,
    ModerationDecision,
    Round,
    RoundKind,
    RoundState,
)
from dialogue.moderation import ModerationAction
from dialogue.showings import has_become_uneven
from dialogue.shuffling import mixed

# While ratings are uneven, the least-rated are looked for again after this part of a pass.
PARTS_WHILE_UNEVEN = 4
# What became visible is looked for so many times in a pass, and in a small deck at every hand.
LOOKS_IN_A_PASS = 20
# Two that are written at the same moment don't see each other: look back a little further.
AT_THE_SAME_MOMENT = timedelta(minutes=1)
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


@dataclass(frozen=True)
class Patience:
    """When a deck is outdated: one in ``worth`` is missing, or anything after this part of a pass.

    ``wait`` is the part of a pass by which looking at the ratings is put off.
    """

    worth: int
    dealt_through: float
    wait: float


# Whoever comes for a hand is patient, so that what takes seconds was done ahead of them.
AT_A_HAND = Patience(worth=20, dealt_through=1.0, wait=0.1)
AHEAD = Patience(worth=40, dealt_through=0.9, wait=0.0)
LAID_AHEAD_FROM = 2_000

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
        col(Contribution.created_at) >= bindparam("since"),
    ),
    READABLE.join(
        ModerationDecision, col(ModerationDecision.contribution_id) == Contribution.id
    ).where(
        col(ModerationDecision.dialogue_id) == bindparam("dialogue"),
        col(ModerationDecision.action) == ModerationAction.RELEASE,
        col(ModerationDecision.decided_at) >= bindparam("since"),
    ),
)


def ensure_deck(session: Session, dialogue: Dialogue, weighing: Round, *, now: datetime) -> Deck:
    """Return the deck to deal from, laid anew when too much is missing or ratings are uneven.

    A new epoch shows first what was rated least.
    """
    latest = latest_deck(session, weighing)
    if latest is not None:
        laid, turn = laid_deck(session, latest.id), next_turn(session, latest)
        if not outdated(session, dialogue, weighing, laid, turn):
            return latest
    begin_epoch(session, dialogue, weighing, after=latest.epoch if latest else 0, now=now)
    stored = latest_deck(session, weighing)
    assert stored is not None  # noqa: S101  (it was stored just now, by us or by another)
    return stored


def latest_deck(session: Session, weighing: Round) -> Deck | None:
    """Load the newest deck of a round, without what a hand has no need of."""
    return session.exec(
        LATEST_DECK,
        params={"round": weighing.id},
        execution_options={"populate_existing": True},
    ).first()


def next_turn(session: Session, deck: Deck) -> int:
    """Tell how many turns of a deck were claimed."""
    return session.exec(NEXT_TURN, params={"deck": deck.id}).one()


def due_for_a_look(laid: LaidDeck, turn: int, hand_size: int) -> bool:
    """Tell whether this process looks what became visible: often in a pass, not at every hand.

    What became visible may be a twentieth of the deck; reading that at every hand would make hands
    dearer as a round grows.
    """
    turns = len(laid.ids) // (hand_size * LOOKS_IN_A_PASS)
    return turns <= 1 or laid.first_look("visible", turn // turns)


def outdated(
    session: Session,
    dialogue: Dialogue,
    weighing: Round,
    laid: LaidDeck,
    turn: int,
    patience: Patience = AT_A_HAND,
) -> bool:
    """Tell whether enough is missing: one in twenty, or anything once the deck was dealt through.

    A deck that was laid before there were themes is outdated as soon as there are, and any deck
    when ratings received have become uneven.
    """
    if not laid.themed and has_themes(session, dialogue):
        return True
    since = laid.laid_at - AT_THE_SAME_MOMENT
    missing = sum(each not in laid.index for each in become_visible(session, weighing, since=since))
    dealt_through = turn * weighing.hand_size >= len(laid.ids) * patience.dealt_through
    if missing > 0 and (dealt_through or missing * patience.worth >= len(laid.ids)):
        return True
    return due_to_compare(laid, turn, weighing.hand_size, patience.wait) and uneven_now(
        session, dialogue, weighing, laid
    )


def due_to_compare(laid: LaidDeck, turn: int, hand_size: int, wait: float) -> bool:
    """Tell whether this process looks at the ratings now: once in a pass, more often while uneven.

    Counting all ratings at every hand would make hands dearer as a round grows.
    """
    turns = max(1, len(laid.ids) // hand_size)
    if laid.uneven_at_start:
        turns = max(1, turns // PARTS_WHILE_UNEVEN)
    later = int(turns * wait) if len(laid.ids) >= LAID_AHEAD_FROM else 0
    part = (turn - later) // turns
    return part > 0 and laid.first_look("ratings", part)


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
    values = {"round": weighing.id, "dialogue": weighing.dialogue_id, "since": since}
    return set(session.scalars(BECOME_VISIBLE, values))


def decks_ahead(session: Session, *, now: datetime) -> Iterator[Deck]:
    """Compose the decks that dealing will want soon, so that nobody waits for one; only reads.

    The first of a round in any case; a later one when it is large, because a small one is laid
    within the time of a page and had better hold what was written until then.
    """
    running = (
        select(Dialogue, Round)
        .join(Round, col(Round.dialogue_id) == Dialogue.id)
        .where(
            Dialogue.state == DialogueState.LAUNCHED,
            Round.kind == RoundKind.WEIGH,
            Round.state == RoundState.OPEN,
        )
    )
    for dialogue, weighing in session.exec(running).all():
        latest = latest_deck(session, weighing)
        if latest is None or wanted_soon(session, dialogue, weighing, latest):
            epoch = latest.epoch + 1 if latest else 1
            yield compose_deck(session, dialogue, weighing, epoch=epoch, now=now)


def wanted_soon(session: Session, dialogue: Dialogue, weighing: Round, latest: Deck) -> bool:
    """Tell whether a large deck is about to be outdated."""
    laid, turn = laid_deck(session, latest.id), next_turn(session, latest)
    if len(laid.ids) < LAID_AHEAD_FROM:
        return False
    return outdated(session, dialogue, weighing, laid, turn, AHEAD)


def begin_epoch(
    session: Session, dialogue: Dialogue, weighing: Round, *, after: int, now: datetime
) -> None:
    """Store a deck of everything that others may read now, unless somebody else just did."""
    store_deck(session, compose_deck(session, dialogue, weighing, epoch=after + 1, now=now))


def compose_deck(
    session: Session, dialogue: Dialogue, weighing: Round, *, epoch: int, now: datetime
) -> Deck:
    """Compose a deck of everything that others may read now; from the second on with ratings."""
    seed = seed_of_epoch(dialogue, weighing, epoch)
    material = deck_material(session, dialogue, seed=seed)
    received = ratings_received(session, weighing) if epoch > 1 else None
    return Deck(
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


def store_deck(session: Session, deck: Deck) -> None:
    """Store a deck with its first turn; does nothing when its epoch is there already."""
    if stored_once(session, deck):
        session.add(DeckTurn(deck_id=deck.id))
        session.flush()


def seed_of_epoch(dialogue: Dialogue, weighing: Round, epoch: int) -> int:
    """Give the seed of a deck: it follows from the dialogue's, so nobody chooses it."""
    return mixed(dialogue.seed, weighing.position, epoch) & LARGEST_SEED
