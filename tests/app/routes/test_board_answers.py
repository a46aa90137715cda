"""The board answers a proposal in the open: first a summary, then for good."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import Decision, Dialogue, DialogueState, Role
from tests.board_cast import ANSWER, Played, address, log_in_as, play


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


def decisions_in(engine: Engine) -> list[Decision]:
    with transaction(engine) as session:
        return list(session.exec(select(Decision).order_by("revision")).all())


def state_of(engine: Engine, dialogue_id: UUID) -> DialogueState:
    with transaction(engine) as session:
        return session.get_one(Dialogue, dialogue_id).state


def test_before_it_is_final_the_answer_is_shown_as_residents_will_read_it(
    board, played, engine
) -> None:
    page = board.post(address(played, "/summary"), data=ANSWER)

    assert page.status_code == 200
    assert "Is this your answer?" in page.text
    assert "The board adopts this proposal." in page.text
    assert "Veel mensen vragen erom." in page.text
    assert decisions_in(engine) == []


def test_from_the_summary_one_goes_back_with_every_word(board, played) -> None:
    page = board.post(address(played, "/edit"), data=ANSWER)

    assert page.status_code == 200
    assert "Veel mensen vragen erom.</textarea>" in page.text
    assert 'value="De wethouder zorg"' in page.text
    assert 'value="2027-06-01"' in page.text


def test_a_final_answer_is_stored_and_shown(board, played, engine) -> None:
    done = board.post(address(played, "/decision"), data=ANSWER)

    assert (done.status_code, done.headers["location"]) == (303, address(played))
    page = board.get(address(played)).text
    assert "The board adopts this proposal." in page
    assert "Change the answer" in page
    assert state_of(engine, played.dialogue.id) is DialogueState.ANSWERED


@pytest.mark.parametrize("step", ["/summary", "/decision"])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reason": "  "}, "Write why the board answers this way."),
        ({"owner": ""}, "Write who makes sure that this happens."),
        ({"due_on": ""}, "Choose the day on which residents can see a result."),
        ({"due_on": "31-02-2027"}, "Choose the day on which residents can see a result."),
        ({"due_on": "2020-01-01"}, "This day is over."),
        ({"outcome": "maybe"}, "Choose what the board does with this proposal."),
        ({"reason": "a" * 2001}, "Your text has 2001 characters."),
    ],
)
def test_an_incomplete_answer_comes_back_with_its_words_and_what_is_missing(
    board, played, engine, step: str, wrong: dict[str, str], message: str
) -> None:
    page = board.post(address(played, step), data=ANSWER | wrong)

    assert page.status_code == 422
    assert message in page.text
    for field, words in (ANSWER | wrong).items():
        if field in ("reason", "owner"):
            assert words in page.text
    assert decisions_in(engine) == []


def test_everything_that_is_missing_is_said_at_once(board, played) -> None:
    page = board.post(address(played, "/summary"), data={"seen_revision": "0"})

    assert page.text.count("utrecht-form-field-error-message") == 4
    assert 'href="#field-due_on"' in page.text


def test_markup_in_an_answer_is_shown_as_text(board, played) -> None:
    nasty = ANSWER | {"reason": "<script>alert(1)</script> omdat", "owner": '"><img src=x>'}
    summary = board.post(address(played, "/summary"), data=nasty).text
    board.post(address(played, "/decision"), data=nasty)

    for page in (summary, board.get(address(played)).text):
        assert "<script>alert" not in page
        assert "<img" not in page


def test_sending_the_final_answer_twice_stores_it_once(board, played, engine) -> None:
    sent = ANSWER | {"decision_id": str(uuid4())}

    first = board.post(address(played, "/decision"), data=sent)
    again = board.post(address(played, "/decision"), data=sent)

    assert (first.status_code, again.status_code) == (303, 303)
    assert len(decisions_in(engine)) == 1


def test_a_changed_answer_shows_the_earlier_one_with_its_own_reason(board, played) -> None:
    board.post(address(played, "/decision"), data=ANSWER)
    changed = {"outcome": "decline", "reason": "Het geld is er niet.", "seen_revision": "1"}

    board.post(address(played, "/decision"), data=ANSWER | changed)

    page = board.get(address(played)).text
    assert "The board does not adopt this proposal." in page
    assert "The answer was changed. Read the earlier answer" in page
    assert "Veel mensen vragen erom." in page


def test_a_change_starts_without_a_reason_so_that_it_gets_one_of_its_own(board, played) -> None:
    board.post(address(played, "/decision"), data=ANSWER)

    form = board.get(address(played)).text.split("<form class")[1]

    assert "Why is the answer changed?" in form
    assert "Veel mensen vragen erom." not in form


def test_who_looked_at_an_older_answer_is_told_that_it_changed(board, played, engine) -> None:
    board.post(address(played, "/decision"), data=ANSWER)
    late = board.post(
        address(played, "/decision"), data=ANSWER | {"reason": "Mijn eigen antwoord."}
    )

    assert late.status_code == 409
    assert "Mijn eigen antwoord." in late.text
    assert len(decisions_in(engine)) == 1


def test_before_the_dialogue_is_closed_there_is_no_form_and_no_answer(web, engine, clock) -> None:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        played = play(session, clock(), people={}, close=False)
        log_in_as(web, session, Role.BOARD, clock())

    assert "<textarea" not in web.get(address(played)).text
    refused = web.post(address(played, "/decision"), data=ANSWER)
    assert refused.status_code == 409
    assert "Veel mensen vragen erom." in refused.text
    assert decisions_in(engine) == []


@pytest.mark.parametrize("broken", [{"decision_id": "x"}, {"seen_revision": "een"}])
def test_a_form_that_was_tampered_with_is_refused_in_our_words(board, played, broken) -> None:
    refused = board.post(address(played, "/decision"), data=ANSWER | broken)

    assert refused.status_code == 422
    assert "We could not read what was sent." in refused.text
    assert "Veel mensen vragen erom." in refused.text
