"""How a dialogue goes: what needs the facilitator, who takes part, where every answer is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.analyses import OVERTAKEN, newest_first
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    Dialogue,
    Proposal,
    ProposalState,
    Rating,
    Region,
    Round,
    RoundKind,
    RoundState,
    Theme,
    ThemeState,
)


@dataclass(frozen=True)
class Needs:
    """What waits for a facilitator in a dialogue."""

    held: int
    rounds_due: int
    draft_themes: int
    answer_overdue: bool

    @property
    def anything(self) -> bool:
        """Tell whether something waits."""
        return bool(self.held or self.rounds_due or self.draft_themes or self.answer_overdue)


@dataclass(frozen=True)
class ListedDialogue:
    """A line in the list of dialogues."""

    dialogue: Dialogue
    region: str
    open_round: Round | None
    needs: Needs


def dialogues_of(
    session: Session, region_ids: Collection[UUID], *, now: datetime, today: date
) -> list[ListedDialogue]:
    """List the dialogues of these regions, the newest first, in five queries."""
    query = (
        select(Dialogue, Region.name)
        .join(Region, col(Region.id) == Dialogue.region_id)
        .where(col(Dialogue.region_id).in_(region_ids))
        .order_by(col(Dialogue.created_at).desc(), col(Dialogue.slug))
    )
    found = session.exec(query).all()
    ids = [dialogue.id for dialogue, _ in found]
    held, drafts = held_in(session, ids), draft_themes_in(session, ids)
    rounds = rounds_in(session, ids)
    return [
        ListedDialogue(
            dialogue,
            region,
            next((each for each in rounds[dialogue.id] if each.state is RoundState.OPEN), None),
            Needs(
                held.get(dialogue.id, 0),
                rounds_due(dialogue, rounds[dialogue.id], now),
                drafts.get(dialogue.id, 0),
                dialogue.answer_overdue(today),
            ),
        )
        for dialogue, region in found
    ]


def rounds_due(dialogue: Dialogue, rounds: Sequence[Round], now: datetime) -> int:
    """Count the rounds whose planned time has come but that were not opened or closed."""
    if dialogue.launched_at is None:
        return 0
    return sum(each.due_to_open(now) or each.due_to_close(now) for each in rounds)


def rounds_in(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Round]]:
    """Load the rounds of these dialogues in their order."""
    found: dict[UUID, list[Round]] = {each: [] for each in ids}
    query = select(Round).where(col(Round.dialogue_id).in_(ids)).order_by(col(Round.position))
    for each in session.exec(query).all():
        found[each.dialogue_id].append(each)
    return found


def held_in(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """Count the held contributions of these dialogues."""
    query = (
        sql_select(col(Contribution.dialogue_id), func.count())
        .where(
            col(Contribution.dialogue_id).in_(ids),
            col(Contribution.state) == ContributionState.HELD,
        )
        .group_by(col(Contribution.dialogue_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def draft_themes_in(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """Count the themes that nobody has named yet; rough ones, while people answer, can wait."""
    answering = select(Round.dialogue_id).where(
        Round.kind == RoundKind.ASK, Round.state == RoundState.OPEN
    )
    query = (
        sql_select(col(Theme.dialogue_id), func.count())
        .where(
            col(Theme.dialogue_id).in_(ids),
            col(Theme.state) == ThemeState.ACTIVE,
            col(Theme.label) == "",
            col(Theme.dialogue_id).not_in(answering),
        )
        .group_by(col(Theme.dialogue_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_ratings(session: Session, dialogue: Dialogue) -> int:
    """Count the ratings that count: a changed mind is one rating."""
    query = (
        select(func.count())
        .select_from(Rating)
        .join(Round, col(Round.id) == Rating.round_id)
        .where(Round.dialogue_id == dialogue.id, Rating.revision == 1)
    )
    return session.exec(query).one()


def count_published(session: Session, dialogue: Dialogue) -> int:
    """Count the proposals that everybody may read."""
    query = (
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.dialogue_id == dialogue.id, Proposal.state != ProposalState.DRAFT)
    )
    return session.exec(query).one()


def latest_run(session: Session, dialogue: Dialogue) -> AnalysisRun | None:
    """Find the analysis that was asked for last."""
    query = select(AnalysisRun).where(AnalysisRun.dialogue_id == dialogue.id)
    return session.exec(query.order_by(*newest_first())).first()


def last_finished_run(session: Session, dialogue: Dialogue) -> AnalysisRun | None:
    """Find the analysis that the themes came from; one that was overtaken stored nothing."""
    query = select(AnalysisRun).where(
        AnalysisRun.dialogue_id == dialogue.id,
        AnalysisRun.state == AnalysisState.DONE,
        AnalysisRun.problem != OVERTAKEN,
    )
    return session.exec(query.order_by(*newest_first())).first()


def still_busy(run: AnalysisRun | None) -> bool:
    """Tell whether the machine has not finished yet."""
    return run is not None and run.state in (AnalysisState.QUEUED, AnalysisState.RUNNING)
