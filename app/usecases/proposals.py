"""A facilitator writes a proposal from a theme, links the answers it rests on, publishes it."""

from collections.abc import Collection
from datetime import datetime
from typing import Unpack
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app.queries.parts import rounds_of
from app.usecases.placements import require_visible
from dialogue import proposals
from dialogue.errors import ChangedMeanwhile, NotFound, ProposalWithoutSources
from dialogue.lifecycle import Actor
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    Event,
    Proposal,
    ProposalSource,
    ProposalState,
    ProposalVersion,
    Theme,
)
from dialogue.proposals import ProposalWords


def write_proposal(
    session: Session,
    dialogue: Dialogue,
    theme: Theme,
    *,
    source_ids: Collection[UUID],
    actor: Actor,
    now: datetime,
    **words: Unpack[ProposalWords],
) -> Proposal:
    """Write a draft from a theme; it may be saved before answers are linked.

    Raises EmptyText or TextTooLong for the words, ChangedMeanwhile for an answer held meanwhile.
    """
    if theme.dialogue_id != dialogue.id:
        raise NotFound
    cleaned = proposals.clean_words(words)
    proposal = Proposal(
        dialogue_id=dialogue.id,
        theme_id=theme.id,
        position=next_position(session, dialogue),
        created_at=now,
    )
    session.add(proposal)
    session.flush()
    session.add(ProposalVersion(proposal_id=proposal.id, number=1, created_at=now, **cleaned))
    link_sources(session, proposal, source_ids)
    session.add(tell(proposal, "proposal.written", actor=actor, now=now))
    session.flush()
    return proposal


def change_proposal(
    session: Session,
    proposal: Proposal,
    *,
    version: int,
    source_ids: Collection[UUID],
    actor: Actor,
    now: datetime,
    **words: Unpack[ProposalWords],
) -> ProposalVersion:
    """Give a proposal new words and sources as its next version; the former stays readable.

    ``version`` is the one that was looked at: ChangedMeanwhile when somebody wrote a newer one.
    """
    dialogue = session.get_one(Dialogue, proposal.dialogue_id)
    proposals.require_changeable(proposal, rounds_of(session, dialogue))
    cleaned = proposals.clean_words(words)
    claim_next_version(session, proposal, version)
    written = ProposalVersion(
        proposal_id=proposal.id, number=version + 1, created_at=now, **cleaned
    )
    session.add(written)
    link_sources(session, proposal, source_ids)
    session.add(tell(proposal, "proposal.changed", actor=actor, now=now))
    session.flush()
    return written


def publish_proposal(session: Session, proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """Let everybody read a proposal that rests on at least one visible answer."""
    dialogue = session.get_one(Dialogue, proposal.dialogue_id)
    rounds = rounds_of(session, dialogue)
    sources = count_sources(session, proposal)
    session.add(proposals.publish(proposal, rounds, sources=sources, now=now, actor=actor))
    session.add(proposal)
    session.flush()


def claim_next_version(session: Session, proposal: Proposal, version: int) -> None:
    """Take the next version number, if nobody did since the page was shown."""
    claimed = session.exec(
        update(Proposal)
        .where(col(Proposal.id) == proposal.id, col(Proposal.current_version) == version)
        .values(current_version=version + 1)
    )
    if claimed.rowcount != 1:
        raise ChangedMeanwhile


def link_sources(session: Session, proposal: Proposal, source_ids: Collection[UUID]) -> None:
    """Let a proposal rest on exactly these visible answers; a published one keeps at least one."""
    chosen = set(source_ids)
    if not chosen and proposal.state is not ProposalState.DRAFT:
        raise ProposalWithoutSources
    require_visible(session, proposal.dialogue_id, chosen)
    session.exec(delete(ProposalSource).where(col(ProposalSource.proposal_id) == proposal.id))
    session.add_all(
        ProposalSource(proposal_id=proposal.id, contribution_id=each) for each in chosen
    )


def count_sources(session: Session, proposal: Proposal) -> int:
    """Count the linked answers that are still visible."""
    query = (
        select(func.count())
        .select_from(ProposalSource)
        .join(Contribution, col(Contribution.id) == ProposalSource.contribution_id)
        .where(
            ProposalSource.proposal_id == proposal.id,
            Contribution.state == ContributionState.VISIBLE,
        )
    )
    return session.exec(query).one()


def next_position(session: Session, dialogue: Dialogue) -> int:
    """Place a new proposal after the others."""
    query = select(func.max(Proposal.position)).where(Proposal.dialogue_id == dialogue.id)
    return (session.exec(query).one() or 0) + 1


def tell(proposal: Proposal, kind: str, *, actor: Actor, now: datetime) -> Event:
    """Tell that a proposal was written or changed."""
    return Event(
        dialogue_id=proposal.dialogue_id,
        kind=kind,
        subject_id=proposal.id,
        to_state=proposal.state,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )
