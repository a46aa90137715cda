"""An author objects once to a removal, and somebody else answers."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.queries.removals import open_appeals, second_looks
from app.usecases import accounts, appeals, moderation, objections
from dialogue.errors import (
    AnotherMustAnswer,
    AnswerMissing,
    AppealNotPossible,
    AppealWaits,
    EmptyText,
    ModerationNotPossible,
    ReasonDoesNotFit,
    TextTooLong,
)
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Account,
    Appeal,
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Event,
    Region,
    Role,
)
from dialogue.moderation import ModerationReason
from tests.cast import make_account, make_asking
from tests.facilitator_cast import say

WHY = "Ik noem niemand. Het gaat over de balie."


@dataclass
class Removed:
    """An answer that Ann removed, and Bob who works beside her."""

    session: Session
    dialogue: Dialogue
    answer: Contribution
    ann: Actor
    bob: Actor
    now: datetime

    def appeal(self, text: str = WHY) -> Appeal:
        return objections.make_appeal(self.session, self.answer, text=text, now=self.now)

    def judge(self, act, made: Appeal, actor: Actor, answer: str = "U hebt gelijk.", **more):
        act(self.session, self.dialogue, made, answer=answer, actor=actor, now=self.now, **more)


@pytest.fixture
def removed(session: Session, clock) -> Removed:
    dialogue = make_asking(session, clock())
    answer = say(session, dialogue, "Bel Kees op 06 12345678, de balie is dicht.", clock())
    region = session.get_one(Region, dialogue.region_id)
    ann = make_account(session, region, Role.FACILITATOR, clock())
    bob = accounts.create_account(
        session, email="bob@example.nl", name="Bob", password="x", now=clock()
    )
    accounts.give_role(session, bob, region, Role.FACILITATOR)
    people = [Actor(ActorRole.FACILITATOR, each.id) for each in (ann, bob)]
    moderation.remove(
        session, answer, reason=ModerationReason.OFF_TOPIC, actor=people[0], now=clock()
    )
    return Removed(session, dialogue, answer, *people, clock())


def test_an_author_objects_once_and_only_against_a_removal(removed: Removed) -> None:
    removed.appeal()

    with pytest.raises(AppealNotPossible):
        removed.appeal("Nog een keer.")
    visible = say(removed.session, removed.dialogue, "Dit is te lezen.", removed.now)
    with pytest.raises(AppealNotPossible):
        objections.make_appeal(removed.session, visible, text=WHY, now=removed.now)
    assert [each.text for each in removed.session.exec(select(Appeal)).all()] == [WHY]


@pytest.mark.parametrize(("text", "refusal"), [(" ", EmptyText), ("a" * 1001, TextTooLong)])
def test_an_objection_has_words_and_not_too_many(removed: Removed, text: str, refusal) -> None:
    with pytest.raises(refusal):
        removed.appeal(text)


def test_an_objection_that_is_upheld_brings_the_answer_back(removed: Removed) -> None:
    made = removed.appeal()

    removed.judge(appeals.overturn, made, removed.bob)

    assert removed.answer.state is ContributionState.VISIBLE
    assert (made.upheld, made.answer, made.answered_by) == (
        False, "U hebt gelijk.", removed.bob.account_id,
    )  # fmt: skip
    looks = second_looks(removed.session, removed.dialogue)
    assert (looks.appeals, looks.upheld, looks.overturned) == (1, 0, 1)
    kinds = removed.session.exec(select(Event.kind)).all()
    assert {"contribution.appeal_made", "contribution.appeal_overturned"} <= set(kinds)


def test_it_can_come_back_without_what_leads_to_a_person(removed: Removed) -> None:
    removed.judge(appeals.overturn, removed.appeal(), removed.bob, made_safe=True)

    texts = removed.session.exec(
        select(ContributionVersion.text).order_by(ContributionVersion.number)
    ).all()
    assert "12345678" not in texts[-1]
    assert removed.answer.state is ContributionState.VISIBLE


def test_nothing_is_made_safe_where_nothing_was_found(removed: Removed) -> None:
    plain = say(removed.session, removed.dialogue, "De balie is dicht.", removed.now)
    moderation.remove(
        removed.session, plain, reason=ModerationReason.OFF_TOPIC, actor=removed.ann,
        now=removed.now,
    )  # fmt: skip
    made = objections.make_appeal(removed.session, plain, text=WHY, now=removed.now)

    with pytest.raises(ReasonDoesNotFit):
        removed.judge(appeals.overturn, made, removed.bob, made_safe=True)


def test_a_removal_can_stand_and_the_author_reads_why(removed: Removed) -> None:
    made = removed.appeal()

    with pytest.raises(AnswerMissing):
        removed.judge(appeals.uphold, made, removed.bob, " ")
    removed.judge(appeals.uphold, made, removed.bob, "Het gaat niet over de vraag.")

    assert removed.answer.state is ContributionState.REMOVED
    assert made.upheld
    with pytest.raises(AppealNotPossible):
        removed.appeal()


def test_who_removed_does_not_answer_when_a_colleague_can(removed: Removed) -> None:
    made = removed.appeal()
    [waiting] = open_appeals(removed.session, removed.dialogue, removed.ann.account_id)

    with pytest.raises(AnotherMustAnswer):
        removed.judge(appeals.overturn, made, removed.ann)

    assert not waiting.mine_to_answer
    [waiting] = open_appeals(removed.session, removed.dialogue, removed.bob.account_id)
    assert waiting.mine_to_answer


def test_who_works_alone_answers_all_the_same(removed: Removed) -> None:
    made = removed.appeal()
    removed.session.get_one(Account, removed.bob.account_id).active = False
    removed.session.flush()

    removed.judge(appeals.overturn, made, removed.ann)

    assert removed.answer.state is ContributionState.VISIBLE


def test_of_two_answers_only_the_first_counts(removed: Removed) -> None:
    made = removed.appeal()
    removed.judge(appeals.uphold, made, removed.bob)

    with pytest.raises(ModerationNotPossible):
        removed.judge(appeals.overturn, made, removed.bob)
    assert removed.answer.state is ContributionState.REMOVED


def test_while_an_author_waits_nobody_decides_past_the_objection(removed: Removed) -> None:
    removed.appeal()

    with pytest.raises(AppealWaits):
        moderation.release(
            removed.session, removed.answer, reason=ModerationReason.MISTAKEN_REMOVAL,
            actor=removed.ann, now=removed.now,
        )  # fmt: skip
