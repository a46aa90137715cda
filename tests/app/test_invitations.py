"""Codes are made once, stored only as hashes, and claimed by one request."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.usecases import invitations
from dialogue.codes import normalise_code
from dialogue.errors import CodeExpired, CodeMistyped, CodeUnknown, CodeUsed, NotFound
from dialogue.models import Dialogue, Invitation, new_id
from tests.cast import KEY, make_asking

TODAY = date(2026, 11, 20)


@pytest.fixture
def running(session: Session, clock) -> Dialogue:
    return make_asking(session, clock())


@pytest.fixture
def invite(session: Session, running: Dialogue) -> Callable[..., str]:
    chamber = parts.chambers_of(session, running)[0]

    def one_code(**options) -> str:
        return invitations.create_invitations(
            session, running, chamber, count=1, key=KEY, **options
        )[0]

    return one_code


def claim(session: Session, running: Dialogue, code: str, request_id=None) -> Invitation:
    return invitations.claim_invitation(
        session, running, code=code, request_id=request_id or new_id(), key=KEY, today=TODAY
    )


def test_codes_differ_and_are_stored_only_as_hashes(session: Session, running: Dialogue) -> None:
    chamber = parts.chambers_of(session, running)[0]

    codes = invitations.create_invitations(session, running, chamber, count=50, key=KEY)

    stored = [row.model_dump_json() for row in session.exec(select(Invitation)).all()]
    assert len(set(codes)) == len(stored) == 50
    assert not any(code in row or normalise_code(code) in row for code in codes for row in stored)


def test_a_chamber_of_another_dialogue_gets_no_codes(
    session: Session, running: Dialogue, clock
) -> None:
    other = make_asking(session, clock(), slug="geboortezorg")

    with pytest.raises(NotFound):
        invitations.create_invitations(
            session, other, parts.chambers_of(session, running)[0], count=1, key=KEY
        )


def test_a_code_is_read_in_lower_case_with_spaces(session: Session, running, invite) -> None:
    code = invite()

    claimed = claim(session, running, f"  {code.lower().replace('-', ' ')} ")

    assert claimed.redeemed_on == TODAY


def test_a_second_request_finds_the_code_used(session: Session, running, invite) -> None:
    code = invite()
    claim(session, running, code)

    with pytest.raises(CodeUsed):
        claim(session, running, code)


def test_the_same_request_may_claim_again(session: Session, running, invite) -> None:
    code, request_id = invite(), new_id()

    first = claim(session, running, code, request_id)

    assert claim(session, running, code, request_id) is first


def test_a_wrong_letter_is_found_before_the_database_is_asked(
    session: Session, running, invite
) -> None:
    code = invite()
    other = "7" if code[0] != "7" else "8"

    with pytest.raises(CodeMistyped):
        claim(session, running, other + code[1:])


def test_a_code_of_another_dialogue_is_unknown_here(session: Session, invite, clock) -> None:
    other = make_asking(session, clock(), slug="geboortezorg")

    with pytest.raises(CodeUnknown):
        claim(session, other, invite())


def test_a_code_counts_up_to_and_including_its_last_day(session: Session, running, invite) -> None:
    claim(session, running, invite(expires_on=TODAY))

    with pytest.raises(CodeExpired):
        claim(session, running, invite(expires_on=TODAY - timedelta(days=1)))


def test_an_expired_code_that_was_used_says_that_it_was_used(
    session: Session, running, invite
) -> None:
    code = invite(expires_on=TODAY)
    claim(session, running, code)

    with pytest.raises(CodeUsed):
        invitations.claim_invitation(
            session, running, code=code, request_id=new_id(), key=KEY,
            today=TODAY + timedelta(days=5),
        )  # fmt: skip


def test_the_admission_store_holds_no_column_that_points_at_a_participant() -> None:
    columns = Invitation.__table__.columns

    assert not [c.name for c in columns if "participant" in c.name]
    assert {key.column.table.name for c in columns for key in c.foreign_keys} == {
        "dialogue", "chamber",
    }  # fmt: skip
