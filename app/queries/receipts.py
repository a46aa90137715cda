"""What happened with somebody's own words: who saw them, how they were received, what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, case, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.asking import still_asking
from dialogue.errors import NotFound
from dialogue.lifecycle import Allowed
from dialogue.models import (
    Appeal,
    Contribution,
    ContributionState,
    ContributionVersion,
    Exposure,
    Hand,
    ModerationDecision,
    Participant,
    Placement,
    Prompt,
    Round,
    RoundState,
    Theme,
    latest_rating,
)
from dialogue.models.proposal import Decision, Proposal, ProposalSource, ProposalState
from dialogue.models.proposal import ProposalVersion as Words

# Fewer ratings than this are not told, and no smaller group within them.
FEWEST = 10
NO_THEME = UUID(int=0)


@dataclass(frozen=True)
class Received:
    """How a contribution was rated in the rounds that are over; ``n`` could say something."""

    against: int
    neutral: int
    positive: int

    @property
    def n(self) -> int:
        """How many rated it on the scale."""
        return self.against + self.neutral + self.positive

    @property
    def enough(self) -> bool:
        """Tell whether anything may be said of it."""
        return self.n >= FEWEST

    @property
    def countable(self) -> bool:
        """Tell whether the counts may be given: no group of one to nine people is shown."""
        parts = (self.against, self.neutral, self.positive)
        return self.enough and all(part == 0 or part >= FEWEST for part in parts)

    @property
    def direction(self) -> str:
        """Give "for" or "against" when more than half were, else "divided"."""
        if 2 * self.positive > self.n:
            return "for"
        return "against" if 2 * self.against > self.n else "divided"


@dataclass(frozen=True)
class ProposalStory:
    """A proposal that rests on somebody's words or is about their theme, and the board's answer."""

    proposal: Proposal
    words: Words
    rests_on_it: bool
    decision: Decision | None


@dataclass(frozen=True)
class Story:
    """What happened with one contribution; the theme is told once its round is over."""

    contribution: Contribution
    text: str
    prompt: Prompt | None
    verdict: ModerationDecision | None
    shown: int
    people: int
    received: Received | None
    placed: bool
    theme: Theme | None
    proposals: tuple[ProposalStory, ...]
    can_withdraw: bool
    appeal: Appeal | None = None

    @property
    def can_object(self) -> bool:
        """Tell whether the author may say now why it should not have been taken away."""
        if self.contribution.state is not ContributionState.REMOVED or self.verdict is None:
            return False
        return self.appeal is None or self.appeal.decision_id != self.verdict.id


def stories(session: Session, participant: Participant, allowed: Allowed) -> list[Story]:
    """Tell of each contribution of this person, oldest first, in a fixed number of queries."""
    rows = own_contributions(session, participant)
    ids = [contribution.id for contribution, _, _ in rows]
    verdicts, showings = latest_verdicts(session, ids), times_shown(session, ids)
    received, places = ratings_of_closed_rounds(session, ids), placements(session, ids)
    proposals, objected = proposals_about(session, ids, places), latest_appeals(session, ids)
    open_rounds = {each.id for each in (allowed.ask, allowed.weigh, allowed.confirm) if each}
    return [
        Story(
            contribution=mine,
            text=text,
            prompt=prompt,
            verdict=verdicts.get(mine.id),
            shown=showings.get(mine.id, (0, 0))[0],
            people=showings.get(mine.id, (0, 0))[1],
            received=received.get(mine.id),
            placed=mine.id in places and mine.round_id not in open_rounds,
            theme=None if mine.round_id in open_rounds else places.get(mine.id),
            proposals=tuple(proposals.get(mine.id, ())),
            can_withdraw=mine.round_id in open_rounds
            and mine.state in (ContributionState.VISIBLE, ContributionState.HELD),
            appeal=objected.get(mine.id),
        )
        for mine, text, prompt in rows
    ]


def own_contributions(
    session: Session, participant: Participant, prompt: Prompt | None = None
) -> Sequence[tuple[Contribution, str, Prompt | None]]:
    """Load somebody's own contributions with their present words, to one prompt or all."""
    query = (
        select(Contribution, ContributionVersion.text, Prompt)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .outerjoin(Prompt, col(Prompt.id) == Contribution.prompt_id)
        .where(Contribution.participant_id == participant.id)
    )
    if prompt is not None:
        query = query.where(Contribution.prompt_id == prompt.id)
    return session.exec(query.order_by(col(Contribution.created_at), col(Contribution.id))).all()


def own_contribution(session: Session, participant: Participant, wanted: UUID) -> Contribution:
    """Load one contribution of this person; those of others are not found. Raises NotFound."""
    found = session.get(Contribution, wanted)
    if found is None or found.participant_id != participant.id:
        raise NotFound
    return found


def latest_verdicts(session: Session, ids: Iterable[UUID]) -> dict[UUID, ModerationDecision]:
    """Load the last decision about each contribution that was moderated."""
    query = select(ModerationDecision).where(col(ModerationDecision.contribution_id).in_(ids))
    rows = session.exec(query.order_by(col(ModerationDecision.decided_at))).all()
    return {each.contribution_id: each for each in rows}


def latest_appeals(session: Session, ids: Iterable[UUID]) -> dict[UUID, Appeal]:
    """Load the last objection about each contribution, with its answer."""
    query = select(Appeal).where(col(Appeal.contribution_id).in_(ids))
    rows = session.exec(query.order_by(col(Appeal.made_at))).all()
    return {each.contribution_id: each for each in rows}


def times_shown(session: Session, ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Count how often each contribution was shown, and to how many people."""
    query = (
        sql_select(
            col(Exposure.contribution_id),
            func.count(),
            func.count(func.distinct(col(Hand.participant_id))),
        )
        .join(Hand, col(Hand.id) == col(Exposure.hand_id))
        .where(col(Exposure.contribution_id).in_(ids))
        .group_by(col(Exposure.contribution_id))
    )
    return {one: (shown, people) for one, shown, people in session.execute(query).all()}


def ratings_of_closed_rounds(session: Session, ids: Iterable[UUID]) -> dict[UUID, Received]:
    """Count the ratings that count, of rounds that are over: nobody watches a count grow."""
    rating = latest_rating.c
    query = (
        sql_select(
            rating.contribution_id,
            func.sum(case((rating.value < 0, 1), else_=0)),
            func.sum(case((rating.value == 0, 1), else_=0)),
            func.sum(case((rating.value > 0, 1), else_=0)),
        )
        .join(Round, col(Round.id) == rating.round_id)
        .where(rating.contribution_id.in_(ids), col(Round.state) == RoundState.CLOSED)
        .group_by(rating.contribution_id)
    )
    return {one: Received(*counts) for one, *counts in session.execute(query).all()}


def placements(session: Session, ids: Iterable[UUID]) -> dict[UUID, Theme | None]:
    """Load the theme of each contribution that was placed; none is "in no theme".

    As long as people answer there are rough themes, which nobody but the facilitator may know.
    """
    query = (
        select(Placement.contribution_id, Theme)
        .outerjoin(Theme, col(Theme.id) == Placement.theme_id)
        .where(col(Placement.contribution_id).in_(ids), ~still_asking(col(Placement.dialogue_id)))
    )
    return dict(session.exec(query).all())


def proposals_about(
    session: Session, ids: Sequence[UUID], places: dict[UUID, Theme | None]
) -> dict[UUID, list[ProposalStory]]:
    """Load the published proposals that rest on each contribution or are about its theme."""
    linked = select(ProposalSource).where(col(ProposalSource.contribution_id).in_(ids))
    sources = {(each.contribution_id, each.proposal_id) for each in session.exec(linked).all()}
    theme_of = {one: theme.id for one, theme in places.items() if theme}
    told = published(session, {each for _, each in sources}, set(theme_of.values()))
    return {
        one: [
            ProposalStory(proposal, words, (one, proposal.id) in sources, decision)
            for proposal, words, decision in told
            if (one, proposal.id) in sources or proposal.theme_id == theme_of.get(one, NO_THEME)
        ]
        for one in ids
    }


def published(
    session: Session, proposal_ids: Iterable[UUID], theme_ids: Iterable[UUID]
) -> Sequence[tuple[Proposal, Words, Decision | None]]:
    """Load published proposals by id or theme, with the words of now and the latest decision."""
    newest = (
        select(func.max(Decision.revision))
        .where(Decision.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )
    query = (
        select(Proposal, Words, Decision)
        .join(
            Words,
            and_(
                col(Words.proposal_id) == Proposal.id,
                col(Words.number) == Proposal.current_version,
            ),
        )
        .outerjoin(
            Decision,
            and_(col(Decision.proposal_id) == Proposal.id, col(Decision.revision) == newest),
        )
        .where(
            Proposal.state != ProposalState.DRAFT,
            col(Proposal.id).in_(proposal_ids) | col(Proposal.theme_id).in_(theme_ids),
        )
    )
    return session.exec(query.order_by(col(Proposal.position))).all()
