"""What came out of a dialogue, as everybody may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.queries.accounting import Accounting, account_for, sizes_of
from app.queries.decisions import (
    GivenAnswer,
    answers_to,
    are_current_words,
    minority_of,
    waits_too_long,
)
from app.queries.evidence import (
    Support,
    WeighedTheme,
    confirmed_proposals,
    mean_of,
    weighed_themes,
)
from app.queries.progress import count_ratings
from app.queries.support import Rank
from app.queries.themes import example_ids, visible_words
from dialogue.chambers import Carried
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    Participant,
    Prompt,
    Proposal,
    ProposalState,
    ProposalVersion,
    Round,
    Theme,
    in_language,
)

EXAMPLES_SHOWN = 3


@dataclass(frozen=True)
class Figures:
    """The figures that take long to work out, without anybody's words."""

    accounting: Accounting
    ratings: int
    themes: list[WeighedTheme]
    proposals: dict[UUID, Support]


@dataclass(frozen=True)
class Example:
    """Somebody's words, who allowed them to be quoted."""

    text: str
    language: str


@dataclass(frozen=True)
class ResultTheme:
    """A theme with how many answers are in it, and some of those."""

    theme: Theme
    support: Support | None
    size: int
    examples: Sequence[Example]
    rank: Rank | None = None
    carried: Carried = Carried.UNKNOWN


@dataclass(frozen=True)
class ResultProposal:
    """A proposal with what people thought of it and what the board answered."""

    proposal: Proposal
    title: str
    text: str
    minority: str
    theme: str
    confirmed: Support | None
    answers: list[GivenAnswer]
    overdue: bool


def measure(session: Session, dialogue: Dialogue) -> Figures:
    """Work out every figure of the page; seconds of work for a large dialogue."""
    return Figures(
        accounting=account_for(session, dialogue),
        ratings=count_ratings(session, dialogue),
        themes=weighed_themes(session, dialogue),
        proposals=confirmed_proposals(session, dialogue),
    )


def questions(session: Session, dialogue: Dialogue) -> Sequence[Prompt]:
    """Read what was asked."""
    query = select(Prompt).join(Round, col(Round.id) == Prompt.round_id)
    chosen = query.where(col(Round.dialogue_id) == dialogue.id)
    return session.scalars(chosen.order_by(col(Round.position), col(Prompt.position))).all()


def result_themes(session: Session, dialogue: Dialogue, figures: Figures) -> list[ResultTheme]:
    """Add to each theme its size and some of its answers; themes without figures: largest first."""
    sizes, examples = sizes_of(session, dialogue), quotable_examples(session, figures)
    themes = [
        ResultTheme(
            each.theme,
            each.support,
            sizes[each.theme.id],
            examples[each.theme.id],
            each.rank,
            each.carried,
        )
        for each in figures.themes
    ]
    return sorted(themes, key=lambda each: (-mean_of(each.support), -each.size))


def quotable_examples(session: Session, figures: Figures) -> dict[UUID, list[Example]]:
    """Read the answers nearest the heart of each theme, of people who allowed to be quoted."""
    wanted = {each.theme.id: example_ids(each.theme) for each in figures.themes}
    query = (
        visible_words(col(Contribution.id), ContributionVersion.text, Contribution.language)
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .where(
            col(Contribution.id).in_({each for ids in wanted.values() for each in ids}),
            col(Participant.may_be_quoted),
        )
    )
    words = {row[0]: Example(row[1], row[2]) for row in session.execute(query)}
    return {
        theme: [words[each] for each in ids if each in words][:EXAMPLES_SHOWN]
        for theme, ids in wanted.items()
    }


def result_proposals(
    session: Session, dialogue: Dialogue, figures: Figures, *, language: str, today: date
) -> list[ResultProposal]:
    """Read the published proposals in their order, with every answer of the board."""
    query = (
        select(Proposal, ProposalVersion, Theme)
        .join(ProposalVersion, are_current_words())
        .outerjoin(Theme, col(Theme.id) == Proposal.theme_id)
        .where(col(Proposal.dialogue_id) == dialogue.id, col(Proposal.state) != ProposalState.DRAFT)
        .order_by(col(Proposal.position))
    )
    rows = session.execute(query).all()
    answers = answers_to(session, [proposal.id for proposal, _, _ in rows])
    return [
        ResultProposal(
            proposal=proposal,
            title=in_language(words, "title", language),
            text=in_language(words, "text", language),
            minority=minority_of(words, language),
            theme=theme.name if theme else "",
            confirmed=figures.proposals.get(proposal.id),
            answers=answers[proposal.id],
            overdue=waits_too_long(dialogue, proposal, today),
        )
        for proposal, words, theme in rows
    ]
