"""What people thought of a proposal, and what the board answered, is public with the results."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import decisions
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import Dialogue, Outcome, Proposal, ProposalState, Role
from tests.board_cast import publish
from tests.cast import make_account, make_proposal, make_region

PAGE = "/d/spoedzorg/results"


@pytest.fixture
def reader(web: TestClient) -> TestClient:
    web.headers["accept-language"] = "en"
    return web


def answer(session, proposal: Proposal, now, **change) -> None:
    given = {
        "outcome": Outcome.ADOPT, "reason": "Veel mensen vragen erom.", "owner": "De wethouder",
        "due_on": (now + timedelta(days=90)).date(), "actor": Actor(ActorRole.BOARD), "now": now,
    }  # fmt: skip
    decisions.decide(session, session.merge(proposal), **(given | change))


def test_a_proposal_shows_what_people_thought_and_the_answer_with_all_it_holds(
    reader, engine, clock
) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        answer(session, played.proposal, clock())

    page = reader.get(PAGE).text

    assert "A doctor nearby" in page
    assert "What people thought of this proposal" in page
    assert "The board adopts this proposal." in page
    assert "Veel mensen vragen erom." in page
    assert "De wethouder" in page
    assert "February 18, 2027" in page


def test_who_of_the_board_recorded_the_answer_is_not_public(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        account = make_account(session, make_region(session), Role.BOARD, clock())
        answer(session, played.proposal, clock(), actor=Actor(ActorRole.BOARD, account.id))
        account.name = "Mevrouw Recorder"

    assert "Mevrouw Recorder" not in reader.get(PAGE).text


def test_a_changed_answer_keeps_the_earlier_one_readable(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        answer(session, played.proposal, clock())
        answer(session, played.proposal, clock(), outcome=Outcome.DECLINE, reason="Het geld is op.")

    page = reader.get(PAGE).text

    assert page.index("Het geld is op.") < page.index("Veel mensen vragen erom.")
    assert "The answer was changed. Read the earlier answer" in page


def test_a_proposal_without_an_answer_is_marked_once_the_promised_day_has_passed(
    reader, engine, clock
) -> None:
    publish(engine, clock)
    assert "Answer promised for March 1, 2027" in reader.get(PAGE).text

    clock.pass_by(days=102)

    page = reader.get(PAGE).text
    assert "The board is too late" in page
    assert "Overdue: promised for March 1, 2027" in page


def test_on_the_promised_day_itself_the_board_is_not_late(reader, engine, clock) -> None:
    publish(engine, clock)
    clock.now = clock.now.replace(year=2027, month=3, day=1)

    assert "The board is too late" not in reader.get(PAGE).text


def test_a_result_that_was_promised_for_a_day_that_passed_is_marked(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        answer(session, played.proposal, clock())

    clock.pass_by(days=91)

    assert "this day has passed" in reader.get(PAGE).text


def test_a_draft_proposal_is_not_public(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        dialogue = session.get_one(Dialogue, played.dialogue.id)
        make_proposal(
            session,
            dialogue,
            clock(),
            position=2,
            state=ProposalState.DRAFT,
            title="Geheim concept",
        )

    assert "Geheim concept" not in reader.get(PAGE, params={"lang": "nl"}).text
