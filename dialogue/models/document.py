"""Documents that take a while to make: exports and reports, made in the background and kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from dialogue.models.columns import new_id, state_column


class DocumentState(StrEnum):
    """How far a document is."""

    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class Document(SQLModel, table=True):
    """A file somebody asked for, with how far it is; ``form`` is its ending, such as ``xlsx``.

    ``erase_at``: when the content goes away by itself, for files with addresses in them.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Field(foreign_key="dialogue.id", index=True)
    kind: str = Field(max_length=32)
    form: str = Field(max_length=8)
    language: str = Field(default="nl", max_length=8)
    state: DocumentState = Field(default=DocumentState.ASKED, sa_column=state_column(DocumentState))
    done: int = 0
    total: int = 0
    content: bytes | None = None
    problem: str = Field(default="", max_length=500)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime
    finished_at: datetime | None = None
    erase_at: datetime | None = None
