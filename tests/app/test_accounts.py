"""Staff come in with a password, stay for a working day, and go out for good."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.usecases import accounts
from dialogue.errors import WrongLogin
from dialogue.models import Membership, Role, StaffSession
from tests.cast import PASSWORD, make_account, make_region

KEY = b"a key for the tests only"


@pytest.fixture
def boss(session: Session, clock):
    return make_account(session, make_region(session), Role.BOARD, clock())


def test_the_password_is_stored_as_an_argon2_hash(boss) -> None:
    assert boss.password_hash.startswith("$argon2id$")
    assert PASSWORD not in boss.password_hash


def test_a_login_gives_a_token_of_which_only_a_hash_is_stored(
    session: Session, clock, boss
) -> None:
    token = accounts.log_in(session, email=boss.email, password=PASSWORD, key=KEY, now=clock())

    login = session.exec(select(StaffSession)).one()
    assert login.account_id == boss.id
    assert token not in login.token_hash


@pytest.mark.parametrize("typed", ["BOARD@Example.nl", "  board@example.nl "])
def test_capitals_and_spaces_around_the_address_make_no_difference(
    session: Session, clock, boss, typed: str
) -> None:
    assert accounts.log_in(session, email=typed, password=PASSWORD, key=KEY, now=clock())


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("board@example.nl", "correct horse battery stapler"),
        ("board@example.nl", ""),
        ("nobody@example.nl", PASSWORD),
        ("", ""),
        ("board@example.nl' OR '1'='1", PASSWORD),
    ],
)
def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(
    session: Session, clock, boss, email: str, password: str
) -> None:
    with pytest.raises(WrongLogin):
        accounts.log_in(session, email=email, password=password, key=KEY, now=clock())

    assert session.exec(select(StaffSession)).all() == []


def test_an_account_that_was_switched_off_stays_out(session: Session, clock, boss) -> None:
    boss.active = False
    session.flush()

    with pytest.raises(WrongLogin):
        accounts.log_in(session, email=boss.email, password=PASSWORD, key=KEY, now=clock())


def test_a_login_ends_by_itself_after_half_a_day(session: Session, clock, boss) -> None:
    accounts.log_in(session, email=boss.email, password=PASSWORD, key=KEY, now=clock())
    login = session.exec(select(StaffSession)).one()

    assert login.valid(clock() + timedelta(hours=11, minutes=59))
    assert not login.valid(clock() + timedelta(hours=12))


def test_logging_out_ends_this_login_and_no_other(session: Session, clock, boss) -> None:
    here = accounts.log_in(session, email=boss.email, password=PASSWORD, key=KEY, now=clock())
    accounts.log_in(session, email=boss.email, password=PASSWORD, key=KEY, now=clock())

    accounts.log_out(session, here, key=KEY)
    accounts.log_out(session, here, key=KEY)
    accounts.log_out(session, "never given", key=KEY)

    session.flush()
    assert len(session.exec(select(StaffSession)).all()) == 1


def test_giving_a_role_twice_changes_nothing(session: Session, boss) -> None:
    accounts.give_role(session, boss, make_region(session), Role.BOARD)
    session.flush()

    assert len(session.exec(select(Membership)).all()) == 1


def test_outside_the_tests_a_password_costs_memory_and_time_to_guess(quick_passwords) -> None:
    assert quick_passwords.hash("geheim").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
