"""Colleagues who are invited and come in, and who ask for a new password."""

from sqlmodel import Session

from app.usecases import people, staff_links
from app.usecases.staff_links import RENEW
from dialogue.models import Account, Region, Role
from tests.cast import KEY, PASSWORD

FORM = {"name": "Ada", "password": PASSWORD, "again": PASSWORD}


def invited(session: Session, region: Region, clock, *, email="ada@example.nl", role=Role.BOARD,
            by=None) -> str:  # fmt: skip
    return people.invite(session, region, email=email, role=role, by=by, key=KEY, now=clock())


def join(session: Session, token: str, clock) -> Account:
    return people.join_as_new(session, token, key=KEY, now=clock(), **FORM)


def renewal(session: Session, account: Account, clock) -> str:
    return staff_links.make_link(
        session, RENEW, account.email, key=KEY, now=clock(), account=account
    )
