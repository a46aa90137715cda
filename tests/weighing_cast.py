"""A dialogue that was weighed by made-up people of two camps and several chambers.

Identifiers follow from the seed, so that the same room can be put in two databases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from sqlmodel import Session, select

from app.bulk import insert_rows
from app.queries import parts
from dialogue.models import (
    Confirmation,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Participant,
    PlacedBy,
    Placement,
    Proposal,
    Rating,
    RoundKind,
    Theme,
    TrustLevel,
)
from tests.cast import make_over

CHAMBERS = {"resident": 84, "professional": 24, "manager": 12, "director": 4}
# Per theme: how well liked, and how far the two camps differ.
THEMES = ((1.8, 0.2), (1.5, 0.2), (0.3, 2.2), (-1.2, 0.3), (0.2, 0.1))
PER_THEME = 6
OUTSIDE = 4
CARDS = 15


@dataclass(frozen=True)
class Room:
    """What was put in the database."""

    dialogue: Dialogue
    themes: list[Theme]
    contributions: list[Contribution]
    people: list[Participant]


def make_room(
    session: Session,
    now: datetime,
    *,
    chambers: Mapping[str, int] = CHAMBERS,
    seed: int = 5,
    slug: str = "spoedzorg",
    template: str = "zoetermeer",
    dialogue: Dialogue | None = None,
) -> Room:
    """A dialogue with themes, answers outside them, people of each chamber, and their ratings."""
    made = dialogue or make_over(session, now, slug=slug, template=template)
    chance = np.random.default_rng(seed)
    people = make_people(session, made, now, chambers, seed)
    contributions = make_contributions(session, made, now, people, seed)
    themes = place(session, made, now, contributions)
    room = Room(made, themes, contributions, people)
    rate_cards(session, room, now, chance, seed)
    session.flush()
    return room


def known_id(seed: int, kind: int, number: int) -> UUID:
    """An identifier that is the same in every database."""
    return UUID(int=(seed << 64) + (kind << 32) + number)


def make_people(
    session: Session, dialogue: Dialogue, now: datetime, chambers: Mapping[str, int], seed: int
) -> list[Participant]:
    ids = {each.key: each.id for each in parts.chambers_of(session, dialogue)}
    keys = [key for key, number in chambers.items() for _ in range(number)]
    people = [
        Participant(
            id=known_id(seed, 1, number), dialogue_id=dialogue.id, chamber_id=ids[key],
            receipt_hash=f"receipt {seed} {number}", trust=TrustLevel.IMPORTED,
            joined_on=now.date(), may_be_quoted=True,
        )
        for number, key in enumerate(keys)
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    return people


def make_contributions(
    session: Session, dialogue: Dialogue, now: datetime, people: list[Participant], seed: int
) -> list[Contribution]:
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    said = [
        Contribution(
            id=known_id(seed, 2, number), dialogue_id=dialogue.id, round_id=asking.id,
            participant_id=people[number % len(people)].id, kind=ContributionKind.ANSWER,
            state=ContributionState.VISIBLE, created_at=now + timedelta(seconds=number),
        )
        for number in range(len(THEMES) * PER_THEME + OUTSIDE)
    ]  # fmt: skip
    session.add_all(said)
    session.flush()
    session.add_all(
        ContributionVersion(
            contribution_id=each.id, text=f"Antwoord nummer {number}", created_at=now
        )
        for number, each in enumerate(said)
    )
    session.flush()
    return said


def place(
    session: Session, dialogue: Dialogue, now: datetime, contributions: list[Contribution]
) -> list[Theme]:
    themes = [
        Theme(
            dialogue_id=dialogue.id, number=number, machine_label=f"Thema {number}", created_at=now
        )
        for number in range(len(THEMES))
    ]
    session.add_all(themes)
    session.flush()
    session.add_all(
        Placement(
            contribution_id=each.id, dialogue_id=dialogue.id, placed_by=PlacedBy.MACHINE,
            theme_id=themes[number // PER_THEME].id if number < len(THEMES) * PER_THEME else None,
            placed_at=now,
        )
        for number, each in enumerate(contributions)
    )  # fmt: skip
    return themes


def rate_cards(
    session: Session, room: Room, now: datetime, chance: np.random.Generator, seed: int
) -> None:
    """Every fifteen cards of everybody, in the first weigh round."""
    weighing = parts.round_of_kind(session, room.dialogue, RoundKind.WEIGH)
    likings = (*THEMES, (0.5, 0.0))
    rows: list[dict[str, object]] = []
    for turn, person in enumerate(room.people):
        camp = 1 if turn % 2 else -1
        for card in chance.choice(len(room.contributions), CARDS, replace=False).tolist():
            liked, splits = likings[min(card // PER_THEME, len(THEMES))]
            value = max(-3, min(3, round(liked + camp * splits + chance.normal(0, 0.9))))
            rows.append(
                {
                    "id": known_id(seed, 3, len(rows)), "round_id": weighing.id,
                    "participant_id": person.id, "contribution_id": room.contributions[card].id,
                    "version_number": 1, "revision": 1, "created_at": now,
                    "value": None if chance.random() < 0.05 else value,
                }
            )  # fmt: skip
    insert_rows(session, Rating, rows)


def confirm_all(
    session: Session, room: Room, proposal: Proposal, now: datetime, *, liked: float, guess: int
) -> None:
    """Everybody judges a proposal and guesses how many residents are for it."""
    confirming = parts.round_of_kind(session, room.dialogue, RoundKind.CONFIRM)
    chance = np.random.default_rng(proposal.position)
    session.add_all(
        Confirmation(
            round_id=confirming.id, participant_id=person.id, proposal_id=proposal.id,
            version_number=1, value=int(np.clip(np.round(liked + chance.normal(0, 1)), -3, 3)),
            predicted_percent=int(np.clip(guess + chance.normal(0, 8), 0, 100)), created_at=now,
        )
        for person in room.people
    )  # fmt: skip
    session.flush()


def weigh_again(session: Session, room: Room, now: datetime, *, moved: int) -> None:
    """Everybody rates the same cards in the next weigh round, a little or much otherwise."""
    first, second = (
        each for each in parts.rounds_of(session, room.dialogue) if each.kind is RoundKind.WEIGH
    )
    given = session.exec(select(Rating).where(Rating.round_id == first.id)).all()
    session.add_all(
        Rating(
            round_id=second.id, participant_id=each.participant_id, created_at=now,
            contribution_id=each.contribution_id,
            value=None if each.value is None else max(-3, min(3, each.value + moved)),
        )
        for each in given
    )  # fmt: skip
    session.flush()
