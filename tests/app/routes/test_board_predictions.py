"""A board member guesses the residents' support before seeing anything of it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from dialogue.models import BoardPrediction, Dialogue, Role, RoundKind, RoundState
from tests.board_cast import log_in_as
from tests.cast import make_proposal
from tests.weighing_cast import confirm_all, make_room

GUESS = "What do you think: how many of 100 residents are for this?"
WEIGHED = "How people weighed the theme"


@pytest.fixture
def address(engine, clock) -> str:
    """A proposal whose theme was weighed; the confirm round is open."""
    with transaction(engine) as session:
        room = make_room(session, clock())
        made = make_proposal(session, room.dialogue, clock(), theme=room.themes[0])
        confirm_all(session, room, made, clock(), liked=1.8, guess=80)
        parts.round_of_kind(session, room.dialogue, RoundKind.CONFIRM).state = RoundState.OPEN
        return f"/board/proposals/{made.id}"


@pytest.fixture
def board(web: TestClient, engine, clock, address) -> Iterator[TestClient]:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        log_in_as(web, session, Role.BOARD, clock())
    return web


def close(engine) -> None:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        parts.round_of_kind(session, dialogue, RoundKind.CONFIRM).state = RoundState.CLOSED


def guesses(engine) -> list[int]:
    with transaction(engine) as session:
        return [each.predicted_percent for each in session.exec(select(BoardPrediction))]


def test_first_the_guess_then_how_the_theme_was_weighed(board, engine, address) -> None:
    before = board.get(address).text
    sent = board.post(f"{address}/prediction", data={"predicted_percent": "35%"})
    after = board.get(address).text

    assert GUESS in before
    assert WEIGHED not in before
    assert (sent.status_code, sent.headers["location"]) == (303, address)
    assert guesses(engine) == [35]
    assert GUESS not in after
    assert "Your guess: 35 of 100 residents are for this." in after
    assert WEIGHED in after
    assert "There is no result yet" in after


def test_a_second_guess_changes_nothing(board, engine, address) -> None:
    board.post(f"{address}/prediction", data={"predicted_percent": "35"})
    again = board.post(f"{address}/prediction", data={"predicted_percent": "90"})

    assert again.status_code == 303
    assert guesses(engine) == [35]


@pytest.mark.parametrize("typed", ["", "veel", "101", "-1", "3.5", "٣٥"])
def test_what_is_no_percentage_is_handed_back(board, engine, address, typed) -> None:
    answer = board.post(f"{address}/prediction", data={"predicted_percent": typed})

    assert answer.status_code == 422
    assert "Give a whole number from 0 to 100." in answer.text
    assert f'value="{typed}"' in answer.text or not typed
    assert WEIGHED not in answer.text
    assert guesses(engine) == []


def test_after_the_round_there_is_no_form_and_no_guess_is_taken(board, engine, address) -> None:
    close(engine)

    page = board.get(address).text
    sent = board.post(f"{address}/prediction", data={"predicted_percent": "35"})

    assert GUESS not in page
    assert WEIGHED in page
    assert sent.status_code == 409
    assert guesses(engine) == []


def test_after_the_round_the_board_reads_what_was_expected(board, engine, address) -> None:
    board.post(f"{address}/prediction", data={"predicted_percent": "35"})
    close(engine)

    page = board.get(address).text

    assert "Too few board members guessed to compare" in page
    assert "Residents" in page
    assert "Really: " in page


def test_the_theme_stands_in_its_band_and_says_whether_it_is_carried(
    board, engine, address
) -> None:
    close(engine)

    page = board.get(address).text

    assert "somewhere from place 1 to place 2" in page
    assert "Every group that is large enough certainly supports this theme." in page


def test_a_facilitator_has_no_guess(web, engine, clock, address) -> None:
    with transaction(engine) as session:
        log_in_as(web, session, Role.FACILITATOR, clock())

    sent = web.post(f"{address}/prediction", data={"predicted_percent": "35"})

    assert sent.status_code == 404
    assert guesses(engine) == []
