"""The board answers with a reason, an owner and a date; nothing is changed in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import decisions, dialogues
from dialogue.errors import (
    AlreadyUsedId,
    AnswerWithoutReason,
    ChangedMeanwhile,
    DecisionIncomplete,
    DecisionTooEarly,
    DueDateMissing,
    DueDatePassed,
    OutcomeMissing,
    OwnerMissing,
    ProposalNotPublished,
    SameReasonAgain,
    TextTooLong,
)
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Decision,
    Dialogue,
    DialogueState,
    Event,
    Outcome,
    Proposal,
    ProposalState,
)
from tests.cast import FACILITATOR, make_asking, make_over, make_proposal

BOARD = Actor(ActorRole.BOARD)
ANSWER: dict[str, Any] = {
    "outcome": Outcome.ADOPT,
    "reason": "Veel mensen vragen erom.",
    "owner": "De wethouder zorg",
    "due_on": date(2027, 6, 1),
    "actor": BOARD,
}


def closed_with(session: Session, clock, proposals: int = 1) -> tuple[Dialogue, list[Proposal]]:
    dialogue = make_over(session, clock())
    made = [make_proposal(session, dialogue, clock(), position=at + 1) for at in range(proposals)]
    dialogues.close_dialogue(session, dialogue, now=clock(), actor=FACILITATOR)
    return dialogue, made


def test_an_answer_is_stored_with_its_reason_owner_and_date(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)

    made = decisions.decide(session, proposal, now=clock(), **ANSWER)

    assert (made.revision, made.outcome, made.owner) == (1, Outcome.ADOPT, "De wethouder zorg")
    assert (made.due_on, made.decided_at) == (date(2027, 6, 1), clock())
    assert proposal.state is ProposalState.DECIDED


def test_an_answer_leaves_an_event_with_who_why_and_when(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)

    decisions.decide(session, proposal, now=clock(), **ANSWER)

    event = session.exec(select(Event).where(Event.subject_id == proposal.id)).one()
    assert (event.kind, event.from_state, event.to_state) == (
        "proposal.decided",
        "published",
        "decided",
    )
    assert (event.actor_role, event.reason) == ("board", "Veel mensen vragen erom.")


def test_a_reason_that_is_longer_than_an_event_holds_is_kept_whole_in_the_decision(
    session: Session, clock
) -> None:
    _, (proposal,) = closed_with(session, clock)
    long = "Omdat het nodig is. " * 99

    made = decisions.decide(session, proposal, now=clock(), **(ANSWER | {"reason": long}))

    event = session.exec(select(Event).where(Event.subject_id == proposal.id)).one()
    assert made.reason == long.strip()
    assert len(event.reason) <= 1000


def test_everything_that_is_missing_is_named_at_once(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)

    with pytest.raises(DecisionIncomplete) as refused:
        decisions.decide(
            session, proposal, outcome=None, reason=" \n", owner="...", due_on=None,
            actor=BOARD, now=clock(),
        )  # fmt: skip

    assert {field: type(each) for field, each in refused.value.problems.items()} == {
        "outcome": OutcomeMissing,
        "reason": AnswerWithoutReason,
        "owner": OwnerMissing,
        "due_on": DueDateMissing,
    }
    assert session.exec(select(Decision)).all() == []
    assert proposal.state is ProposalState.PUBLISHED


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("reason", "a" * 2001, TextTooLong),
        ("owner", "a" * 201, TextTooLong),
        ("due_on", date(2026, 11, 19), DueDatePassed),
        ("reason", "👍👍", AnswerWithoutReason),
    ],
)
def test_an_answer_that_nobody_could_hold_the_board_to_is_refused(
    session: Session, clock, field: str, value: object, problem: type[Exception]
) -> None:
    _, (proposal,) = closed_with(session, clock)

    with pytest.raises(DecisionIncomplete) as refused:
        decisions.decide(session, proposal, now=clock(), **(ANSWER | {field: value}))

    assert {name: type(each) for name, each in refused.value.problems.items()} == {field: problem}


def test_today_by_the_dutch_calendar_is_not_yet_over(session: Session, clock) -> None:
    clock.now = clock.now.replace(hour=23, minute=30)  # 00:30 on the 21st in Zoetermeer
    _, (proposal,) = closed_with(session, clock)

    with pytest.raises(DecisionIncomplete):
        decisions.decide(
            session, proposal, now=clock(), **(ANSWER | {"due_on": date(2026, 11, 20)})
        )
    decisions.decide(session, proposal, now=clock(), **(ANSWER | {"due_on": date(2026, 11, 21)}))


def test_a_changed_answer_is_a_new_revision_and_the_old_one_stays(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)
    decisions.decide(session, proposal, now=clock(), **ANSWER)

    changed = ANSWER | {"outcome": Outcome.DECLINE, "reason": "Het geld is er niet meer."}
    decisions.decide(session, proposal, now=clock.pass_by(days=3), **changed)

    rows = session.exec(select(Decision).order_by("revision")).all()
    assert [(each.revision, each.outcome, each.reason) for each in rows] == [
        (1, "adopt", "Veel mensen vragen erom."),
        (2, "decline", "Het geld is er niet meer."),
    ]


def test_a_changed_answer_needs_a_reason_of_its_own(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)
    decisions.decide(session, proposal, now=clock(), **ANSWER)

    again = ANSWER | {"outcome": Outcome.DECLINE, "reason": " veel mensen vragen erom "}
    with pytest.raises(DecisionIncomplete) as refused:
        decisions.decide(session, proposal, now=clock(), **again)

    assert isinstance(refused.value.problems["reason"], SameReasonAgain)


def test_sending_the_same_answer_again_is_the_same_write(session: Session, clock) -> None:
    _, (proposal,) = closed_with(session, clock)
    first = decisions.decide(
        session, proposal, now=clock(), decision_id=(made := uuid4()), **ANSWER
    )

    again = decisions.decide(
        session, proposal, now=clock.pass_by(seconds=5), decision_id=made, seen_revision=0, **ANSWER
    )

    assert again.id == first.id
    assert len(session.exec(select(Decision)).all()) == 1


@pytest.mark.parametrize(
    "other", [{"reason": "Toch iets anders."}, {"outcome": Outcome.DECLINE}, {"owner": "Iemand"}]
)
def test_the_same_id_with_other_contents_is_refused(
    session: Session, clock, other: dict[str, object]
) -> None:
    _, (proposal,) = closed_with(session, clock)
    decisions.decide(session, proposal, now=clock(), decision_id=(made := uuid4()), **ANSWER)

    with pytest.raises(AlreadyUsedId):
        decisions.decide(session, proposal, now=clock(), decision_id=made, **(ANSWER | other))


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_overwritten(
    session: Session, clock
) -> None:
    _, (proposal,) = closed_with(session, clock)
    decisions.decide(session, proposal, now=clock(), seen_revision=0, **ANSWER)

    mine = ANSWER | {"reason": "Ik zag het eerste antwoord niet."}
    with pytest.raises(ChangedMeanwhile):
        decisions.decide(session, proposal, now=clock(), seen_revision=0, **mine)


def test_the_dialogue_is_answered_by_the_last_answer_and_not_before(
    session: Session, clock
) -> None:
    dialogue, (first, second) = closed_with(session, clock, proposals=2)
    make_proposal(session, dialogue, clock(), position=3, state=ProposalState.DRAFT)

    decisions.decide(session, first, now=clock(), **ANSWER)
    assert dialogue.state is DialogueState.CLOSED
    decisions.decide(session, second, now=clock(), **ANSWER)

    assert dialogue.state is DialogueState.ANSWERED
    assert session.exec(select(Event).where(Event.kind == "dialogue.answered")).one()


def test_an_answer_can_be_changed_after_the_dialogue_was_answered(session: Session, clock) -> None:
    dialogue, (proposal,) = closed_with(session, clock)
    decisions.decide(session, proposal, now=clock(), **ANSWER)

    changed = ANSWER | {"reason": "Het onderzoek is klaar."}
    assert decisions.decide(session, proposal, now=clock(), **changed).revision == 2
    assert dialogue.state is DialogueState.ANSWERED


def test_the_board_does_not_answer_while_residents_still_take_part(session: Session, clock) -> None:
    proposal = make_proposal(session, make_asking(session, clock()), clock())

    with pytest.raises(DecisionTooEarly):
        decisions.decide(session, proposal, now=clock(), **ANSWER)


def test_a_proposal_that_is_still_being_written_is_not_answered(session: Session, clock) -> None:
    dialogue, _ = closed_with(session, clock)
    draft = make_proposal(session, dialogue, clock(), position=2, state=ProposalState.DRAFT)

    with pytest.raises(ProposalNotPublished):
        decisions.decide(session, draft, now=clock(), **ANSWER)


def test_two_members_who_answer_the_last_two_proposals_at_once_finish_the_dialogue(
    engine: Engine, clock
) -> None:
    """Each must see the other's answer, or the dialogue would wait for ever."""
    with transaction(engine) as session:
        dialogue, proposals = closed_with(session, clock, proposals=2)
    ready = Barrier(2)

    def answer(proposal: Proposal) -> None:
        ready.wait(30)
        with transaction(engine) as session:
            decisions.decide(session, session.get_one(Proposal, proposal.id), now=clock(), **ANSWER)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, proposals))

    with transaction(engine) as session:
        assert session.get_one(Dialogue, dialogue.id).state is DialogueState.ANSWERED


def test_two_members_who_answer_one_proposal_at_once_do_not_both_win(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        _, (proposal,) = closed_with(session, clock)
    ready = Barrier(2)

    def answer(reason: str) -> bool:
        ready.wait(30)
        try:
            with transaction(engine) as session:
                mine = session.get_one(Proposal, proposal.id)
                decisions.decide(
                    session, mine, now=clock(), seen_revision=0, **(ANSWER | {"reason": reason})
                )
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(answer, ["Reden van de een.", "Reden van de ander."]))

    assert sorted(won) == [False, True]
