"""Decks laid ready to be dealt. A deck never changes, so that a process keeps the last few."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from uuid import UUID

from sqlmodel import Session

from dialogue import deck as dealing
from dialogue.models import Deck
from dialogue.showings import has_become_uneven

KEPT_DECKS = 8


@dataclass(frozen=True)
class LaidDeck:
    """A stored deck, laid ready to be dealt.

    ``looked`` holds at which parts of the deck this process looked at what, so that it looks once.
    """

    deck_id: UUID
    ids: tuple[UUID, ...]
    themes: tuple[int, ...]
    near_duplicates: tuple[int, ...] | None
    uneven_at_start: bool
    laid_at: datetime
    dealer: dealing.Deck
    looked: set[tuple[str, int]] = field(default_factory=set)

    @cached_property
    def index(self) -> dict[UUID, int]:
        """Where every contribution stands in the deck."""
        return {each: place for place, each in enumerate(self.ids)}

    @cached_property
    def themed(self) -> bool:
        """Whether there were themes when the deck was laid."""
        return any(number >= 0 for number in self.themes)

    def first_look(self, what: str, part: int) -> bool:
        """Tell whether this process did not look at this part yet, and remember that it did."""
        if (what, part) in self.looked:
            return False
        self.looked.add((what, part))
        return True


_laid: OrderedDict[UUID, LaidDeck] = OrderedDict()
_keeping, _laying = Lock(), Lock()


def laid_deck(session: Session, deck_id: UUID) -> LaidDeck:
    """Give a stored deck laid ready; of those who need it at the same moment one lays it."""
    if found := kept(deck_id):
        return found
    with _laying:
        return kept(deck_id) or keep(lay(session.get_one(Deck, deck_id)))


def kept(deck_id: UUID) -> LaidDeck | None:
    """Find a deck that this process laid."""
    with _keeping:
        if deck_id in _laid:
            _laid.move_to_end(deck_id)
        return _laid.get(deck_id)


def keep(laid: LaidDeck) -> LaidDeck:
    """Keep a deck in place of the one that was not used for longest."""
    with _keeping:
        _laid[laid.deck_id] = laid
        while len(_laid) > KEPT_DECKS:
            _laid.popitem(last=False)
    return laid


def lay(deck: Deck) -> LaidDeck:
    """Lay a deck from what is stored of it and from nothing else, as an auditor does."""
    copies, received = deck.near_duplicates, deck.ratings_received
    uneven = received is not None and has_become_uneven(
        received, deck.theme_numbers, copies, theme_exponent=deck.theme_exponent
    )
    return LaidDeck(
        deck_id=deck.id,
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
