"""Whoever works here looks after the own account: name, address, password, logins."""

import re
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from app.usecases import accounts, staff_links
from app.usecases.accounts import account_with, hash_of_login
from app.usecases.staff_links import RENEW
from dialogue.errors import EmailNotUsable, EmailTaken, NotFound, PasswordWrong
from dialogue.models import Account, StaffLink, StaffSession
from dialogue.passwords import require_good_password
from dialogue.wording import clean_text

LONGEST_EMAIL = 254
LONGEST_NAME = 200
# Something before one @, and a name with a point after it. The rest shows when a message arrives.
EMAIL = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+\.[^\s@<>,;:\"\\()\[\].]{2,}")


def require_email(email: str) -> str:
    """Give an address as accounts have it. Raises EmailNotUsable."""
    address = email.strip().lower()
    if len(address) > LONGEST_EMAIL or not address.isprintable() or not EMAIL.fullmatch(address):
        raise EmailNotUsable
    return address


def end_logins(session: Session, account: Account, *, but: str = "", key: bytes = b"") -> int:
    """End every login of an account, but the one with this token; returns how many there were."""
    ended = delete(StaffSession).where(col(StaffSession.account_id) == account.id)
    if but:
        ended = ended.where(col(StaffSession.token_hash) != hash_of_login(but, key=key))
    return session.exec(ended).rowcount


def require_password(account: Account, password: str) -> None:
    """Let only the owner change an account. Raises PasswordWrong."""
    if not accounts.PASSWORDS.verify(password, account.password_hash):
        raise PasswordWrong


def change_details(
    session: Session, account: Account, *, name: str, email: str, password: str, now: datetime
) -> None:
    """Change name and address; another address takes the present password.

    Links to a new password that went to the former address end.

    Raises EmailNotUsable, EmailTaken, PasswordWrong, or what is wrong with the name.
    """
    called, address = clean_text(name, limit=LONGEST_NAME), require_email(email)
    if address != account.email:
        require_password(account, password)
        if account_with(session, address) is not None:
            raise EmailTaken
        end_renewals(session, account, now)
    account.name, account.email = called, address
    session.add(account)
    session.flush()


def change_password(
    session: Session, account: Account, *, present: str, password: str, again: str, now: datetime
) -> None:
    """Choose another password; open links to a new one end, whoever has them.

    Raises PasswordWrong, or what is wrong with the new one.
    """
    require_password(account, present)
    require_good_password(password, again, about=(account.name, account.email))
    account.password_hash = accounts.PASSWORDS.hash(password)
    session.add(account)
    end_renewals(session, account, now)
    session.flush()


def owner_of(session: Session, token: str, *, key: bytes, now: datetime) -> Account:
    """Load whose password a link renews. Raises LinkNotValid."""
    link = staff_links.find_link(session, RENEW, token, key=key, now=now)
    account = session.get(Account, link.account_id) if link.account_id else None
    if account is None or not account.active:
        raise NotFound
    return account


def renew_password(
    session: Session, token: str, *, password: str, again: str, key: bytes, now: datetime
) -> Account:
    """Choose a new password with a link; every login and every other such link ends.

    Raises LinkNotValid, or what is wrong with the password.
    """
    account = owner_of(session, token, key=key, now=now)
    require_good_password(password, again, about=(account.name, account.email))
    link = staff_links.find_link(session, RENEW, token, key=key, now=now)
    staff_links.use_link(session, link, now)
    account.password_hash = accounts.PASSWORDS.hash(password)
    session.add(account)
    end_logins(session, account)
    end_renewals(session, account, now)
    return account


def end_renewals(session: Session, account: Account, now: datetime) -> None:
    """Take back every open link to a new password of an account."""
    renewing = col(StaffLink.kind) == RENEW
    staff_links.withdraw(session, renewing, col(StaffLink.account_id) == account.id, now=now)
