"""The board reads what residents propose, and answers in the open."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import accounts, dialogues
from dialogue.models import (
    ContributionState,
    Decision,
    Dialogue,
    DialogueState,
    Participant,
    ProposalState,
    Role,
    RoundKind,
    RoundState,
)
from tests.board_cast import Played, log_in_as, play
from tests.cast import KEY, PASSWORD, make_proposal

ANSWER = {
    "outcome": "adopt",
    "reason": "Veel mensen vragen erom.",
    "owner": "De wethouder zorg",
    "due_on": "2027-06-01",
    "seen_revision": "0",
}


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


def address(played: Played, step: str = "") -> str:
    return f"/board/proposals/{played.proposal.id}{step}"


def decisions_in(engine: Engine) -> list[Decision]:
    with transaction(engine) as session:
        return list(session.exec(select(Decision).order_by("revision")).all())


def state_of(engine: Engine, dialogue_id: UUID) -> DialogueState:
    with transaction(engine) as session:
        return session.get_one(Dialogue, dialogue_id).state


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
    assert page.count("Support: +") >= 2
    assert "(between +" in page


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


# --- the answer ------------------------------------------------------------------------------


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
