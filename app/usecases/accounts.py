"""Staff come in with a password and go out again; each looks after the own account."""

import re
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.security import keyed_hash, new_token
from app.usecases import staff_links
from app.usecases.staff_links import RENEW
from dialogue.errors import EmailNotUsable, EmailTaken, NotFound, PasswordWrong, WrongLogin
from dialogue.models import Account, Membership, Region, Role, StaffLink, StaffSession
from dialogue.passwords import require_good_password
from dialogue.wording import clean_text

PASSWORDS = PasswordHash.recommended()

STAY_LOGGED_IN = timedelta(hours=12)
LONGEST_EMAIL = 254
LONGEST_NAME = 200
# Something before one @, and a name with a point after it. The rest shows when a message arrives.
EMAIL = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+\.[^\s@<>,;:\"\\()\[\].]{2,}")


def create_account(
    session: Session, *, email: str, name: str, password: str, now: datetime
) -> Account:
    """Make an account that can log in; its password is stored as an argon2 hash."""
    account = Account(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=PASSWORDS.hash(password),
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def require_email(email: str) -> str:
    """Give an address as accounts have it. Raises EmailNotUsable."""
    address = email.strip().lower()
    if len(address) > LONGEST_EMAIL or not address.isprintable() or not EMAIL.fullmatch(address):
        raise EmailNotUsable
    return address


def account_with(session: Session, email: str) -> Account | None:
    """Find the account that logs in with an address."""
    return session.exec(select(Account).where(Account.email == email.strip().lower())).first()


def give_role(session: Session, account: Account, region: Region, role: Role) -> None:
    """Let an account act in a region; giving a role twice changes nothing."""
    session.merge(Membership(account_id=account.id, region_id=region.id, role=role))


@cache
def nobodys_hash() -> str:
    """Compared with when the account does not exist, so that both answers take the same time."""
    return PASSWORDS.hash("nobody has this password")


def log_in(session: Session, *, email: str, password: str, key: bytes, now: datetime) -> str:
    """Check the password and return the token of a new login, stored only as a hash."""
    account = account_with(session, email)
    right = PASSWORDS.verify(password, account.password_hash if account else nobodys_hash())
    if account is None or not account.active or not right:
        raise WrongLogin
    return start_login(session, account, key=key, now=now)


def start_login(session: Session, account: Account, *, key: bytes, now: datetime) -> str:
    """Let somebody in who showed who they are; returns the token, stored only as a hash."""
    token = new_token()
    session.add(
        StaffSession(
            token_hash=hash_of_login(token, key=key),
            account_id=account.id,
            created_at=now,
            expires_at=now + STAY_LOGGED_IN,
        )
    )
    return token


def log_out(session: Session, token: str, *, key: bytes) -> None:
    """Revoke a login, so that its token is of no use any more."""
    login = session.get(StaffSession, hash_of_login(token, key=key))
    if login is not None:
        session.delete(login)


def hash_of_login(token: str, *, key: bytes) -> str:
    """Give what is stored of the token of a login."""
    return keyed_hash(token, key=key, purpose="staff")


def end_logins(session: Session, account: Account, *, but: str = "", key: bytes = b"") -> int:
    """End every login of an account, but the one with this token; returns how many there were."""
    ended = delete(StaffSession).where(col(StaffSession.account_id) == account.id)
    if but:
        ended = ended.where(col(StaffSession.token_hash) != hash_of_login(but, key=key))
    return session.exec(ended).rowcount


def require_password(account: Account, password: str) -> None:
    """Let only the owner change an account. Raises PasswordWrong."""
    if not PASSWORDS.verify(password, account.password_hash):
        raise PasswordWrong


def change_details(
    session: Session, account: Account, *, name: str, email: str, password: str
) -> None:
    """Change name and address; another address takes the present password.

    Raises EmailNotUsable, EmailTaken, PasswordWrong, or what is wrong with the name.
    """
    called, address = clean_text(name, limit=LONGEST_NAME), require_email(email)
    if address != account.email:
        require_password(account, password)
        if account_with(session, address) is not None:
            raise EmailTaken
    account.name, account.email = called, address
    session.add(account)
    session.flush()


def change_password(
    session: Session, account: Account, *, present: str, password: str, again: str
) -> None:
    """Choose another password. Raises PasswordWrong, or what is wrong with the new one."""
    require_password(account, present)
    require_good_password(password, again, about=(account.name, account.email))
    account.password_hash = PASSWORDS.hash(password)
    session.add(account)
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
    account.password_hash = PASSWORDS.hash(password)
    session.add(account)
    end_logins(session, account)
    renewing = col(StaffLink.kind) == RENEW
    staff_links.withdraw(session, renewing, col(StaffLink.account_id) == account.id, now=now)
    return account
