"""What waits for a second person or for an answer to its author, and how often that happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, case, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.moderation import Listed, list_all, with_words
from dialogue.lifecycle import ActorRole
from dialogue.models import (
    Account,
    Appeal,
    Contribution,
    ContributionState,
    Dialogue,
    Exposure,
    Membership,
    ModerationDecision,
    RemovalRequest,
    Role,
    Round,
    RoundKind,
)
from dialogue.moderation import ModerationAction


def needs_second_person(session: Session, contribution: Contribution) -> bool:
    """Tell whether others may have weighed it: it was in sight after a weigh round opened."""
    if contribution.state not in (ContributionState.VISIBLE, ContributionState.HELD):
        return False
    began = session.exec(
        select(func.min(Round.opened_at)).where(
            Round.dialogue_id == contribution.dialogue_id, Round.kind == RoundKind.WEIGH
        )
    ).one()
    if began is None:
        return False
    if contribution.state is ContributionState.VISIBLE:
        return True
    shown = select(Exposure.id).where(Exposure.contribution_id == contribution.id)
    taken_from_sight = select(ModerationDecision.id).where(
        ModerationDecision.contribution_id == contribution.id,
        ModerationDecision.action == ModerationAction.HOLD,
        ModerationDecision.actor_role != ActorRole.MACHINE,
        ModerationDecision.decided_at >= began,
    )
    return any(session.exec(each.limit(1)).first() for each in (shown, taken_from_sight))


def open_removal(session: Session, contribution_id: UUID) -> RemovalRequest | None:
    """Find the wish to remove this contribution that nobody has decided about yet."""
    query = select(RemovalRequest).where(
        RemovalRequest.contribution_id == contribution_id, col(RemovalRequest.agreed).is_(None)
    )
    return session.exec(query).first()


def open_appeal(session: Session, contribution_id: UUID) -> Appeal | None:
    """Find the objection about this contribution that nobody has answered yet."""
    query = select(Appeal).where(
        Appeal.contribution_id == contribution_id, col(Appeal.upheld).is_(None)
    )
    return session.exec(query).first()


def colleagues(session: Session, dialogue: Dialogue, besides: Iterable[UUID]) -> int:
    """Count the facilitators of the region who can log in, without some."""
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Account, col(Account.id) == Membership.account_id)
        .where(
            Membership.region_id == dialogue.region_id,
            Membership.role == Role.FACILITATOR,
            col(Account.active).is_(True),
            col(Account.id).not_in(list(besides)),
        )
    )
    return session.exec(query).one()


def who_removed(session: Session, appeal: Appeal) -> frozenset[UUID]:
    """Find the accounts that took part in the removal: who decided, and who asked for it."""
    decision = session.get_one(ModerationDecision, appeal.decision_id)
    asked = select(RemovalRequest.asked_by).where(
        RemovalRequest.contribution_id == appeal.contribution_id,
        col(RemovalRequest.agreed).is_(True),
        RemovalRequest.decided_at == decision.decided_at,
    )
    people = {decision.account_id, *session.exec(asked).all()}
    return frozenset(each for each in people if each is not None)


@dataclass(frozen=True)
class Waiting:
    """A removal that a second person has yet to agree with."""

    each: Listed
    request: RemovalRequest
    asked_by_me: bool


def waiting_removals(session: Session, dialogue: Dialogue, me: UUID | None) -> list[Waiting]:
    """List the removals that wait, the longest waiting first; what was withdrawn waits no more."""
    query = (
        select(RemovalRequest)
        .join(Contribution, col(Contribution.id) == RemovalRequest.contribution_id)
        .where(
            RemovalRequest.dialogue_id == dialogue.id,
            col(RemovalRequest.agreed).is_(None),
            Contribution.state == ContributionState.HELD,
        )
        .order_by(col(RemovalRequest.asked_at), col(RemovalRequest.id))
    )
    requests = session.exec(query).all()
    words = words_of(session, dialogue, [each.contribution_id for each in requests])
    return [Waiting(words[each.contribution_id], each, each.asked_by == me) for each in requests]


@dataclass(frozen=True)
class Objection:
    """An appeal that nobody has answered, with the removal that it is about."""

    each: Listed
    appeal: Appeal
    decision: ModerationDecision
    mine_to_answer: bool


def open_appeals(session: Session, dialogue: Dialogue, me: UUID | None) -> list[Objection]:
    """List the appeals that wait for an answer, and whether this person may give it."""
    query = (
        select(Appeal, ModerationDecision)
        .join(ModerationDecision, col(ModerationDecision.id) == Appeal.decision_id)
        .where(Appeal.dialogue_id == dialogue.id, col(Appeal.upheld).is_(None))
        .order_by(col(Appeal.made_at), col(Appeal.decision_id))
    )
    rows = session.exec(query).all()
    words = words_of(session, dialogue, [appeal.contribution_id for appeal, _ in rows])
    return [
        Objection(
            words[appeal.contribution_id],
            appeal,
            decision,
            may_answer(session, dialogue, appeal, me),
        )
        for appeal, decision in rows
    ]


def may_answer(session: Session, dialogue: Dialogue, appeal: Appeal, me: UUID | None) -> bool:
    """Tell whether this person judges an appeal: not who removed, when there is somebody else."""
    removed = who_removed(session, appeal)
    return me not in removed or not colleagues(session, dialogue, removed)


def words_of(session: Session, dialogue: Dialogue, ids: Sequence[UUID]) -> dict[UUID, Listed]:
    """Load contributions with their words and decisions, by id."""
    found = list_all(session, with_words(dialogue).where(col(Contribution.id).in_(ids)))
    return {each.id: each for each in found}


@dataclass(frozen=True)
class SecondLooks:
    """How often a second person or an author had a say; each is a count of answers."""

    asked: int
    agreed: int
    refused: int
    appeals: int
    upheld: int
    overturned: int

    @property
    def any(self) -> bool:
        """Tell whether there is something to count."""
        return bool(self.asked or self.appeals)


def second_looks(session: Session, dialogue: Dialogue) -> SecondLooks:
    """Count the removals that took two people, and the appeals of authors."""
    return SecondLooks(
        *counted(session, RemovalRequest, dialogue, RemovalRequest.agreed),
        *counted(session, Appeal, dialogue, Appeal.upheld),
    )


def counted(
    session: Session, table: type[RemovalRequest | Appeal], dialogue: Dialogue, verdict: object
) -> tuple[int, int, int]:
    """Count the rows about a dialogue: all, those with a yes and those with a no."""
    query = sql_select(
        func.count(),
        func.coalesce(func.sum(case((col(verdict).is_(True), 1), else_=0)), 0),
        func.coalesce(func.sum(case((and_(col(verdict).is_(False)), 1), else_=0)), 0),
    ).where(col(table.dialogue_id) == dialogue.id)
    every, yes, no = session.execute(query).one()
    return every, int(yes), int(no)
