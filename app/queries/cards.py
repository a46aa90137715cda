"""Where somebody is in their hands, and what stands around the card that they look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.dealt import CardShown, hands_of
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Hand,
    Participant,
    Prompt,
    Rating,
    Round,
    latest_rating,
)


@dataclass(frozen=True)
class Place:
    """A card by its number over all hands of a person (1 is the first)."""

    number: int
    hand: Hand
    position: int
    last: bool

    @property
    def contribution_id(self) -> UUID:
        """Which contribution is on the card."""
        return UUID(self.hand.cards[self.position])


@dataclass(frozen=True)
class Progress:
    """How far somebody is: cards dealt over all hands, those rated, and the first that is not."""

    dealt: int
    rated: int
    next_number: int | None


@dataclass(frozen=True)
class Around:
    """What a card answers or adds to, and what this person did with it before."""

    prompt: Prompt | None
    adds_to: str
    rating: Rating | None
    additions: Sequence[str]


def find_place(session: Session, participant: Participant, weighing: Round, number: int) -> Place:
    """Find the card with this number. Raises NotFound."""
    before, hands = 0, hands_of(session, participant, weighing)
    dealt = sum(hand.size for hand in hands)
    for hand in hands:
        if before < number <= before + hand.size:
            return Place(number, hand, number - before - 1, last=number == dealt)
        before += hand.size
    raise NotFound


def progress_of(session: Session, participant: Participant, weighing: Round) -> Progress:
    """Count the cards that were dealt and rated."""
    cards = [UUID(c) for hand in hands_of(session, participant, weighing) for c in hand.cards]
    rating = latest_rating.c
    query = select(rating.contribution_id).where(
        rating.participant_id == participant.id, rating.round_id == weighing.id
    )
    rated = set(session.exec(query).all())
    waiting = (number for number, card in enumerate(cards, start=1) if card not in rated)
    return Progress(len(cards), sum(card in rated for card in cards), next(waiting, None))


def around(session: Session, participant: Participant, weighing: Round, card: CardShown) -> Around:
    """Load what stands around a card."""
    contribution = session.get_one(Contribution, card.contribution_id)
    prompt = session.get(Prompt, contribution.prompt_id) if contribution.prompt_id else None
    rated = select(Rating).where(
        Rating.round_id == weighing.id,
        Rating.participant_id == participant.id,
        Rating.contribution_id == contribution.id,
    )
    return Around(
        prompt=prompt,
        adds_to=words_of(session, contribution.enriches_id) if contribution.enriches_id else "",
        rating=session.exec(rated.order_by(col(Rating.revision).desc())).first(),
        additions=own_additions(session, participant, contribution.id),
    )


def words_of(session: Session, contribution_id: UUID) -> str:
    """Read a contribution that others may read; anything else is empty."""
    query = (
        select(ContributionVersion.text)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(
            Contribution.id == contribution_id,
            ContributionVersion.number == Contribution.current_version,
            Contribution.state == ContributionState.VISIBLE,
        )
    )
    return session.exec(query).first() or ""


def own_additions(
    session: Session, participant: Participant, contribution_id: UUID
) -> Sequence[str]:
    """Load what this person added to a card, without what they withdrew."""
    query = (
        select(ContributionVersion.text)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(
            Contribution.participant_id == participant.id,
            Contribution.kind == ContributionKind.ENRICHMENT,
            Contribution.enriches_id == contribution_id,
            Contribution.state != ContributionState.WITHDRAWN,
            ContributionVersion.number == Contribution.current_version,
        )
    )
    return session.exec(query.order_by(col(Contribution.created_at))).all()
