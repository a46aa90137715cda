"""What stands on a sheet of paper, and what was typed in of it before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.parts import rounds_of
from dialogue.lifecycle import allowed_now
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    DialogueState,
    Hand,
    Participant,
    Rating,
    Round,
    RoundKind,
    RoundState,
)

GONE = (ContributionState.WITHDRAWN, ContributionState.REMOVED)


@dataclass(frozen=True)
class CardOnSheet:
    """A card as it is printed; without words when it was taken away meanwhile."""

    number: int
    contribution_id: UUID
    text: str
    language: str


def round_to_enter(session: Session, dialogue: Dialogue, now: datetime) -> Round | None:
    """Find the round of which sheets may be typed in now."""
    allowed = allowed_now(dialogue, rounds_of(session, dialogue), now)
    return allowed.weigh or allowed.ask


def round_to_print(session: Session, dialogue: Dialogue, now: datetime) -> Round | None:
    """Find the round for which sheets may be printed: questions also before they are asked."""
    if dialogue.state is not DialogueState.LAUNCHED:
        return None
    coming = next(
        (
            each
            for each in rounds_of(session, dialogue)
            if each.kind is RoundKind.ASK and each.state is RoundState.PLANNED
        ),
        None,
    )
    return round_to_enter(session, dialogue, now) or coming


def cards_on(session: Session, hand: Hand | None) -> list[CardOnSheet]:
    """Read the words of the cards of a hand, in their order."""
    if hand is None:
        return []
    ids = [UUID(each) for each in hand.cards]
    query = (
        select(Contribution, ContributionVersion.text)
        .join(ContributionVersion, col(ContributionVersion.contribution_id) == Contribution.id)
        .where(
            col(Contribution.id).in_(ids),
            ContributionVersion.number == Contribution.current_version,
        )
    )
    found = {each.id: (each, text) for each, text in session.exec(query).all()}
    return [
        CardOnSheet(
            number,
            each,
            found[each][1] if found[each][0].shown_to_others() else "",
            found[each][0].language,
        )
        for number, each in enumerate(ids, start=1)
    ]


def words_typed(session: Session, person: Participant, chosen: Round) -> dict[UUID, str]:
    """Read the latest words of a person, by the question or the card that they belong to."""
    query = (
        select(Contribution.prompt_id, Contribution.enriches_id, ContributionVersion.text)
        .join(ContributionVersion, col(ContributionVersion.contribution_id) == Contribution.id)
        .where(
            Contribution.participant_id == person.id,
            Contribution.round_id == chosen.id,
            ContributionVersion.number == Contribution.current_version,
            col(Contribution.state).not_in(GONE),
        )
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )
    return {
        place: text
        for prompt, card, text in session.exec(query).all()
        if (place := prompt or card) is not None
    }


def marks_typed(session: Session, person: Participant, chosen: Round) -> dict[UUID, int | None]:
    """Read the marks of a person that count, by card."""
    query = (
        select(Rating.contribution_id, Rating.value)
        .where(Rating.participant_id == person.id, Rating.round_id == chosen.id)
        .order_by(col(Rating.revision))
    )
    return dict(session.exec(query).all())
