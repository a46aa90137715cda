"""Addresses and what is sent to them: kept apart from what people say, erased when done.

A recipient points at an invitation, and an invitation points at no participant: nobody can read
here what somebody answered. Addresses are sealed (``app.sealing``), never stored in the open.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from dialogue.models.columns import json_column, new_id, state_column


class ListState(StrEnum):
    """How far a list of addresses is."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    REFUSED = "refused"
    ERASED = "erased"


class AddressList(SQLModel, table=True):
    """A file with addresses: first looked at, then brought in as a whole or without its bad rows.

    ``columns`` says which column of the file is what: ``{our field: column number}``; ``problems``
    holds at most a thousand refusals by row. ``file`` is sealed and erased once brought in.
    ``counts`` says how many can be reached how and of which groups, as the file was read:
    ``{"email", "sms", "letter", "groups": {question key: {option key: number}}}``. It stays as it
    is when people come in: numbers that go down one by one would tell who.
    """

    __tablename__ = "address_list"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    chamber_id: UUID | None = Field(default=None, foreign_key="chamber.id")
    name: str = Field(max_length=200)
    state: ListState = Field(default=ListState.UPLOADED, sa_column=state_column(ListState))
    file: bytes | None = None
    columns: dict[str, int] = Field(default_factory=dict, sa_column=json_column())
    rows: int = 0
    rows_done: int = 0
    rows_wrong: int = 0
    keeps_good_rows: bool = False
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    uploaded_at: datetime
    finished_at: datetime | None = None


class RecipientState(StrEnum):
    """Whether somebody on a list may still be written to."""

    LISTED = "listed"
    BOUNCED = "bounced"
    STOPPED = "stopped"


class Recipient(SQLModel, table=True):
    """Somebody on a list; ``sealed`` holds name, address and, once invited, the code.

    ``groups`` is what the list said of them, as coarse as the background questions.
    ``address_hash`` is keyed: it finds the same address twice and tells nothing else.
    """

    __table_args__ = (UniqueConstraint("dialogue_id", "address_hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id")
    list_id: UUID = Field(foreign_key="address_list.id", index=True)
    chamber_id: UUID = Field(foreign_key="chamber.id")
    invitation_id: UUID | None = Field(default=None, foreign_key="invitation.id", unique=True)
    draw_id: UUID | None = Field(default=None, foreign_key="draw.id", index=True)
    row: int
    address_hash: str = Field(max_length=64)
    sealed: bytes
    by_email: bool = False
    by_sms: bool = False
    by_letter: bool = False
    language: str = Field(default="nl", max_length=8)
    groups: dict[str, str] = Field(default_factory=dict, sa_column=json_column())
    state: RecipientState = Field(
        default=RecipientState.LISTED, sa_column=state_column(RecipientState)
    )


class Draw(SQLModel, table=True):
    """A draw by lot from a list, with all that is needed to do it again: seed, strata, numbers.

    ``strata`` holds, for each combination of groups, how many were listed, wanted and drawn:
    ``{"groups": [option key or "" when not known, ...], "listed", "wanted", "drawn", "share"}``.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    list_id: UUID = Field(foreign_key="address_list.id")
    seed: int
    size: int
    listed: int
    # SHA-256 over the keyed hashes that were in the lot, sorted, each followed by a newline.
    list_hash: str = Field(max_length=64)
    # SHA-256 over the drawn rows of the file, in their order, each followed by a newline.
    drawn_hash: str = Field(max_length=64)
    # Divided as the population is; otherwise as the list is.
    as_population: bool = False
    by: list[str] = Field(default_factory=list, sa_column=json_column())
    strata: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    drawn_at: datetime


class MailingState(StrEnum):
    """How far a mailing is."""

    READY = "ready"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class Mailing(SQLModel, table=True):
    """One message to many: an invitation or a reminder, by one channel.

    ``texts`` holds the words per language: ``{language: {"subject": ..., "text": ...}}``.
    ``known_groups`` lists what is known of at least ten of the invited: only that may stand at an
    invitation. ``send_at``: not before this moment, planned or after a fault.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    list_id: UUID | None = Field(default=None, foreign_key="address_list.id")
    draw_id: UUID | None = Field(default=None, foreign_key="draw.id")
    kind: str = Field(max_length=32)
    channel: str = Field(max_length=32)
    wave: int = 1
    state: MailingState = Field(default=MailingState.READY, sa_column=state_column(MailingState))
    texts: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    known_groups: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    expires_on: date | None = None
    send_at: datetime | None = None
    total: int = 0
    problem: str = Field(default="", max_length=500)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime
    finished_at: datetime | None = None


class DeliveryState(StrEnum):
    """Where one message is."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"


class Delivery(SQLModel, table=True):
    """One message to one recipient; ``reference`` is how the sending service calls it."""

    __table_args__ = (
        UniqueConstraint("mailing_id", "recipient_id"),
        Index("ix_delivery_mailing_id_state", "mailing_id", "state"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    mailing_id: UUID = Field(foreign_key="mailing.id")
    recipient_id: UUID = Field(foreign_key="recipient.id", index=True)
    state: DeliveryState = Field(
        default=DeliveryState.WAITING, sa_column=state_column(DeliveryState)
    )
    attempts: int = 0
    reference: str = Field(default="", max_length=200, index=True)
    problem: str = Field(default="", max_length=200)
    try_after: datetime | None = None
    changed_at: datetime
