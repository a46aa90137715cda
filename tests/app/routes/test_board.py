"""The board reads what residents propose, with its evidence."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import accounts, dialogues
from dialogue.models import (
    ContributionState,
    Participant,
    ProposalState,
    Role,
    RoundKind,
    RoundState,
)
from tests.board_cast import ANSWER, Played, address, log_in_as, play
from tests.cast import KEY, PASSWORD, make_proposal


@pytest.fixture
def played(engine: Engine, clock) -> Played:
    with transaction(engine) as session:
        return play(session, clock())


@pytest.fixture
def board(web: TestClient, engine: Engine, clock, played) -> Iterator[TestClient]:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        log_in_as(web, session, Role.BOARD, clock())
    return web


def set_state(session: Session, played: Played, kind: RoundKind, state: RoundState) -> None:
    parts.round_of_kind(session, played.dialogue, kind).state = state


# --- the agenda ------------------------------------------------------------------------------


def test_a_waiting_proposal_is_listed_with_the_promised_day(board: TestClient, played) -> None:
    page = board.get("/board").text

    assert "A doctor nearby" in page
    assert "Answer promised for March 1, 2027" in page
    assert "Overdue" not in page


def test_after_the_promised_day_it_is_marked_as_overdue(board, played, engine, clock) -> None:
    clock.pass_by(days=102)
    with transaction(engine) as session:
        log_in_as_again(board, session, clock)

    assert "Overdue: promised for March 1, 2027" in board.get("/board").text
    assert "Overdue: promised for March 1, 2027" in board.get(address(played)).text


def log_in_as_again(board: TestClient, session: Session, clock) -> None:
    token = accounts.log_in(
        session, email="board@example.nl", password=PASSWORD, key=KEY, now=clock()
    )
    board.cookies.set("samenspraak-staff", token)


def test_a_draft_and_a_proposal_of_another_region_do_not_exist_here(
    board: TestClient, played, engine, clock
) -> None:
    with transaction(engine) as session:
        draft = make_proposal(
            session,
            played.dialogue,
            clock(),
            position=2,
            state=ProposalState.DRAFT,
            title="Concept",
        )
        elsewhere = play(session, clock(), people={}, slug="elders")
        elsewhere.dialogue.region_id = dialogues.create_region(session, slug="x", name="X").id
        foreign = elsewhere.proposal.id

    page = board.get("/board").text

    assert page.count("/board/proposals/") == 1
    assert board.get(f"/board/proposals/{draft.id}").status_code == 404
    assert board.get(f"/board/proposals/{foreign}").status_code == 404
    assert board.post(f"/board/proposals/{foreign}/decision", data=ANSWER).status_code == 404


def test_an_answered_proposal_moves_to_the_answered_ones(board: TestClient, played) -> None:
    board.post(address(played, "/decision"), data=ANSWER)

    page = board.get("/board").text

    assert "Nothing waits for an answer" in page
    assert "Adopted" in page
    assert "result by June 1, 2027" in page


def test_a_page_number_that_makes_no_sense_is_no_fault_of_ours(board: TestClient) -> None:
    assert board.get("/board?page=2").status_code == 200
    for wrong in ("0", "-1", "9" * 30, "x"):
        assert board.get(f"/board?page={wrong}").status_code == 422


def test_the_page_speaks_dutch_to_who_asks_for_dutch(board: TestClient, played) -> None:
    page = board.get("/board", headers={"accept-language": "nl"}).text

    assert "Voorstellen voor het bestuur" in page
    assert "Een huisartsenpost in elke wijk" in page


# --- one proposal with its evidence ----------------------------------------------------------


def test_the_page_shows_words_theme_minority_and_the_answers_behind_it(board, played) -> None:
    page = board.get(address(played)).text

    assert "Each district gets a post." in page
    assert "Korter wachten" in page
    assert "Sommigen vinden dit te duur." in page
    assert "Wachten duurt te lang 0" in page
    assert "1 answer of a participant" in page
    assert page.count("<h1") == 1


def test_support_is_shown_with_its_number_of_people_and_interval(board, played) -> None:
    page = board.get(address(played)).text

    assert "76 people" in page
    assert page.count("Support: <bdi>+") >= 2
    assert "(between <bdi>+" in page


def test_a_small_chamber_is_hidden_and_can_not_be_worked_out(board, played) -> None:
    """Of 76 people 60 and 12 are in two chambers: showing both would tell about the other 4."""
    page = board.get(address(played)).text

    assert "60 people" in page
    assert "12 people" not in page
    assert page.count("Not shown apart: Professionals, Managers.") == 2  # weighed and confirmed


def test_a_chamber_of_ten_or_more_is_shown_when_nothing_can_be_worked_out(
    web, engine, clock
) -> None:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        played = play(session, clock(), people={"resident": 60, "professional": 12})
        log_in_as(web, session, Role.BOARD, clock())

    page = web.get(address(played)).text

    assert "12 people" in page
    assert "Not shown" not in page
    assert "Managers" not in page  # nobody of them came: a chamber without people is left out


def test_percentages_are_only_given_from_fifty_people(web, engine, clock) -> None:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        played = play(session, clock(), people={"resident": 20})
        log_in_as(web, session, Role.BOARD, clock())

    page = web.get(address(played)).text

    assert "20 people" in page
    assert "Of the judgements" not in page


def test_with_nine_people_there_is_no_figure_at_all(web, engine, clock) -> None:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        played = play(session, clock(), people={"resident": 9})
        log_in_as(web, session, Role.BOARD, clock())

    page = web.get(address(played)).text

    assert "Support:" not in page
    assert "fewer than 10" in page
    assert "9 people" not in page


def test_a_source_that_may_not_be_shown_is_counted_and_never_quoted(board, played, engine) -> None:
    with transaction(engine) as session:
        session.merge(played.contributions[0]).state = ContributionState.HELD

    page = board.get(address(played)).text

    assert "Wachten duurt te lang 0" not in page
    assert "1 more answer may not be quoted here." in page


def test_who_did_not_agree_to_be_quoted_is_not_quoted_to_the_board(board, played, engine) -> None:
    with transaction(engine) as session:
        author = played.contributions[0].participant_id
        session.get_one(Participant, author).may_be_quoted = False

    page = board.get(address(played)).text

    assert "Wachten duurt te lang 0" not in page
    assert "1 more answer may not be quoted here." in page


def test_while_people_still_weigh_no_result_is_shown(board, played, engine) -> None:
    with transaction(engine) as session:
        set_state(session, played, RoundKind.WEIGH, RoundState.OPEN)
        set_state(session, played, RoundKind.CONFIRM, RoundState.OPEN)

    page = board.get(address(played)).text

    assert "Support:" not in page
    assert "is shown here when the confirm round is over" in page
