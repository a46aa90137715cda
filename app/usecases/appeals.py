"""A facilitator answers an author who objected to a removal."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.queries.removals import may_answer
from app.usecases import moderation
from app.usecases.objections import APPEAL_LIMIT, told
from app.usecases.removals import account_of
from dialogue.errors import (
    AnotherMustAnswer,
    AnswerMissing,
    ModerationNotPossible,
)
from dialogue.lifecycle import Actor
from dialogue.models import Appeal, Contribution, Dialogue
from dialogue.moderation import ModerationReason
from dialogue.wording import clean_text


def uphold(
    session: Session, dialogue: Dialogue, made: Appeal, *, answer: str, actor: Actor, now: datetime
) -> None:
    """Let a removal stand and tell the author why.

    Raises AnswerMissing, AnotherMustAnswer for who removed it while a colleague can answer, and
    ModerationNotPossible when somebody answered before.
    """
    store_answer(session, dialogue, made, upheld=True, answer=answer, actor=actor, now=now)


def overturn(
    session: Session,
    dialogue: Dialogue,
    made: Appeal,
    *,
    answer: str,
    made_safe: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Show a removed contribution after all, if need be without what leads to a person.

    Raises what ``uphold`` raises, and ReasonDoesNotFit when there is nothing to make safe.
    """
    store_answer(session, dialogue, made, upheld=False, answer=answer, actor=actor, now=now)
    contribution = session.get_one(Contribution, made.contribution_id)
    reason = ModerationReason.MADE_SAFE if made_safe else ModerationReason.MISTAKEN_REMOVAL
    moderation.release(session, contribution, reason=reason, actor=actor, now=now)


def store_answer(
    session: Session,
    dialogue: Dialogue,
    made: Appeal,
    *,
    upheld: bool,
    answer: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Store the answer to an appeal; of two at once only the first counts."""
    if not answer.strip():
        raise AnswerMissing
    if not may_answer(session, dialogue, made, account_of(actor)):
        raise AnotherMustAnswer
    answered = session.exec(
        update(Appeal)
        .where(col(Appeal.decision_id) == made.decision_id, col(Appeal.upheld).is_(None))
        .values(
            upheld=upheld, answer=clean_text(answer, limit=APPEAL_LIMIT),
            answered_by=actor.account_id, answered_at=now,
        )
    )  # fmt: skip
    if answered.rowcount != 1:
        raise ModerationNotPossible
    session.add(told(made, "upheld" if upheld else "overturned", actor, now))
    session.flush()
