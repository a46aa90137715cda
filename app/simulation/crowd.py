"""Made-up people: they come in with a code, answer, weigh, enrich and confirm."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import transaction
from app.queries import parts
from app.queries.theme_numbers import theme_numbers
from app.usecases import (
    background,
    confirmations,
    contributions,
    hands,
    invitations,
    participants,
    ratings,
)
from dialogue.models import (
    Contribution,
    Dialogue,
    Participant,
    Prompt,
    Proposal,
    ProposalState,
    Round,
)

CANNOT_SAY = 0.06


@dataclass(frozen=True)
class Answer:
    """What somebody says to a prompt (1 is the first)."""

    text: str
    language: str = "nl"
    chamber: str = "resident"
    prompt: int = 1


@dataclass(frozen=True)
class Person:
    """A made-up participant; ``leaning`` from -1 to 1 colours what they are for or against."""

    participant_id: UUID
    language: str
    leaning: float
    receipt_code: str


@dataclass
class Crowd:
    """Everybody who takes part in one dialogue, on a clock of their own."""

    engine: Engine
    slug: str
    key: bytes
    chance: random.Random
    clock: Callable[[], datetime]
    people: list[Person] = field(default_factory=list)

    def arrive(self, answers: Sequence[Answer]) -> None:
        """Invite somebody for each answer, in its chamber, and let them in with their code."""
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
            wanted = {key: [a for a in answers if a.chamber == key] for key in chambers}
            codes = {
                key: invitations.create_invitations(
                    session, dialogue, chambers[key], count=len(those), key=self.key
                )
                for key, those in wanted.items()
            }
        waiting = {key: iter(those) for key, those in codes.items()}
        for answer in answers:
            self.people.append(self.come_in(next(waiting[answer.chamber]), answer.language))

    def come_in(self, code: str, language: str) -> Person:
        """Redeem a code and consent."""
        with transaction(self.engine) as session:
            arrival = participants.redeem_code(
                session,
                self.dialogue(session),
                code=code,
                request_id=self.new_id(),
                language=language,
                key=self.key,
                now=self.clock(),
            )
            quoted = self.chance.random() < 0.7
            participants.give_consent(
                session, arrival.participant, may_be_quoted=quoted, now=self.clock()
            )
            return Person(
                participant_id=arrival.participant.id,
                language=language,
                leaning=self.chance.uniform(-1, 1),
                receipt_code=arrival.receipt_code,
            )

    def say(self, person: Person, answer: Answer, prompts: Sequence[Prompt]) -> None:
        """Hand in an answer."""
        with transaction(self.engine) as session:
            contributions.submit_answer(
                session,
                self.dialogue(session),
                session.get_one(Participant, person.participant_id),
                session.get_one(Prompt, prompts[answer.prompt - 1].id),
                contribution_id=self.new_id(),
                text=answer.text,
                language=answer.language,
                now=self.clock(),
            )

    def tell_background(self, person: Person, questions: Sequence[Mapping[str, Any]]) -> None:
        """Answer some of the background questions; one in five is skipped."""
        chosen = {
            str(question["key"]): str(self.chance.choice(question["options"])["key"])
            for question in questions
            if self.chance.random() < 0.8
        }
        with transaction(self.engine) as session:
            participant = session.get_one(Participant, person.participant_id)
            background.save_background(session, participant, chosen)

    def weigh(
        self, person: Person, weighing: Round, additions: Mapping[str, list[Answer]] | None = None
    ) -> None:
        """Go through a hand: look at each card, rate it, and sometimes add to it.

        ``additions`` are the enrichments that wait for a card with their fragment in its text.
        """
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            participant = session.get_one(Participant, person.participant_id)
            weighing = session.get_one(Round, weighing.id)
            hand = hands.current_hand(session, dialogue, participant, weighing, now=self.clock())
            themes = theme_numbers(session, dialogue)
            for position in range(len(hand.cards)):
                card = hands.show_card(session, hand, position, now=self.clock())
                ratings.rate(
                    session, dialogue, participant, weighing, card.contribution_id,
                    rating_id=self.new_id(), now=self.clock(),
                    value=self.opinion(person, themes.get(card.contribution_id, -1),
                                       card.contribution_id, weighing),
                )  # fmt: skip
                addition = waiting_for(card.text, additions)
                if addition is not None:
                    contributions.enrich(
                        session, dialogue, participant, weighing,
                        session.get_one(Contribution, card.contribution_id),
                        contribution_id=self.new_id(), text=addition.text,
                        language=addition.language, now=self.clock(),
                    )  # fmt: skip

    def confirm(self, person: Person, confirming: Round) -> None:
        """Weigh every published proposal and guess what others will say."""
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            participant = session.get_one(Participant, person.participant_id)
            confirming = session.get_one(Round, confirming.id)
            query = select(Proposal).where(
                Proposal.dialogue_id == dialogue.id, Proposal.state != ProposalState.DRAFT
            )
            for proposal in session.exec(query.order_by(col(Proposal.position))).all():
                value = self.opinion(person, proposal.position, proposal.id, confirming)
                guess = min(100, max(0, round(55 + 12 * (value or 0) + self.chance.gauss(0, 12))))
                confirmations.confirm(
                    session, dialogue, participant, confirming, proposal,
                    confirmation_id=self.new_id(), value=value, predicted_percent=guess,
                    now=self.clock(),
                )  # fmt: skip

    def opinion(self, person: Person, theme: int, item: UUID, weighed: Round) -> int | None:
        """Make up a rating: themes are more and less liked, some split people by leaning."""
        if self.chance.random() < CANNOT_SAY:
            return None
        liked, splits = lot(f"{self.slug}/{theme}/liked"), lot(f"{self.slug}/{theme}/splits")
        strength = 0.4 + 2.2 * (liked - 0.25) + 2.4 * person.leaning * max(0.0, splits - 0.6)
        value = strength + 0.8 * (lot(item.hex) - 0.5) + self.chance.gauss(0, 1.2)
        scale = weighed.scale.values
        return min(scale, key=lambda step: abs(step - value * scale[-1] / 3))

    def dialogue(self, session: Session) -> Dialogue:
        """Load the dialogue in this session."""
        return session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).one()

    def new_id(self) -> UUID:
        """Make the identifier that a phone would make."""
        return UUID(int=self.chance.getrandbits(128))


def lot(name: str) -> float:
    """Give a number from 0 to 1 that always belongs to this name."""
    return int.from_bytes(sha256(name.encode()).digest()[:6]) / 2**48


def waiting_for(text: str, additions: Mapping[str, list[Answer]] | None) -> Answer | None:
    """Take the next addition whose fragment stands in this text."""
    for fragment, waiting in (additions or {}).items():
        if waiting and fragment in text:
            return waiting.pop()
    return None
