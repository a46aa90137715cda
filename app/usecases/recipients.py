"""Who is on a list: name, address and code, sealed so that only this installation can read them.

A row is somebody to write to only while ``may_be_written_to`` says so: before that it waits for
the decision about its list, and afterwards it is a mark of an address without the address.
"""

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from app.sealing import seal, unseal
from app.security import keyed_hash
from dialogue.models import AddressList, ListState, Recipient, RecipientState

PURPOSE = "recipient"
ERASED = b""  # what is left of ``sealed`` when somebody was erased


@dataclass(frozen=True)
class Person:
    """Somebody to write to; ``lines`` is the postal address, ``code`` is empty until invited."""

    name: str = ""
    email: str = ""
    phone: str = ""
    lines: tuple[str, ...] = ()
    code: str = ""

    def known_as(self) -> str:
        """Give what tells this address from another: e-mail, else phone, else name and street."""
        return (self.email or self.phone or " ".join((self.name, *self.lines))).casefold()


def sealed(person: Person, *, key: bytes) -> bytes:
    """Give what may be stored of a person."""
    return seal(json.dumps(vars(person)).encode(), key=key, purpose=PURPOSE)


def person_of(recipient: Recipient, *, key: bytes) -> Person:
    """Read who a recipient is; raises SealBroken when the secret key is another one."""
    kept = json.loads(unseal(recipient.sealed, key=key, purpose=PURPOSE))
    return Person(**kept | {"lines": tuple(kept["lines"])})


def may_be_written_to() -> ColumnElement[bool]:
    """Choose the recipients of lists that were brought in, without the erased and the stopped."""
    in_use = select(AddressList.id).where(AddressList.state == ListState.IMPORTED)
    return and_(
        col(Recipient.list_id).in_(in_use),
        col(Recipient.state) == RecipientState.LISTED,
        col(Recipient.sealed) != ERASED,
    )


def address_hash(person: Person, *, dialogue_id: object, key: bytes) -> str:
    """Give the keyed hash by which the same address is found twice in one dialogue."""
    return keyed_hash(f"{dialogue_id}\0{person.known_as()}", key=key, purpose="address")
