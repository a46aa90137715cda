"""What others may have weighed is only removed by two people, and only once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.queries import parts
from app.queries.held_queue import held_queue
from app.queries.removals import colleagues, second_looks, waiting_removals
from app.usecases import accounts, contributions, moderation, removals
from dialogue.errors import (
    ModerationNotPossible,
    NoteMissing,
    PersonNeeded,
    ReasonMissing,
    RemovalWaits,
    SamePerson,
    SecondPersonNeeded,
)
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    Event,
    Membership,
    ModerationDecision,
    Region,
    RemovalRequest,
    Role,
    RoundKind,
)
from dialogue.moderation import ModerationReason
from tests.cast import FACILITATOR, go_on_to, make_account, make_asking
from tests.facilitator_cast import say

INSULT = ModerationReason.INSULT


@dataclass
class Weighed:
    """A dialogue in its weigh round, an answer that others can weigh, and two facilitators."""

    session: Session
    dialogue: Dialogue
    answer: Contribution
    ann: Actor
    bob: Actor
    now: datetime

    def ask(self, **more) -> RemovalRequest:
        wish = {"reason": INSULT, "actor": self.ann, "now": self.now} | more
        return removals.ask(self.session, self.answer, **wish)

    def agree(self, actor: Actor) -> ModerationDecision:
        return removals.agree(self.session, self.answer, actor=actor, now=self.now)

    def refuse(self, actor: Actor, **more) -> ModerationDecision:
        why = {"reason": ModerationReason.OTHER, "note": "Dit mag iemand vinden."} | more
        return removals.refuse(self.session, self.answer, actor=actor, now=self.now, **why)


@pytest.fixture
def weighed(session: Session, clock) -> Weighed:
    dialogue = make_asking(session, clock())
    answer = say(session, dialogue, "De dokter is dom.", clock())
    go_on_to(session, dialogue, RoundKind.WEIGH, clock())
    region = session.get_one(Region, dialogue.region_id)
    ann = make_account(session, region, Role.FACILITATOR, clock())
    bob = accounts.create_account(
        session, email="bob@example.nl", name="Bob", password="x", now=clock()
    )
    accounts.give_role(session, bob, region, Role.FACILITATOR)
    people = [Actor(ActorRole.FACILITATOR, each.id) for each in (ann, bob)]
    return Weighed(session, dialogue, answer, *people, clock())


def test_one_person_alone_does_not_remove_what_others_weigh(weighed: Weighed) -> None:
    with pytest.raises(SecondPersonNeeded):
        moderation.remove(
            weighed.session, weighed.answer, reason=INSULT, actor=weighed.ann, now=weighed.now
        )
    assert weighed.answer.state is ContributionState.VISIBLE


def test_holding_it_first_is_no_way_around_the_second_person(weighed: Weighed) -> None:
    moderation.hold(
        weighed.session, weighed.answer, reason=INSULT, actor=weighed.ann, now=weighed.now
    )

    made = removals.remove_or_ask(
        weighed.session, weighed.answer, reason=INSULT, actor=weighed.ann, now=weighed.now
    )

    assert isinstance(made, RemovalRequest)
    assert weighed.answer.state is ContributionState.HELD


def test_what_nobody_ever_saw_is_removed_by_one(weighed: Weighed) -> None:
    held = say(
        weighed.session, weighed.dialogue, "Bel 06 12345678", weighed.now,
        state=ContributionState.HELD,
    )  # fmt: skip

    made = removals.remove_or_ask(
        weighed.session, held, reason=INSULT, actor=weighed.ann, now=weighed.now
    )

    assert isinstance(made, ModerationDecision)
    assert held.state is ContributionState.REMOVED


def test_before_the_weigh_round_one_person_removes(session: Session, clock) -> None:
    answer = say(session, make_asking(session, clock()), "De dokter is dom.", clock())

    made = removals.remove_or_ask(session, answer, reason=INSULT, actor=FACILITATOR, now=clock())

    assert isinstance(made, ModerationDecision)


def test_until_a_second_person_decides_nobody_sees_it(weighed: Weighed) -> None:
    weighed.ask()

    assert weighed.answer.state is ContributionState.HELD
    [waits] = waiting_removals(weighed.session, weighed.dialogue, weighed.bob.account_id)
    assert (waits.each.text, waits.asked_by_me) == ("De dokter is dom.", False)
    assert held_queue(weighed.session, weighed.dialogue, number=1).total == 0


def test_a_colleague_agrees_and_it_is_removed_for_the_reason_that_was_given(
    weighed: Weighed,
) -> None:
    weighed.ask()

    decision = weighed.agree(weighed.bob)

    assert weighed.answer.state is ContributionState.REMOVED
    assert (decision.reason, decision.account_id) == (INSULT, weighed.bob.account_id)
    kinds = weighed.session.exec(select(Event.kind)).all()
    assert {"contribution.removal_asked", "contribution.removal_agreed"} <= set(kinds)


def test_nobody_agrees_with_themselves(weighed: Weighed) -> None:
    weighed.ask()

    with pytest.raises(SamePerson):
        weighed.agree(weighed.ann)
    with pytest.raises(PersonNeeded):
        weighed.agree(FACILITATOR)
    assert weighed.answer.state is ContributionState.HELD


def test_a_colleague_refuses_with_a_reason_and_it_is_in_sight_again(weighed: Weighed) -> None:
    weighed.ask()

    with pytest.raises(NoteMissing):
        weighed.refuse(weighed.bob, note=" ")
    weighed.refuse(weighed.bob)

    assert weighed.answer.state is ContributionState.VISIBLE
    looks = second_looks(weighed.session, weighed.dialogue)
    assert (looks.asked, looks.agreed, looks.refused) == (1, 0, 1)


def test_who_asked_may_take_it_back(weighed: Weighed) -> None:
    weighed.ask()

    weighed.refuse(weighed.ann, reason=ModerationReason.MISTAKEN_HOLD)

    assert weighed.answer.state is ContributionState.VISIBLE


def test_of_two_second_persons_only_the_first_counts(weighed: Weighed) -> None:
    weighed.ask()
    weighed.agree(weighed.bob)

    with pytest.raises(ModerationNotPossible):
        weighed.refuse(weighed.bob)
    with pytest.raises(ModerationNotPossible):
        weighed.agree(weighed.bob)
    assert second_looks(weighed.session, weighed.dialogue).agreed == 1


def test_a_verdict_that_another_gave_meanwhile_stands(weighed: Weighed) -> None:
    request = weighed.ask()
    weighed.session.connection().exec_driver_sql("UPDATE removal_request SET agreed = false")

    with pytest.raises(ModerationNotPossible):
        removals.settle(weighed.session, request, agreed=True, actor=weighed.bob, now=weighed.now)


def test_of_two_wishes_only_the_first_counts(weighed: Weighed) -> None:
    weighed.ask()

    with pytest.raises(RemovalWaits):
        weighed.ask(actor=weighed.bob)
    with pytest.raises(RemovalWaits):
        moderation.release(
            weighed.session, weighed.answer, reason=ModerationReason.MISTAKEN_HOLD,
            actor=weighed.bob, now=weighed.now,
        )  # fmt: skip
    assert len(weighed.session.exec(select(RemovalRequest)).all()) == 1


def test_a_wish_needs_a_reason_like_every_decision(weighed: Weighed) -> None:
    with pytest.raises(ReasonMissing):
        weighed.ask(reason=None)
    assert weighed.answer.state is ContributionState.VISIBLE


def test_what_the_author_took_back_waits_for_nobody(weighed: Weighed) -> None:
    weighing = parts.round_of_kind(weighed.session, weighed.dialogue, RoundKind.WEIGH)
    weighed.answer.round_id = weighing.id  # so that its round is open and it can be withdrawn
    weighed.ask()

    contributions.withdraw(weighed.session, weighed.answer, now=weighed.now)

    assert waiting_removals(weighed.session, weighed.dialogue, weighed.bob.account_id) == []
    with pytest.raises(ModerationNotPossible):
        weighed.agree(weighed.bob)


def test_colleagues_are_facilitators_of_the_region_who_can_log_in(weighed: Weighed) -> None:
    mine = [weighed.ann.account_id]
    assert colleagues(weighed.session, weighed.dialogue, mine) == 1

    membership = weighed.session.get_one(
        Membership, (weighed.bob.account_id, weighed.dialogue.region_id, Role.FACILITATOR)
    )
    weighed.session.delete(membership)

    assert colleagues(weighed.session, weighed.dialogue, mine) == 0


def test_of_two_colleagues_at_the_same_time_one_decides(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        answer = say(session, dialogue, "De dokter is dom.", clock())
        go_on_to(session, dialogue, RoundKind.WEIGH, clock())
        region = session.get_one(Region, dialogue.region_id)
        people = []
        for name in ("ann", "bob", "cem"):
            account = accounts.create_account(
                session, email=f"{name}@example.nl", name=name, password="x", now=clock()
            )
            accounts.give_role(session, account, region, Role.FACILITATOR)
            people.append(Actor(ActorRole.FACILITATOR, account.id))
        removals.ask(session, answer, reason=INSULT, actor=people[0], now=clock())
    start = Barrier(2)

    def decide(agrees: bool) -> bool:
        start.wait()
        try:
            with transaction(engine) as session:
                mine = session.get_one(Contribution, answer.id)
                if agrees:
                    removals.agree(session, mine, actor=people[1], now=clock())
                else:
                    why = ModerationReason.MISTAKEN_HOLD
                    removals.refuse(session, mine, reason=why, actor=people[2], now=clock())
        except ModerationNotPossible:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        counted = list(pool.map(decide, (True, False)))

    assert sorted(counted) == [False, True]
    with transaction(engine) as session:
        agreed = session.exec(select(RemovalRequest.agreed)).one()
        state = session.get_one(Contribution, answer.id).state
        assert (agreed, state) in ((True, "removed"), (False, "visible"))
        assert agreed is counted[0]
