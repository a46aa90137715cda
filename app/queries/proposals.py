"""Proposals as a facilitator works on them: present words, sources, how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.themes import Example, visible_words
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Placement,
    Proposal,
    ProposalSource,
    ProposalVersion,
    Theme,
)

# So many answers of a theme are offered as sources; those linked already are always among them.
SOURCES_OFFERED = 200


@dataclass(frozen=True)
class ListedProposal:
    """A proposal with its present words and how many visible answers it rests on."""

    proposal: Proposal
    version: ProposalVersion
    theme: Theme | None
    sources: int


def list_proposals(session: Session, dialogue: Dialogue) -> list[ListedProposal]:
    """List the proposals of a dialogue in their order."""
    query = (
        select(Proposal, ProposalVersion, Theme)
        .join(
            ProposalVersion,
            and_(
                col(ProposalVersion.proposal_id) == Proposal.id,
                col(ProposalVersion.number) == Proposal.current_version,
            ),
        )
        .outerjoin(Theme, col(Theme.id) == Proposal.theme_id)
        .where(Proposal.dialogue_id == dialogue.id)
        .order_by(col(Proposal.position))
    )
    counts = source_counts(session, dialogue)
    return [
        ListedProposal(proposal, version, theme, counts.get(proposal.id, 0))
        for proposal, version, theme in session.exec(query).all()
    ]


def source_counts(session: Session, dialogue: Dialogue) -> dict[UUID, int]:
    """Count the visible answers that each proposal rests on."""
    query = (
        sql_select(col(ProposalSource.proposal_id), func.count())
        .join(Contribution, col(Contribution.id) == ProposalSource.contribution_id)
        .where(
            col(Contribution.dialogue_id) == dialogue.id,
            col(Contribution.state) == ContributionState.VISIBLE,
        )
        .group_by(col(ProposalSource.proposal_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def find_proposal(session: Session, dialogue: Dialogue, proposal_id: UUID) -> Proposal:
    """Load a proposal of this dialogue. Raises NotFound."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.dialogue_id != dialogue.id:
        raise NotFound
    return proposal


def present_version(session: Session, proposal: Proposal) -> ProposalVersion:
    """Load the words of a proposal as they are now."""
    query = select(ProposalVersion).where(
        ProposalVersion.proposal_id == proposal.id,
        ProposalVersion.number == proposal.current_version,
    )
    return session.exec(query).one()


def linked_ids(session: Session, proposal: Proposal) -> set[UUID]:
    """Which answers a proposal rests on."""
    query = select(ProposalSource.contribution_id).where(ProposalSource.proposal_id == proposal.id)
    return set(session.exec(query).all())


def possible_sources(session: Session, theme: Theme | None, linked: set[UUID]) -> Sequence[Example]:
    """List the answers that may be linked: those linked now, then those of the theme."""
    columns = (col(Contribution.id), ContributionVersion.text, Contribution.language)
    now_linked = visible_words(*columns).where(col(Contribution.id).in_(linked))
    found = [Example(*row) for row in session.execute(now_linked)]
    if theme is None:
        return found
    of_theme = (
        visible_words(*columns)
        .join(Placement, col(Placement.contribution_id) == Contribution.id)
        .where(col(Placement.theme_id) == theme.id, col(Contribution.id).not_in(linked))
        .order_by(col(Placement.probability).desc(), col(Contribution.id))
        .limit(SOURCES_OFFERED)
    )
    return [*found, *(Example(*row) for row in session.execute(of_theme))]
