"""The proposals that people weigh in the confirm round, and what somebody said of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_
from sqlmodel import Session, col, select

from dialogue.errors import NotFound
from dialogue.models import (
    Confirmation,
    Dialogue,
    Participant,
    Proposal,
    ProposalState,
    ProposalVersion,
    Round,
    latest_confirmation,
)


@dataclass(frozen=True)
class Ballot:
    """A proposal in front of somebody: its number (1 is the first), words, and their last say."""

    number: int
    total: int
    proposal: Proposal
    words: ProposalVersion
    said: Confirmation | None


def proposals_to_weigh(
    session: Session, dialogue: Dialogue
) -> Sequence[tuple[Proposal, ProposalVersion]]:
    """Load the published proposals in their order, with the words of now."""
    query = (
        select(Proposal, ProposalVersion)
        .join(
            ProposalVersion,
            and_(
                col(ProposalVersion.proposal_id) == Proposal.id,
                col(ProposalVersion.number) == Proposal.current_version,
            ),
        )
        .where(Proposal.dialogue_id == dialogue.id, Proposal.state != ProposalState.DRAFT)
    )
    return session.exec(query.order_by(col(Proposal.position), col(Proposal.id))).all()


def find_ballot(
    session: Session, dialogue: Dialogue, participant: Participant, confirming: Round, number: int
) -> Ballot:
    """Find the proposal with this number. Raises NotFound."""
    all_of_them = proposals_to_weigh(session, dialogue)
    if not 1 <= number <= len(all_of_them):
        raise NotFound
    proposal, words = all_of_them[number - 1]
    said = latest_confirmation_of(session, participant, confirming, proposal)
    return Ballot(number, len(all_of_them), proposal, words, said)


def first_to_weigh(
    session: Session, dialogue: Dialogue, participant: Participant, confirming: Round
) -> int | None:
    """Give the number of the first proposal that this person did not weigh; none when all are."""
    done = latest_confirmation.c
    query = select(done.proposal_id).where(
        done.participant_id == participant.id, done.round_id == confirming.id
    )
    weighed = set(session.exec(query).all())
    rows = enumerate(proposals_to_weigh(session, dialogue), start=1)
    return next((number for number, (each, _) in rows if each.id not in weighed), None)


def latest_confirmation_of(
    session: Session, participant: Participant, confirming: Round, proposal: Proposal
) -> Confirmation | None:
    """Load the confirmation that counts."""
    query = select(Confirmation).where(
        Confirmation.round_id == confirming.id,
        Confirmation.participant_id == participant.id,
        Confirmation.proposal_id == proposal.id,
    )
    return session.exec(query.order_by(col(Confirmation.revision).desc())).first()
