"""A dialogue is designed, launched and steered, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.usecases import dialogues
from dialogue.errors import DesignLocked, LaunchBlocked, RoundOutOfOrder, TransitionNotAllowed
from dialogue.models import AnalysisRun, AnalysisState, DialogueState, Event, RoundKind, RoundState
from tests.cast import FACILITATOR, make_asking, make_draft, make_region


def test_a_draft_with_gaps_is_not_launched_and_says_what_is_missing(
    session: Session, clock
) -> None:
    draft = dialogues.create_dialogue(
        session, make_region(session), slug="leeg", title_nl="Leeg", template="pulse", seed=1,
        now=clock(),
    )  # fmt: skip

    with pytest.raises(LaunchBlocked, match="the purpose.*a question"):
        dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)

    assert draft.state is DialogueState.DRAFT


def test_after_the_launch_the_design_is_locked(session: Session, clock) -> None:
    draft = make_draft(session, clock())
    dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)

    with pytest.raises(DesignLocked):
        dialogues.change_design(session, draft, purpose_nl="Iets anders")


def test_a_round_does_not_open_before_the_earlier_one_is_closed(session: Session, clock) -> None:
    running = make_asking(session, clock())
    weighing = parts.round_of_kind(session, running, RoundKind.WEIGH)

    with pytest.raises(RoundOutOfOrder):
        dialogues.open_round(session, running, weighing, now=clock(), actor=FACILITATOR)


def test_a_round_is_closed_once(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = parts.round_of_kind(session, running, RoundKind.ASK)
    dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)

    with pytest.raises(TransitionNotAllowed):
        dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)


def test_closing_the_ask_round_asks_for_an_analysis_in_the_same_transaction(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    asking = parts.round_of_kind(session, running, RoundKind.ASK)

    dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)

    run = session.exec(select(AnalysisRun)).one()
    assert (run.round_id, run.state, run.seed) == (asking.id, AnalysisState.QUEUED, running.seed)


def test_every_change_of_state_leaves_an_event_with_time_and_role(session: Session, clock) -> None:
    make_asking(session, clock())

    events = session.exec(select(Event)).all()
    assert {(each.kind, each.actor_role) for each in events} == {
        ("dialogue.launched", "facilitator"),
        ("round.open", "facilitator"),
    }
    assert {each.happened_at for each in events} == {clock()}


def test_a_planned_closing_time_closes_the_round_and_opens_the_next(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    asking = parts.round_of_kind(session, running, RoundKind.ASK)
    weighing = parts.round_of_kind(session, running, RoundKind.WEIGH)
    asking.closes_at = weighing.opens_at = clock() + timedelta(hours=1)
    session.flush()

    assert dialogues.keep_to_schedule(session, now=clock()) == 0
    assert dialogues.keep_to_schedule(session, now=clock.pass_by(hours=2)) == 2

    assert (asking.state, weighing.state) == (RoundState.CLOSED, RoundState.OPEN)
