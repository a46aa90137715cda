"""A forgotten password is chosen anew by a link; who knows the password changes the account."""

import pytest
from sqlmodel import Session, select

from app.usecases import accounts, own_accounts, people
from dialogue.errors import (
    ColleagueElsewhereToo,
    EmailNotUsable,
    EmailTaken,
    LinkNotValid,
    PasswordTooObvious,
    PasswordWrong,
    WrongLogin,
)
from dialogue.models import Account, Region, Role, StaffSession
from tests.cast import KEY, PASSWORD, make_account, make_region
from tests.people_cast import invited, join, renewal

NEW = "paarse fiets op het dak"


@pytest.fixture
def region(session: Session) -> Region:
    return make_region(session)


@pytest.fixture
def facilitator(session: Session, region: Region, clock) -> Account:
    return make_account(session, region, Role.FACILITATOR, clock())


def renew(session: Session, token: str, clock, password: str = NEW) -> Account:
    return own_accounts.renew_password(
        session, token, password=password, again=password, key=KEY, now=clock()
    )


def test_a_new_password_ends_every_login_and_every_other_link(
    session: Session, facilitator: Account, clock
) -> None:
    accounts.log_in(session, email=facilitator.email, password=PASSWORD, key=KEY, now=clock())
    one, other = (renewal(session, facilitator, clock) for _ in range(2))

    renew(session, one, clock)

    assert session.exec(select(StaffSession)).all() == []
    with pytest.raises(WrongLogin):
        accounts.log_in(session, email=facilitator.email, password=PASSWORD, key=KEY, now=clock())
    assert accounts.log_in(session, email=facilitator.email, password=NEW, key=KEY, now=clock())
    for used in (one, other):
        with pytest.raises(LinkNotValid):
            renew(session, used, clock)


@pytest.mark.parametrize("change", ["password", "address"])
def test_who_changes_an_account_ends_the_links_that_others_may_have(
    session: Session, facilitator: Account, clock, change: str
) -> None:
    token = renewal(session, facilitator, clock)

    if change == "password":
        own_accounts.change_password(
            session, facilitator, present=PASSWORD, password=NEW, again=NEW, now=clock()
        )
    else:
        own_accounts.change_details(
            session, facilitator, name="Fé", email="fe@example.nl", password=PASSWORD, now=clock()
        )

    with pytest.raises(LinkNotValid):
        renew(session, token, clock)


def test_a_link_of_a_colleague_does_not_open_a_region_that_was_joined_later(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    colleague = join(session, invited(session, region, clock), clock)
    where = frozenset({region.id})
    made = people.renew_for(
        session, colleague, by=facilitator.id, where=where, key=KEY, now=clock()
    )
    elsewhere = Region(slug="elders", name="Elders")
    session.add(elsewhere)
    session.flush()

    people.accept(session, invited(session, elsewhere, clock), colleague, key=KEY, now=clock())

    with pytest.raises(LinkNotValid):
        renew(session, made, clock)


def test_a_link_to_a_new_password_ends_after_two_hours(
    session: Session, facilitator: Account, clock
) -> None:
    token = renewal(session, facilitator, clock)
    clock.pass_by(hours=2)

    with pytest.raises(LinkNotValid):
        renew(session, token, clock)


def test_an_easy_password_is_refused_and_the_link_still_works(
    session: Session, facilitator: Account, clock
) -> None:
    token = renewal(session, facilitator, clock)
    with pytest.raises(PasswordTooObvious):
        renew(session, token, clock, "Facilitator2026")

    assert renew(session, token, clock)


def test_a_colleague_of_another_region_too_gets_no_link_from_here(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    colleague = join(session, invited(session, region, clock), clock)
    ask = {"by": facilitator.id, "where": frozenset({region.id}), "key": KEY, "now": clock()}
    assert people.renew_for(session, colleague, **ask)
    elsewhere = Region(slug="elders", name="Elders")
    session.add(elsewhere)
    session.flush()
    accounts.give_role(session, colleague, elsewhere, Role.BOARD)
    session.flush()

    with pytest.raises(ColleagueElsewhereToo):
        people.renew_for(session, colleague, **ask)


def test_changing_the_address_takes_the_password_and_a_free_address(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    make_account(session, region, Role.BOARD, clock())
    change = {"name": " Fé ", "email": "fe@example.nl"}

    with pytest.raises(PasswordWrong):
        own_accounts.change_details(session, facilitator, **change, password="guess", now=clock())
    with pytest.raises(EmailTaken):
        own_accounts.change_details(
            session, facilitator, name="Fé", email="board@example.nl", password=PASSWORD,
            now=clock(),
        )  # fmt: skip
    own_accounts.change_details(session, facilitator, **change, password=PASSWORD, now=clock())
    own_accounts.change_details(
        session, facilitator, name="Fee", email="fe@example.nl", password="", now=clock()
    )

    assert (facilitator.name, facilitator.email) == ("Fee", "fe@example.nl")


@pytest.mark.parametrize(
    "typed",
    ["", "ada", "ada@", "@b.nl", "a b@c.nl", "a@b", "a@b.n", "a@b.nl\nbcc: x@y.nl", "a@b.nl,c@d.nl",
     "<a@b.nl>", "a@@b.nl", f"{'a' * 250}@b.nl"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(EmailNotUsable):
        own_accounts.require_email(typed)
