"""People are let in once, can come back, and consent; on both databases, also fifty at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.queries import parts
from app.security import keyed_hash
from app.usecases import background, dialogues, invitations, participants
from dialogue.errors import (
    CodeMistyped,
    CodeUnknown,
    CodeUsed,
    ConsentMissing,
    NotFound,
    OpenLinkClosed,
    RoundNotOpen,
)
from dialogue.models import (
    Background,
    BackgroundLink,
    Dialogue,
    Invitation,
    Participant,
    TrustLevel,
    Visit,
    new_id,
)
from tests.cast import FACILITATOR, KEY, arrive, make_asking

AT_ONCE = 50


def one_code(session: Session, dialogue: Dialogue, chamber: int = 0) -> str:
    chambers = parts.chambers_of(session, dialogue)
    return invitations.create_invitations(session, dialogue, chambers[chamber], count=1, key=KEY)[0]


def redeem(session: Session, dialogue: Dialogue, code: str, now, request_id: UUID | None = None):
    return participants.redeem_code(
        session, dialogue, code=code, request_id=request_id or new_id(), language="nl", key=KEY,
        now=now,
    )  # fmt: skip


def redeem_at_once(engine: Engine, slug: str, code: str, request_ids: list[UUID], now) -> list:
    """Redeem in threads that all start at the same moment; gives arrivals and refusals."""
    together = Barrier(len(request_ids))

    def attempt(request_id: UUID):
        together.wait()
        try:
            with transaction(engine) as session:
                dialogue = session.exec(select(Dialogue).where(Dialogue.slug == slug)).one()
                return redeem(session, dialogue, code, now, request_id)
        except CodeUsed as refusal:
            return refusal

    with ThreadPoolExecutor(len(request_ids)) as threads:
        return list(threads.map(attempt, request_ids))


@pytest.fixture
def code(engine: Engine, clock) -> str:
    with transaction(engine) as session:
        return one_code(session, make_asking(session, clock()))


def test_a_code_lets_one_participant_into_its_chamber(session: Session, clock) -> None:
    running = make_asking(session, clock())
    director = parts.chambers_of(session, running)[3]

    arrival = redeem(session, running, one_code(session, running, chamber=3), clock())

    assert arrival.participant.chamber_id == director.id
    assert arrival.participant.trust is TrustLevel.CODE


def test_a_repeated_request_gives_the_same_participant_token_and_receipt(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    code, request_id = one_code(session, running), new_id()

    first = redeem(session, running, code, clock(), request_id)
    again = redeem(session, running, code, clock.pass_by(minutes=1), request_id)

    assert again == first
    assert len(session.exec(select(Participant)).all()) == 1


def test_neither_the_token_nor_the_receipt_code_is_stored(session: Session, clock) -> None:
    running = make_asking(session, clock())

    arrival = redeem(session, running, one_code(session, running), clock())

    rows = [*session.exec(select(Participant)).all(), *session.exec(select(Visit)).all()]
    stored = " ".join(row.model_dump_json() for row in rows)
    assert arrival.visit_token not in stored
    assert arrival.receipt_code not in stored


def test_nothing_in_the_admission_store_follows_from_the_participant(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())

    arrival = redeem(session, running, one_code(session, running), clock())

    invitation = session.exec(select(Invitation)).one()
    kept = {str(value) for value in invitation.model_dump().values()}
    who = arrival.participant
    assert not kept & {str(who.id), who.receipt_hash, arrival.visit_token, arrival.receipt_code}
    assert keyed_hash(str(who.id), key=KEY, purpose="redemption") not in kept


def test_fifty_phones_with_one_code_let_in_one_participant(
    engine: Engine, code: str, clock
) -> None:
    results = redeem_at_once(engine, "spoedzorg", code, [new_id() for _ in range(AT_ONCE)], clock())

    refused = [each for each in results if isinstance(each, CodeUsed)]
    with transaction(engine) as session:
        assert len(session.exec(select(Participant)).all()) == 1
    assert len(refused) == AT_ONCE - 1


def test_one_request_sent_twenty_times_at_once_gets_twenty_equal_answers(
    engine: Engine, code: str, clock
) -> None:
    results = redeem_at_once(engine, "spoedzorg", code, [new_id()] * 20, clock())

    assert {each.receipt_code for each in results} == {results[0].receipt_code}
    with transaction(engine) as session:
        assert len(session.exec(select(Participant)).all()) == 1


def test_the_open_link_lets_in_once_per_request(session: Session, clock) -> None:
    running = make_asking(session, clock())
    chamber, request_id = parts.chambers_of(session, running)[0], new_id()

    arrivals = [
        participants.enter_openly(
            session, running, chamber, request_id=request_id, language="nl", key=KEY, now=clock()
        )
        for _ in range(2)
    ]

    assert arrivals[0] == arrivals[1]
    assert arrivals[0].participant.trust is TrustLevel.OPEN_LINK


def test_without_an_open_link_a_code_is_needed(session: Session, clock) -> None:
    running = make_asking(session, clock())
    running.open_link = False

    with pytest.raises(OpenLinkClosed):
        arrive(session, running, clock())


def test_nobody_enters_the_chamber_of_another_dialogue(session: Session, clock) -> None:
    running = make_asking(session, clock())
    other = make_asking(session, clock(), slug="geboortezorg")

    with pytest.raises(NotFound):
        participants.enter_openly(
            session, running, parts.chambers_of(session, other)[0], request_id=new_id(),
            language="nl", key=KEY, now=clock(),
        )  # fmt: skip


def test_after_the_closing_a_code_stays_unused(session: Session, clock) -> None:
    running = make_asking(session, clock(), template="pulse")
    code = one_code(session, running)
    for each in parts.rounds_of(session, running):
        dialogues.close_round(session, running, each, now=clock(), actor=FACILITATOR)
    dialogues.close_dialogue(session, running, now=clock(), actor=FACILITATOR)

    with pytest.raises(RoundNotOpen):
        redeem(session, running, code, clock())

    assert session.exec(select(Invitation)).one().redeemed_by is None


def test_a_receipt_code_brings_somebody_back_on_another_device(session: Session, clock) -> None:
    running = make_asking(session, clock())
    first = redeem(session, running, one_code(session, running), clock())

    back = participants.return_with_receipt(
        session, running, receipt_code=first.receipt_code.lower(), key=KEY, now=clock()
    )

    assert back.participant == first.participant
    assert back.visit_token != first.visit_token
    found = participants.dialogue_of_receipt(session, receipt_code=first.receipt_code, key=KEY)
    assert found == running


def test_an_unknown_and_a_mistyped_receipt_code_get_their_own_refusal(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    unknown = participants.receipt_of("a token that nobody has", key=KEY)

    with pytest.raises(CodeUnknown):
        participants.return_with_receipt(
            session, running, receipt_code=unknown, key=KEY, now=clock()
        )
    with pytest.raises(CodeMistyped):
        participants.return_with_receipt(
            session, running, receipt_code="WRONG", key=KEY, now=clock()
        )


def test_who_leaves_is_a_stranger_at_this_device(session: Session, clock) -> None:
    running = make_asking(session, clock())
    arrival = redeem(session, running, one_code(session, running), clock())

    participants.leave(session, arrival.visit_token, key=KEY)
    session.flush()

    assert session.exec(select(Visit)).all() == []


def test_the_moment_of_consent_stays_and_quoting_may_change(session: Session, clock) -> None:
    somebody = arrive(session, make_asking(session, clock()), clock())
    consented = somebody.consented_at

    participants.give_consent(session, somebody, may_be_quoted=False, now=clock.pass_by(days=1))

    assert (somebody.consented_at, somebody.may_be_quoted) == (consented, False)


QUESTIONS = [{"key": "age", "text_nl": "Leeftijd?", "options": [{"key": "young", "nl": "Jong"}]}]


def test_background_keeps_only_offered_answers_apart_from_the_participant(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    running.background_questions = QUESTIONS
    somebody = arrive(session, running, clock())

    background.save_background(session, somebody, {"age": "young", "income": "high", "gender": "x"})

    kept = session.exec(select(Background)).one()
    assert kept.answers == {"age": "young"}
    assert kept.id != somebody.id
    assert session.exec(select(BackgroundLink)).one().participant_id == somebody.id


def test_who_rather_says_nothing_leaves_no_background(session: Session, clock) -> None:
    running = make_asking(session, clock())
    running.background_questions = QUESTIONS

    background.save_background(session, arrive(session, running, clock()), {"age": ""})

    assert session.exec(select(Background)).all() == []


def test_a_second_answer_about_oneself_replaces_the_first(session: Session, clock) -> None:
    running = make_asking(session, clock())
    running.background_questions = QUESTIONS
    somebody = arrive(session, running, clock())
    background.save_background(session, somebody, {"age": "young"})

    background.save_background(session, somebody, {})

    assert session.exec(select(Background)).one().answers == {}


def test_background_waits_for_consent(session: Session, clock) -> None:
    somebody = arrive(session, make_asking(session, clock()), clock())
    somebody.consented_at = None

    with pytest.raises(ConsentMissing):
        background.save_background(session, somebody, {})
