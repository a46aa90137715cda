"""Colleagues come in by a link that works once, and a region is never left to nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import people, staff_links
from app.usecases.staff_links import JOIN, RENEW
from dialogue.errors import (
    EmailTaken,
    LastFacilitator,
    LinkForAnother,
    LinkNotValid,
    NotFound,
    Refusal,
    RoleHeldAlready,
    TooManyInvitations,
)
from dialogue.models import Account, Membership, Region, Role, StaffLink
from tests.cast import KEY, make_account, make_region
from tests.people_cast import invited, join, renewal

NEW = "paarse fiets op het dak"


@pytest.fixture
def region(session: Session) -> Region:
    return make_region(session)


@pytest.fixture
def facilitator(session: Session, region: Region, clock) -> Account:
    return make_account(session, region, Role.FACILITATOR, clock())


def roles(session: Session, account: Account) -> set[tuple]:
    query = select(Membership).where(Membership.account_id == account.id)
    return {(each.region_id, each.role) for each in session.exec(query)}


def test_somebody_new_joins_once_and_only_a_hash_of_the_link_is_kept(
    session: Session, region: Region, clock
) -> None:
    token = invited(session, region, clock)
    stored = session.exec(select(StaffLink)).one()

    made = join(session, token, clock)

    assert token not in stored.token_hash
    assert (made.email, made.name) == ("ada@example.nl", "Ada")
    assert roles(session, made) == {(region.id, Role.BOARD)}
    with pytest.raises(LinkNotValid):
        join(session, token, clock)


def test_a_link_ends_after_a_week(session: Session, region: Region, clock) -> None:
    token = invited(session, region, clock)
    clock.pass_by(days=7)

    with pytest.raises(LinkNotValid):
        join(session, token, clock)


@pytest.mark.parametrize("kind", [RENEW, "anything"])
def test_a_link_is_of_no_use_for_something_else(
    session: Session, region: Region, clock, kind: str
) -> None:
    token = invited(session, region, clock)

    with pytest.raises(LinkNotValid):
        staff_links.find_link(session, kind, token, key=KEY, now=clock())


def test_a_withdrawn_invitation_opens_nothing_and_its_address_is_gone(
    session: Session, region: Region, clock
) -> None:
    token = invited(session, region, clock)
    stored = session.exec(select(StaffLink)).one().token_hash
    elsewhere = Region(slug="elders", name="Elders")
    session.add(elsewhere)
    session.flush()

    people.withdraw_invitation(session, elsewhere, stored, now=clock())
    assert staff_links.find_link(session, JOIN, token, key=KEY, now=clock())
    people.withdraw_invitation(session, region, stored, now=clock())

    with pytest.raises(LinkNotValid):
        join(session, token, clock)
    assert session.exec(select(StaffLink.email)).all() == []


def test_a_second_invitation_for_the_same_ends_the_first(
    session: Session, region: Region, clock
) -> None:
    first, second = invited(session, region, clock), invited(session, region, clock)

    with pytest.raises(LinkNotValid):
        join(session, first, clock)
    assert join(session, second, clock)


def test_addresses_of_who_never_came_are_forgotten(session: Session, region: Region, clock) -> None:
    invited(session, region, clock)
    clock.pass_by(days=38)

    invited(session, region, clock, email="bea@example.nl")

    assert session.exec(select(StaffLink.email)).all() == ["bea@example.nl"]


def test_who_has_the_role_already_is_not_invited_again(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    with pytest.raises(RoleHeldAlready):
        invited(session, region, clock, email=" Facilitator@example.nl ", role=Role.FACILITATOR)
    assert invited(session, region, clock, email=facilitator.email, role=Role.BOARD)


def test_invitations_do_not_pile_up(session: Session, region: Region, clock, monkeypatch) -> None:
    monkeypatch.setattr(people, "MOST_OPEN_INVITATIONS", 2)
    for name in ("a", "b"):
        invited(session, region, clock, email=f"{name}@example.nl")

    with pytest.raises(TooManyInvitations):
        invited(session, region, clock, email="c@example.nl")
    assert invited(session, region, clock, email="a@example.nl")


def test_fifty_at_the_same_time_make_one_account(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        token = invited(session, make_region(session), clock)

    def try_to_join(_turn: int) -> str:
        try:
            with transaction(engine) as session:
                join(session, token, clock)
        except Refusal as refusal:
            return type(refusal).__name__
        return "joined"

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(try_to_join, range(50)))

    assert outcomes.count("joined") == 1
    assert set(outcomes) <= {"joined", "LinkNotValid", "EmailTaken"}
    with transaction(engine) as session:
        assert session.exec(select(func.count()).select_from(Account)).one() == 1


def test_an_account_joins_one_more_region_and_nobody_else_with_its_link(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    other = make_account(session, region, Role.BOARD, clock())
    token = invited(session, region, clock, email=facilitator.email)

    with pytest.raises(EmailTaken):
        join(session, token, clock)
    with pytest.raises(LinkForAnother):
        people.accept(session, token, other, key=KEY, now=clock())
    people.accept(session, token, facilitator, key=KEY, now=clock())

    assert {role for _, role in roles(session, facilitator)} == {Role.FACILITATOR, Role.BOARD}
    with pytest.raises(LinkNotValid):
        people.accept(session, token, facilitator, key=KEY, now=clock())


def test_the_last_facilitator_stays_until_another_came(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    second = join(session, invited(session, region, clock, role=Role.FACILITATOR), clock)
    second.active = False
    session.add(second)
    with pytest.raises(LastFacilitator):
        people.end_role(session, region, facilitator.id, Role.FACILITATOR, clock())

    second.active = True
    session.flush()
    people.end_role(session, region, facilitator.id, Role.FACILITATOR, clock())

    assert roles(session, facilitator) == set()
    with pytest.raises(LastFacilitator):
        people.end_role(session, region, second.id, Role.FACILITATOR, clock())
    with pytest.raises(NotFound):
        people.end_role(session, region, second.id, Role.BOARD, clock())


def test_two_facilitators_who_leave_at_once_do_not_leave_a_region_alone(
    engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        region = make_region(session)
        first = make_account(session, region, Role.FACILITATOR, clock())
        second = join(session, invited(session, region, clock, role=Role.FACILITATOR), clock)

    def leave(account: Account) -> bool:
        try:
            with transaction(engine) as session:
                people.end_role(session, region, account.id, Role.FACILITATOR, clock())
        except LastFacilitator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        left = list(pool.map(leave, (first, second)))

    assert sorted(left) == [False, True]


def test_who_is_removed_does_not_come_back_by_an_invitation_of_their_own(
    session: Session, region: Region, facilitator: Account, clock
) -> None:
    second = join(session, invited(session, region, clock, role=Role.FACILITATOR), clock)
    back_door = invited(session, region, clock, email="c@example.nl", by=second.id)
    fair = invited(session, region, clock, email="d@example.nl", by=facilitator.id)

    people.end_role(session, region, second.id, Role.FACILITATOR, clock())

    with pytest.raises(LinkNotValid):
        join(session, back_door, clock)
    assert join(session, fair, clock)


def test_a_link_counts_in_its_time_only(session: Session, facilitator: Account, clock) -> None:
    renewal(session, facilitator, clock)
    before = clock()
    clock.pass_by(minutes=61)

    lately = staff_links.made_since(session, RENEW, facilitator.email, clock() - timedelta(hours=1))
    ever = staff_links.made_since(session, RENEW, facilitator.email, before - timedelta(hours=1))

    assert (lately, ever) == (0, 1)
