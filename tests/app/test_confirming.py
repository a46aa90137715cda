"""The confirm round: the rule that picks, guesses beside what came, bands of proposals."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.queries.confirming import RULE, Guessed, confirmed, finalists
from app.queries.round_stability import compare_rounds
from app.queries.weighing import Weighing, weigh
from app.usecases.predictions import predict
from dialogue.confirmation import Quadrant
from dialogue.errors import (
    ProposalNotPublished,
    RatingOutOfScale,
    RoundClosed,
    RoundNotOpen,
)
from dialogue.models import (
    Account,
    BoardPrediction,
    Confirmation,
    Proposal,
    ProposalState,
    Role,
    RoundKind,
    RoundState,
)
from dialogue.not_enough import NotEnoughData
from dialogue.stability import RoundStability
from tests.cast import make_account, make_over, make_proposal, make_region
from tests.weighing_cast import Room, confirm_all, make_room, weigh_again

ROOT = Path(__file__).parents[2]


@pytest.fixture
def room(session: Session, clock) -> Room:
    return make_room(session, clock())


def proposal(session: Session, room: Room, now, *, theme: int, liked: float, guess: int, at: int):
    made = make_proposal(session, room.dialogue, now, position=at, theme=room.themes[theme])
    confirm_all(session, room, made, now, liked=liked, guess=guess)
    return made


def board_members(session: Session, made: Proposal, now, *percents: int) -> None:
    for number, percent in enumerate(percents):
        account = Account(
            email=f"board{number}@example.nl", name="Bestuurslid", password_hash="-",
            created_at=now,
        )  # fmt: skip
        session.add(account)
        session.flush()
        session.add(
            BoardPrediction(
                proposal_id=made.id, account_id=account.id, predicted_percent=percent, made_at=now
            )
        )
    session.flush()


def open_again(session: Session, room: Room, state: RoundState) -> None:
    parts.round_of_kind(session, room.dialogue, RoundKind.CONFIRM).state = state
    session.flush()


# --- the rule ----------------------------------------------------------------------------------


def test_the_rule_picks_by_the_most_reluctant_chamber_and_keeps_places_for_minorities(
    session, room
) -> None:
    weighing = weigh(session, room.dialogue)
    assert isinstance(weighing, Weighing)

    picked = finalists(weighing)

    assert {each.theme for each in picked[:2]} == {0, 1}
    assert [each.theme for each in picked if each.from_minority] == [2]
    assert [each.place for each in picked] == list(range(1, len(picked) + 1))


def test_what_no_chamber_is_certainly_for_is_no_finalist_though_places_stay_empty(
    session, room
) -> None:
    weighing = weigh(session, room.dialogue)
    assert isinstance(weighing, Weighing)

    picked = {each.theme for each in finalists(weighing)}

    assert len(picked) < RULE.count
    assert not picked & {3, 4}  # everybody is against the one, nobody certainly for the other


def test_the_rule_that_residents_read_is_the_rule_that_picks() -> None:
    page = (ROOT / "templates" / "dialogue" / "_parts.html").read_text()

    assert re.search(rf"At most {RULE.count} themes go on", page)
    assert RULE.from_minority == 2
    assert "Two places are kept" in page
    assert "certainly for" in page


# --- what came of it ---------------------------------------------------------------------------


def test_before_the_round_is_over_nothing_is_told(session, room, clock) -> None:
    proposal(session, room, clock(), theme=0, liked=1.5, guess=60, at=1)
    open_again(session, room, RoundState.OPEN)

    assert confirmed(session, room.dialogue) == {}


def test_residents_who_underrate_each_other_are_told_so(session, room, clock) -> None:
    low = proposal(session, room, clock(), theme=0, liked=1.8, guess=40, at=1)
    fair = proposal(session, room, clock(), theme=1, liked=1.8, guess=92, at=2)
    high = proposal(session, room, clock(), theme=3, liked=-1.5, guess=60, at=3)

    found = confirmed(session, room.dialogue)

    outcomes = [found[each.id].by_residents.outcome for each in (low, fair, high)]
    assert outcomes == [Guessed.TOO_LOW, Guessed.FITTING, Guessed.TOO_HIGH]
    guess = found[low.id].by_residents
    assert guess.predicted == pytest.approx(0.4, abs=0.05)
    assert guess.actual is not None
    assert guess.actual > 0.8


def test_the_board_is_compared_from_three_members(session, room, clock) -> None:
    few = proposal(session, room, clock(), theme=0, liked=1.8, guess=80, at=1)
    enough = proposal(session, room, clock(), theme=1, liked=1.8, guess=80, at=2)
    account = make_account(session, make_region(session), Role.BOARD, clock())
    session.add(
        BoardPrediction(
            proposal_id=few.id, account_id=account.id, predicted_percent=10, made_at=clock()
        )
    )
    board_members(session, enough, clock(), 30, 35, 40)

    found = confirmed(session, room.dialogue)

    assert found[few.id].by_board.outcome is Guessed.FEW
    assert found[enough.id].by_board.outcome is Guessed.TOO_LOW
    assert found[enough.id].by_board.predicted == pytest.approx(0.35)


def test_of_fewer_than_fifty_residents_no_share_is_given(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 30})
    made = proposal(session, room, clock(), theme=0, liked=2.0, guess=30, at=1)

    guess = confirmed(session, room.dialogue)[made.id].by_residents

    assert guess.outcome is Guessed.TOO_LOW
    assert (guess.predicted, guess.actual) == (None, None)


def test_of_nine_residents_nothing_is_said(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 9, "professional": 40})
    made = proposal(session, room, clock(), theme=0, liked=2.0, guess=30, at=1)

    found = confirmed(session, room.dialogue)[made.id]

    assert found.by_residents.outcome is Guessed.FEW
    assert found.quadrant is None


def test_proposals_stand_in_bands(session, room, clock) -> None:
    liked = proposal(session, room, clock(), theme=0, liked=1.5, guess=50, at=1)
    alike = proposal(session, room, clock(), theme=1, liked=1.5, guess=50, at=2)
    rejected = proposal(session, room, clock(), theme=3, liked=-1.0, guess=50, at=3)

    found = confirmed(session, room.dialogue)

    bands = [found[each.id].rank.band for each in (liked, alike, rejected)]
    assert bands == [1, 1, 2]
    assert (found[liked.id].rank.best, found[liked.id].rank.worst) == (1, 2)


def test_residents_and_directors_are_put_side_by_side(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 60, "director": 20})
    made = proposal(session, room, clock(), theme=0, liked=1.5, guess=50, at=1)
    directors = {each.id for each in room.people[60:]}
    for said in session.exec(select(Confirmation).where(Confirmation.proposal_id == made.id)):
        said.value = -2 if said.participant_id in directors else said.value
    session.flush()

    assert confirmed(session, room.dialogue)[made.id].quadrant is Quadrant.RESIDENTS_ONLY


# --- the guess of a board member ------------------------------------------------------------------


def guess_as(session: Session, made: Proposal, room: Room, account: Account, percent, now):
    return predict(
        session, room.dialogue, made, account_id=account.id, predicted_percent=percent, now=now
    )


def test_a_guess_is_given_once(session, room, clock) -> None:
    made = make_proposal(session, room.dialogue, clock(), theme=room.themes[0])
    account = make_account(session, make_region(session), Role.BOARD, clock())
    open_again(session, room, RoundState.PLANNED)

    first = guess_as(session, made, room, account, 30, clock())
    again = guess_as(session, made, room, account, 70, clock())

    assert again is first
    assert [each.predicted_percent for each in session.exec(select(BoardPrediction))] == [30]


@pytest.mark.parametrize("percent", [None, -1, 101])
def test_a_guess_is_a_percentage(session, room, clock, percent) -> None:
    made = make_proposal(session, room.dialogue, clock(), theme=room.themes[0])
    account = make_account(session, make_region(session), Role.BOARD, clock())
    open_again(session, room, RoundState.OPEN)

    with pytest.raises(RatingOutOfScale):
        guess_as(session, made, room, account, percent, clock())


def test_after_the_round_nobody_guesses(session, room, clock) -> None:
    made = make_proposal(session, room.dialogue, clock(), theme=room.themes[0])
    account = make_account(session, make_region(session), Role.BOARD, clock())

    with pytest.raises(RoundClosed):
        guess_as(session, made, room, account, 30, clock())


def test_a_draft_or_a_dialogue_without_a_confirm_round_has_nothing_to_guess(session, clock) -> None:
    account = make_account(session, make_region(session), Role.BOARD, clock())
    dialogue = make_over(session, clock(), template="delphi")
    room = Room(dialogue, [], [], [])
    draft = make_proposal(session, dialogue, clock(), state=ProposalState.DRAFT)
    published = make_proposal(session, dialogue, clock(), position=2)

    with pytest.raises(ProposalNotPublished):
        guess_as(session, draft, room, account, 30, clock())
    with pytest.raises(RoundNotOpen):
        guess_as(session, published, room, account, 30, clock())


# --- Delphi: when to stop ----------------------------------------------------------------------


@pytest.mark.parametrize(("moved", "stop"), [(0, True), (2, False)])
def test_weighing_stops_when_another_round_says_the_same(session, clock, moved, stop) -> None:
    room = make_room(session, clock(), template="delphi")
    weigh_again(session, room, clock(), moved=moved)

    [found] = compare_rounds(session, room.dialogue)

    assert isinstance(found.found, RoundStability)
    assert found.found.stop is stop
    assert (found.earlier, found.later) == (2, 3)
    assert found.compared == len(room.contributions)


def test_a_second_round_that_nobody_weighed_can_not_be_compared(session, clock) -> None:
    room = make_room(session, clock(), template="delphi")

    [found] = compare_rounds(session, room.dialogue)

    assert isinstance(found.found, NotEnoughData)
    assert compare_rounds(session, make_room(session, clock(), seed=6, slug="een").dialogue) == []
