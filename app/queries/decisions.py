"""What the board has to answer and has answered, and everything it reads about one proposal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.i18n import TIME_ZONE
from app.queries.asking import still_asking
from dialogue.models import (
    Account,
    Contribution,
    ContributionState,
    ContributionVersion,
    Decision,
    Dialogue,
    DialogueState,
    Outcome,
    Participant,
    Proposal,
    ProposalSource,
    ProposalState,
    ProposalVersion,
    Theme,
    in_language,
)

PER_PAGE = 20

AgendaRows = Select[Proposal, ProposalVersion, Dialogue, Theme, Decision]


@dataclass(frozen=True)
class Agenda:
    """The proposals of a board: all that wait, and a page of those that were answered."""

    waiting: list["AgendaItem"]
    answered: list["AgendaItem"]
    answered_in_all: int


@dataclass(frozen=True)
class AgendaItem:
    """A line of the agenda, with the day on which an answer was promised."""

    proposal_id: UUID
    title: str
    theme: str
    dialogue_title: str
    promised_on: date | None
    overdue: bool
    may_be_answered: bool
    outcome: Outcome | None
    decided_at: datetime | None
    due_on: date | None


@dataclass(frozen=True)
class ProposalText:
    """The words of a proposal in the language of the reader, or else in Dutch."""

    title: str
    text: str
    minority: str
    language: str
    theme: str


@dataclass(frozen=True)
class Source:
    """A contribution that a proposal rests on, and that may be quoted."""

    contribution_id: UUID
    text: str
    language: str


@dataclass(frozen=True)
class Sources:
    """The contributions behind a proposal that may be quoted, and how many may not."""

    shown: list[Source]
    hidden: int


@dataclass(frozen=True)
class GivenAnswer:
    """One revision of the board's answer."""

    revision: int
    outcome: Outcome
    reason: str
    owner: str
    due_on: date | None
    decided_at: datetime
    recorded_by: str


def day_of(now: datetime) -> date:
    """Give the day that it is in the Netherlands."""
    return now.astimezone(TIME_ZONE).date()


def agenda(
    session: Session, region_ids: Collection[UUID], *, language: str, today: date, page: int = 1
) -> Agenda:
    """Collect the published proposals of these regions, the earliest promise first."""
    waiting = agenda_query(region_ids, ProposalState.PUBLISHED).order_by(
        col(Dialogue.answer_by), col(Dialogue.slug), col(Proposal.position)
    )
    answered = agenda_query(region_ids, ProposalState.DECIDED)
    newest = answered.order_by(col(Decision.decided_at).desc(), col(Proposal.id))
    counted = select(func.count()).select_from(answered.subquery())
    return Agenda(
        waiting=agenda_items(session, waiting, language, today),
        answered=agenda_items(
            session, newest.offset((page - 1) * PER_PAGE).limit(PER_PAGE), language, today
        ),
        answered_in_all=session.execute(counted).scalar_one(),
    )


def agenda_query(region_ids: Collection[UUID], state: ProposalState) -> AgendaRows:
    """Select proposals in a state with their words, dialogue, theme and latest answer."""
    return (
        select(Proposal, ProposalVersion, Dialogue, Theme, Decision)
        .join(ProposalVersion, are_current_words())
        .join(Dialogue, col(Dialogue.id) == Proposal.dialogue_id)
        .outerjoin(Theme, is_theme_to_tell())
        .outerjoin(Decision, is_latest_answer())
        .where(col(Dialogue.region_id).in_(region_ids), col(Proposal.state) == state)
    )


def are_current_words() -> ColumnElement[bool]:
    """Match the words of a proposal that count now."""
    return and_(
        col(ProposalVersion.proposal_id) == Proposal.id,
        col(ProposalVersion.number) == Proposal.current_version,
    )


def is_latest_answer() -> ColumnElement[bool]:
    """Match the answer to a proposal that counts now."""
    any_answer = aliased(Decision)
    newest = select(func.max(any_answer.revision)).where(col(any_answer.proposal_id) == Proposal.id)
    return and_(
        col(Decision.proposal_id) == Proposal.id,
        col(Decision.revision) == newest.scalar_subquery(),
    )


def agenda_items(
    session: Session, query: AgendaRows, language: str, today: date
) -> list[AgendaItem]:
    """Read lines of the agenda in the language of the reader."""
    return [
        AgendaItem(
            proposal_id=proposal.id,
            title=in_language(words, "title", language),
            theme=theme.name if theme else "",
            dialogue_title=in_language(dialogue, "title", language),
            promised_on=dialogue.answer_by,
            overdue=waits_too_long(dialogue, proposal, today),
            may_be_answered=dialogue.state in (DialogueState.CLOSED, DialogueState.ANSWERED),
            outcome=decision.outcome if decision else None,
            decided_at=decision.decided_at if decision else None,
            due_on=decision.due_on if decision else None,
        )
        for proposal, words, dialogue, theme, decision in session.execute(query).all()
    ]


def is_theme_to_tell() -> ColumnElement[bool]:
    """Match the theme of a proposal, unless people still answer: it may be a rough one."""
    return and_(col(Theme.id) == Proposal.theme_id, ~still_asking(col(Proposal.dialogue_id)))


def waits_too_long(dialogue: Dialogue, proposal: Proposal, today: date) -> bool:
    """Tell whether the promised day has passed while this proposal has no answer."""
    promised = dialogue.answer_by
    return proposal.state is ProposalState.PUBLISHED and promised is not None and today > promised


def proposal_text(session: Session, proposal: Proposal, language: str) -> ProposalText:
    """Read the words of a proposal; what is not translated is shown in Dutch."""
    query = select(ProposalVersion, Theme).select_from(Proposal)
    joined = query.join(ProposalVersion, are_current_words()).outerjoin(Theme, is_theme_to_tell())
    words, theme = session.execute(joined.where(col(Proposal.id) == proposal.id)).one()
    return ProposalText(
        title=in_language(words, "title", language),
        text=in_language(words, "text", language),
        minority=minority_of(words, language),
        language=language if getattr(words, f"text_{language}", "") else "nl",
        theme=theme.name if theme else "",
    )


def minority_of(words: ProposalVersion, language: str) -> str:
    """Give the minority view, which may be empty."""
    return str(getattr(words, f"minority_{language}", "") or words.minority_nl)


def sources_of(session: Session, proposal: Proposal) -> Sources:
    """Read the contributions that a proposal rests on, if they may be quoted; count the others.

    A participant who did not agree to be quoted is not quoted, to the board neither.
    """
    query = (
        select(
            col(Contribution.id),
            col(Contribution.state),
            col(Contribution.language),
            col(ContributionVersion.text),
            col(Participant.may_be_quoted),
        )
        .join(ProposalSource, col(ProposalSource.contribution_id) == Contribution.id)
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .where(col(ProposalSource.proposal_id) == proposal.id)
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )
    rows = session.execute(query).all()
    shown = [row for row in rows if row.state is ContributionState.VISIBLE and row.may_be_quoted]
    return Sources(
        shown=[Source(row.id, row.text, row.language) for row in shown],
        hidden=len(rows) - len(shown),
    )


def answers_to(session: Session, proposal_ids: Collection[UUID]) -> dict[UUID, list[GivenAnswer]]:
    """Read every revision of the board's answers to these proposals, the newest first."""
    query = (
        select(Decision, col(Account.name))
        .outerjoin(Account, col(Account.id) == Decision.account_id)
        .where(col(Decision.proposal_id).in_(proposal_ids))
        .order_by(col(Decision.revision).desc())
    )
    found: dict[UUID, list[GivenAnswer]] = {each: [] for each in proposal_ids}
    for decision, name in session.execute(query).all():
        found[decision.proposal_id].append(
            GivenAnswer(
                revision=decision.revision,
                outcome=decision.outcome,
                reason=decision.reason,
                owner=decision.owner,
                due_on=decision.due_on,
                decided_at=decision.decided_at,
                recorded_by=name or "",
            )
        )
    return found
