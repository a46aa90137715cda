"""Sheets of paper are printed with cards that were dealt, and typed in once each."""

from uuid import UUID

import pytest
from sqlmodel import Session, col, func, select

from app.queries import parts
from app.queries.exposure import exposure
from app.queries.sheets import sheets_of
from app.usecases import participants
from app.usecases.deck_audit import audit_decks
from dialogue.errors import CodeUsed, RatingOutOfScale, RoundClosed, RoundNotOpen
from dialogue.errors.paper import SheetNotAgreed, SheetUnknown, SheetUsedByPhone, SheetWithoutCards
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Event,
    Exposure,
    Hand,
    Invitation,
    Participant,
    Rating,
    Round,
    RoundKind,
    new_id,
)
from dialogue.sheets import sheet_label
from tests.cast import KEY, arrive, go_on_to, make_asking, say
from tests.paper_cast import asking_round, entering, printing

FIRST = UUID(int=1)


def weighing_round(session: Session, now, *, others: int = 30) -> tuple[Dialogue, Round]:
    running = make_asking(session, now)
    for number in range(others):
        say(session, running, arrive(session, running, now), f"Idee {number} voor zorg", now)
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = 5
    session.flush()
    return running, weighing


def rated_by(session: Session, person: Participant) -> list[tuple[int, int | None]]:
    query = select(Rating.revision, Rating.value).where(Rating.participant_id == person.id)
    return sorted(session.exec(query).all(), key=str)


def words_of(session: Session, person: Participant) -> list[tuple[str, str]]:
    query = (
        select(ContributionVersion.text, Contribution.state)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(Contribution.participant_id == person.id)
    )
    return sorted((text, str(state)) for text, state in session.exec(query).all())


# ---- printing ----


def test_a_sheet_has_a_number_a_letter_and_codes_of_its_own(session: Session, clock) -> None:
    running = make_asking(session, clock())

    sheets = printing(session, running, asking_round(session, running), clock(), count=3)

    assert [each.number for each in sheets] == [1, 2, 3]
    assert all(each.label == sheet_label(running.id, each.number) for each in sheets)
    assert len({each.code for each in sheets} | {each.receipt_code for each in sheets}) == 6
    assert {each.participant.channel for each in sheets} == {"paper"}
    assert {each.participant.consented_at for each in sheets} == {None}


def test_the_same_request_prints_the_same_sheets(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())

    once = printing(session, running, weighing, clock(), count=2, print_id=FIRST)
    twice = printing(session, running, weighing, clock(), count=2, print_id=FIRST)
    other = printing(session, running, weighing, clock(), count=1)

    assert [each.hand.id for each in once] == [each.hand.id for each in twice]
    assert [each.label for each in once] == [each.label for each in twice]
    assert other[0].number == 3


def test_who_answered_on_paper_is_not_dealt_their_own_answer(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=4)
    people = [
        entering(session, running, asking, n, clock(), answers={1: f"Mijn eigen idee {n}"})
        for n in range(1, 5)
    ]
    weighing = go_on_to(session, running, RoundKind.WEIGH, clock())

    sheets = printing(session, running, weighing, clock(), count=0, again=[1, 2, 3, 4])

    own = {each.participant_id: str(each.id) for each in session.exec(select(Contribution)).all()}
    assert [each.participant.id for each in sheets] == [each.id for each in people]
    for sheet in sheets:
        assert len(sheet.hand.cards) == 3
        assert own[sheet.participant.id] not in sheet.hand.cards
    assert not audit_decks(session, running).differ


def test_cards_are_printed_only_while_they_are_weighed(session: Session, clock) -> None:
    running = make_asking(session, clock())
    weighing = parts.round_of_kind(session, running, RoundKind.WEIGH)

    with pytest.raises(RoundNotOpen):
        printing(session, running, weighing, clock())


def test_sheets_that_stay_unused_raise_no_alarm(session: Session, clock) -> None:
    """Half of forty sheets come back: like people who stopped before their first card."""
    running, weighing = weighing_round(session, clock(), others=60)
    sheets = printing(session, running, weighing, clock(), count=40)
    for sheet in sheets[::2]:
        entering(session, running, weighing, sheet.number, clock(), marks={1: 2})

    realised = exposure(session, running, weighing)

    assert realised is not None
    assert not realised.alarm
    assert not audit_decks(session, running).differ
    assert session.exec(select(func.count()).select_from(Exposure)).one() == 20 * 5


def test_a_chamber_that_only_got_sheets_is_not_counted_as_viewers(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock(), others=60)
    sheets = printing(session, running, weighing, clock(), count=15)
    for sheet in sheets[:4]:
        entering(session, running, weighing, sheet.number, clock(), marks={1: 2})

    spread = exposure(session, running, weighing).chambers[0]

    assert spread.share_seen is None  # four people saw cards, not fifteen


# ---- typing in ----


def test_typing_in_uses_the_code_once_and_says_that_they_take_part(session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=2)
    clock.pass_by(days=2)

    person = entering(
        session, running, asking, 2, clock(), answers={1: "Meer bankjes"}, may_be_quoted=True
    )

    used = session.exec(select(Invitation).where(col(Invitation.redeemed_on).is_not(None))).all()
    assert [each.channel for each in used] == ["paper"]
    assert (person.consented_at, person.may_be_quoted) == (clock(), True)
    assert person.joined_on == clock().date()
    assert words_of(session, person) == [("Meer bankjes", "visible")]
    listed = [(each.number, each.entered) for each in sheets_of(session, running, asking)]
    assert listed == [(1, False), (2, True)]
    log = session.exec(select(Event).where(Event.kind == "paper.entered")).one()
    assert (log.actor_role, log.account_id) == ("facilitator", None)


def test_nothing_is_kept_of_a_sheet_without_a_tick(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)

    with pytest.raises(SheetNotAgreed):
        entering(session, running, asking, 1, clock(), agrees=False, answers={1: "Iets"})

    assert session.exec(select(Contribution)).all() == []


def test_the_same_entry_sent_twice_is_stored_once(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)
    sent = {"entry_id": FIRST, "marks": {1: 3, 2: None}, "additions": {1: "En een lift"}}

    person = entering(session, running, weighing, 1, clock(), **sent)
    entering(session, running, weighing, 1, clock(), **sent)

    assert rated_by(session, person) == [(1, 3), (1, None)]
    assert words_of(session, person) == [("En een lift", "visible")]
    assert session.exec(select(func.count()).select_from(Exposure)).one() == 5


def test_typing_in_again_replaces(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)
    person = entering(session, running, asking, 1, clock(), answers={1: "Meer bankjs"})
    clock.pass_by(minutes=1)

    entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})
    entering(session, running, asking, 1, clock(), answers={})

    assert words_of(session, person) == [("Meer bankjes", "visible"), ("Meer bankjs", "withdrawn")]


def test_a_corrected_mark_is_a_next_revision(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)
    person = entering(session, running, weighing, 1, clock(), marks={1: 3})

    entering(session, running, weighing, 1, clock(), marks={1: -3})

    assert rated_by(session, person) == [(1, 3), (2, -3)]


def test_a_typed_answer_with_a_phone_number_is_held(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)

    entering(session, running, asking, 1, clock(), answers={1: "Bel mij op 06-12345678"})

    assert session.exec(select(Contribution.state)).one() is ContributionState.HELD


def test_a_code_that_was_used_on_a_phone_counts_there_only(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    one, two = printing(session, running, asking, clock(), count=2)
    came = {"language": "nl", "key": KEY, "now": clock()}
    participants.redeem_code(session, running, code=one.code, request_id=new_id(), **came)
    entering(session, running, asking, 2, clock(), answers={1: "Meer bankjes"})

    with pytest.raises(SheetUsedByPhone):
        entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})
    with pytest.raises(CodeUsed):
        participants.redeem_code(session, running, code=two.code, request_id=new_id(), **came)


def test_the_receipt_on_the_sheet_opens_what_was_typed_in(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    [sheet] = printing(session, running, asking, clock(), count=1)
    person = entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})

    back = participants.return_with_receipt(
        session, running, receipt_code=sheet.receipt_code, key=KEY, now=clock()
    )

    assert back.participant.id == person.id


def test_what_is_not_on_the_sheet_is_refused(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)

    for more, refusal in (
        ({"number": 2}, SheetUnknown),
        ({"marks": {6: 1}}, SheetWithoutCards),
        ({"marks": {1: 4}}, RatingOutOfScale),
    ):
        number = more.pop("number", 1)
        with pytest.raises(refusal), session.begin_nested():
            entering(session, running, weighing, number, clock(), **more)


def test_nothing_is_typed_in_after_the_round(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)
    go_on_to(session, running, RoundKind.WEIGH, clock())

    with pytest.raises(RoundClosed):
        entering(session, running, asking, 1, clock(), answers={1: "Te laat"})


def test_a_hand_on_paper_is_one_that_was_dealt(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())

    sheets = printing(session, running, weighing, clock(), count=3)

    dealt = session.exec(select(Hand).order_by(col(Hand.turn))).all()
    assert [each.hand.id for each in sheets] == [each.id for each in dealt]
    assert [each.turn for each in dealt] == [0, 1, 2]
