"""What a facilitator moderates: contributions with their words, decisions, counts per reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.paging import ROWS_ON_A_PAGE, Page, load_page
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    ModerationDecision,
    Prompt,
)
from dialogue.moderation import find_personal_data


@dataclass(frozen=True)
class Passage:
    """A piece of a text; ``kind`` says what personal data it is, empty for ordinary words."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Listed:
    """A contribution as a facilitator sees it: never with its author or chamber."""

    id: UUID
    text: str
    language: str
    state: ContributionState
    kind: ContributionKind
    created_at: datetime
    question_nl: str | None
    question_en: str | None
    decisions: Sequence[ModerationDecision] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The words in pieces, with what may lead to a person marked."""
        return marked(self.text, self.language)


Columns = tuple[UUID, str, str, ContributionState, ContributionKind, datetime, str, str]


def marked(text: str, language: str) -> tuple[Passage, ...]:
    """Cut a text in ordinary words and findings of personal data, in order."""
    pieces: list[Passage] = []
    place = 0
    for finding in find_personal_data(text, language=language):
        pieces += [
            Passage(text[place : finding.start]),
            Passage(text[finding.start : finding.end], finding.kind),
        ]
        place = finding.end
    return tuple(piece for piece in (*pieces, Passage(text[place:])) if piece.text)


def with_words(dialogue: Dialogue) -> Select[*Columns]:
    """Select the contributions of a dialogue with their present words and question."""
    return (
        sql_select(
            col(Contribution.id),
            col(ContributionVersion.text),
            col(Contribution.language),
            col(Contribution.state),
            col(Contribution.kind),
            col(Contribution.created_at),
            col(Prompt.text_nl),
            col(Prompt.text_en),
        )
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .outerjoin(Prompt, col(Prompt.id) == Contribution.prompt_id)
        .where(col(Contribution.dialogue_id) == dialogue.id)
    )


def find_contributions(
    session: Session,
    dialogue: Dialogue,
    *,
    search: str = "",
    state: ContributionState | None = None,
    number: int = 1,
) -> Page[Listed]:
    """List contributions, the newest first, of a state and with these words in them."""
    query = with_words(dialogue)
    if state is not None:
        query = query.where(col(Contribution.state) == state)
    if search:
        query = query.where(col(ContributionVersion.text).icontains(search, autoescape=True))
    newest = col(Contribution.created_at).desc()
    return listed(session, query.order_by(newest, col(Contribution.id)), number)


def one_contribution(session: Session, dialogue: Dialogue, contribution_id: UUID) -> Listed:
    """Load one contribution of this dialogue with its decisions. Raises NotFound."""
    query = with_words(dialogue).where(col(Contribution.id) == contribution_id)
    found = listed(session, query, 1).rows
    if not found:
        raise NotFound
    return found[0]


def listed(
    session: Session,
    query: Select[*Columns],
    number: int,
    size: int = ROWS_ON_A_PAGE,
) -> Page[Listed]:
    """Load a page of contributions, and their decisions in one more query."""
    page = load_page(session, query, number=number, size=size)
    return Page(with_decisions(session, page.rows), page.total, page.number, page.size)


def list_all(session: Session, query: Select[*Columns]) -> list[Listed]:
    """Load contributions without pages, where a query gives few."""
    return with_decisions(session, session.execute(query).all())


def with_decisions(session: Session, rows: Sequence[Row[Any]]) -> list[Listed]:
    """Make contributions of rows, and load their decisions in one more query."""
    decisions = decisions_about(session, [row[0] for row in rows])
    return [replace(Listed(*tuple(row)), decisions=decisions.get(row[0], ())) for row in rows]


def decisions_about(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[ModerationDecision]]:
    """Load what was decided about these contributions, oldest first."""
    query = select(ModerationDecision).where(col(ModerationDecision.contribution_id).in_(ids))
    found: dict[UUID, list[ModerationDecision]] = {}
    for decision in session.exec(query.order_by(col(ModerationDecision.decided_at))).all():
        found.setdefault(decision.contribution_id, []).append(decision)
    return found


@dataclass(frozen=True)
class ReasonCount:
    """How often something was done for a reason."""

    action: str
    reason: str
    by_machine: bool
    count: int


def reason_counts(session: Session, dialogue: Dialogue) -> list[ReasonCount]:
    """Count the decisions per action and reason, the machine's apart from people's."""
    by_machine = col(ModerationDecision.actor_role) == "machine"
    query = (
        sql_select(
            col(ModerationDecision.action), col(ModerationDecision.reason), by_machine, func.count()
        )
        .where(col(ModerationDecision.dialogue_id) == dialogue.id)
        .group_by(col(ModerationDecision.action), col(ModerationDecision.reason), by_machine)
        .order_by(col(ModerationDecision.action), func.count().desc())
    )
    return [
        ReasonCount(action, reason, bool(machine), count)
        for action, reason, machine, count in session.execute(query)
    ]
