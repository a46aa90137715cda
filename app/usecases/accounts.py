"""Staff come in with a password and go out again."""

from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlmodel import Session, select

from app.security import keyed_hash, new_token
from dialogue.errors import WrongLogin
from dialogue.models import Account, Membership, Region, Role, StaffSession

PASSWORDS = PasswordHash.recommended()

STAY_LOGGED_IN = timedelta(hours=12)


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
