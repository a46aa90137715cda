"""Drafts by a language model: which were asked for, what they are made from, one to show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, select

from app.queries.themes import example_ids, visible_words
from dialogue.models import (
    Contribution,
    ContributionVersion,
    DraftState,
    Participant,
    Placement,
    Theme,
    ThemeDraft,
)

ANSWERS_SENT = 20


@dataclass(frozen=True)
class Asked:
    """A draft that somebody asked for."""

    theme_id: UUID
    dialogue_id: UUID
    asked_at: datetime


@dataclass(frozen=True)
class Material:
    """The words of some answers, and the language in which most were written."""

    answers: dict[UUID, str]
    language: str


@dataclass(frozen=True)
class ShownDraft:
    """A draft as a page shows it, with the quotes that everybody may still see."""

    state: DraftState
    label: str
    summary: str
    quotes: Sequence[str]
    model: str
    problem: str


def asked_drafts(session: Session, *, limit: int = 100) -> list[Asked]:
    """List the drafts that wait, the oldest first."""
    query = (
        select(ThemeDraft, Theme.dialogue_id)
        .join(Theme, col(Theme.id) == ThemeDraft.theme_id)
        .where(ThemeDraft.state == DraftState.ASKED)
        .order_by(col(ThemeDraft.asked_at), col(ThemeDraft.theme_id))
        .limit(limit)
    )
    return [
        Asked(draft.theme_id, dialogue_id, draft.asked_at)
        for draft, dialogue_id in session.exec(query).all()
    ]


def material_of(session: Session, theme_id: UUID) -> Material:
    """Read the most central answers of a theme, only of people who agreed to be quoted.

    Nothing that is held, removed or withdrawn; nothing about who wrote it.
    """
    theme = session.get_one(Theme, theme_id)
    central = case((col(Contribution.id).in_(example_ids(theme)), 0), else_=1)
    query = (
        visible_words(
            col(Contribution.id), col(ContributionVersion.text), col(Contribution.language)
        )
        .join(Placement, col(Placement.contribution_id) == Contribution.id)
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .where(col(Placement.theme_id) == theme_id, col(Participant.may_be_quoted))
        .order_by(central, col(Placement.probability).desc(), col(Contribution.id))
        .limit(ANSWERS_SENT)
    )
    rows = session.execute(query).all()
    return Material(
        answers={row.id: row.text for row in rows},
        language=Counter(row.language for row in rows).most_common(1)[0][0] if rows else "",
    )


def draft_of(session: Session, theme: Theme) -> ShownDraft | None:
    """Read the draft of a theme; a quote goes when its answer is no longer to be seen."""
    draft = session.get(ThemeDraft, theme.id)
    if draft is None:
        return None
    wanted = [UUID(each["contribution_id"]) for each in draft.quotes]
    query = visible_words(col(Contribution.id)).where(col(Contribution.id).in_(wanted))
    visible = {str(each) for each in session.scalars(query)}
    return ShownDraft(
        state=draft.state,
        label=draft.label,
        summary=draft.summary,
        quotes=[each["text"] for each in draft.quotes if each["contribution_id"] in visible],
        model=draft.model,
        problem=draft.problem,
    )
