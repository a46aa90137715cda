"""What the forms of staff have in common: which refusals are shown at which field."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from app.errors import spoken
from app.i18n import gettext
from dialogue.errors import (
    EmailNotUsable,
    EmailTaken,
    EmptyText,
    NoWords,
    PasswordsDiffer,
    PasswordTooLong,
    PasswordTooObvious,
    PasswordTooShort,
    PasswordWrong,
    Refusal,
    RoleHeldAlready,
    TextTooLong,
    UnreadableText,
)

# Others are about the link or the region, and get a page of their own.
FIELDS: dict[type[Refusal], str] = {
    EmptyText: "name",
    NoWords: "name",
    TextTooLong: "name",
    UnreadableText: "name",
    EmailNotUsable: "email",
    EmailTaken: "email",
    RoleHeldAlready: "email",
    PasswordTooShort: "password",
    PasswordTooLong: "password",
    PasswordTooObvious: "password",
    PasswordsDiffer: "again",
    PasswordWrong: "present",
}


def at_field(session: Session, action: Callable[[], Any]) -> Refusal | None:
    """Do something as a whole or not at all; returns the refusal that belongs beside a field."""
    try:
        with session.begin_nested():
            action()
    except tuple(FIELDS) as refusal:
        return refusal
    return None


def errors_of(refusal: Refusal | None) -> dict[str, str]:
    """Put a refusal and its advice in words, at the field that it is about."""
    if refusal is None:
        return {}
    return {FIELDS[type(refusal)]: f"{spoken(refusal)} {gettext(refusal.advice)}"}
