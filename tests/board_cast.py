"""What a board decides on: a dialogue that several chambers answered, weighed and confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.security import STAFF_COOKIE, cookie_name
from app.usecases import accounts, dialogues
from app.usecases.participation import measure_participation
from dialogue.models import (
    Confirmation,
    Contribution,
    Dialogue,
    Participant,
    Proposal,
    ProposalSource,
    Rating,
    Role,
    RoundKind,
    Theme,
)
from tests.cast import (
    FACILITATOR,
    KEY,
    PASSWORD,
    make_account,
    make_over,
    make_proposal,
    make_region,
)
from tests.facilitator_cast import make_participants, make_theme, say_all

# How many people of each chamber take part, and what they think.
PEOPLE = {"resident": 60, "professional": 12, "manager": 4}
OPINION = {"resident": (3, 2, 1), "professional": (-1, 1), "manager": (-3,)}


@dataclass(frozen=True)
class Played:
    """A dialogue whose rounds are over, with one theme and one proposal."""

    dialogue: Dialogue
    theme: Theme
    contributions: list[Contribution]
    proposal: Proposal


def play(
    session: Session,
    now: datetime,
    *,
    people: Mapping[str, int] = PEOPLE,
    close: bool = True,
    slug: str = "spoedzorg",
) -> Played:
    """Let people of several chambers weigh one theme and one proposal."""
    dialogue = make_over(session, now, slug=slug)
    said = say_all(session, dialogue, [f"Wachten duurt te lang {n}" for n in range(3)], now)
    for each in said:
        session.get_one(Participant, each.participant_id).may_be_quoted = True
    theme = make_theme(session, dialogue, now, number=1, label="Wachttijden", contributions=said)
    theme.label = "Korter wachten"
    proposal = make_proposal(session, dialogue, now, theme=theme)
    session.add(ProposalSource(proposal_id=proposal.id, contribution_id=said[0].id))
    weighing = parts.round_of_kind(session, dialogue, RoundKind.WEIGH)
    confirming = parts.round_of_kind(session, dialogue, RoundKind.CONFIRM)
    for chamber, many in people.items():
        came_in = make_participants(session, dialogue, now, chamber=chamber, many=many)
        for turn, person in enumerate(came_in):
            value = OPINION[chamber][turn % len(OPINION[chamber])]
            session.add(
                Rating(
                    round_id=weighing.id, participant_id=person.id, value=value,
                    contribution_id=said[turn % 3].id, created_at=now,
                )
            )  # fmt: skip
            session.add(
                Confirmation(
                    round_id=confirming.id, participant_id=person.id, proposal_id=proposal.id,
                    version_number=1, value=value, created_at=now,
                )
            )  # fmt: skip
    if close:
        close_dialogue(session, dialogue, now)
    session.flush()
    return Played(dialogue, theme, said, proposal)


def publish(engine: Engine, clock, **options: Any) -> Played:
    """Let everybody read what came out."""
    with transaction(engine) as session:
        played = play(session, clock(), **options)
        played.dialogue.results_published_at = clock()
        measure_participation(session, played.dialogue, now=clock())
        return played


def close_dialogue(session: Session, dialogue: Dialogue, now: datetime) -> None:
    """End the residents' part."""
    dialogues.close_dialogue(session, dialogue, now=now, actor=FACILITATOR)


def log_in_as(web: TestClient, session: Session, role: Role, now: datetime) -> TestClient:
    """Give this visitor the cookie of an account with this role in the region."""
    account = make_account(session, make_region(session), role, now)
    token = accounts.log_in(session, email=account.email, password=PASSWORD, key=KEY, now=now)
    web.cookies.set(cookie_name(STAFF_COOKIE, secure=False), token)
    return web


ANSWER = {
    "outcome": "adopt",
    "reason": "Veel mensen vragen erom.",
    "owner": "De wethouder zorg",
    "due_on": "2027-06-01",
    "seen_revision": "0",
}


def address(played: Played, step: str = "") -> str:
    """Where the board reads, and answers, the proposal."""
    return f"/board/proposals/{played.proposal.id}{step}"
