"""Letters of a mailing in files of 250: asked for when their people are known, printed, erased.

A letter's message names the file that it is in: ``letters:<id of the document>``.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, func, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.sealing import seal, unseal
from dialogue.errors import NotFound
from dialogue.models import (
    AddressList,
    Delivery,
    DeliveryState,
    Dialogue,
    Document,
    DocumentState,
    ListState,
    Mailing,
    Recipient,
)

LETTERS = "letters"
SEALED_FOR = "letters"
IN_ONE_FILE = 250
# Addresses lie here no longer than it takes to print them.
KEPT_UNREAD, KEPT_AFTER_DOWNLOAD = timedelta(days=30), timedelta(days=7)


def letters_reference(mailing_id: UUID, before: int) -> str:
    """Name the file of the next letter, when so many letters of the mailing came before it."""
    return f"{LETTERS}:{file_id(mailing_id, before // IN_ONE_FILE)}"


def file_id(mailing_id: UUID, part: int) -> UUID:
    """Give each file of a mailing the same id each time that it is asked for."""
    return uuid5(mailing_id, f"{LETTERS}/{part}")


def parts_of(letters: int) -> int:
    """Say how many files so many letters take."""
    return -(-letters // IN_ONE_FILE)


def ask_letters(
    session: Session, mailing: Mailing, letters: int, *, complete: bool, now: datetime
) -> None:
    """Ask for the files of which all letters are known; asking again changes nothing.

    A file that was printed and erased is not made once more: its letters went.
    """
    known = parts_of(letters) if complete else letters // IN_ONE_FILE
    for part in range(known):
        document_id = file_id(mailing.id, part)
        if session.get(Document, document_id) is None and letter_waits(session, document_id):
            session.add(
                Document(
                    id=document_id, dialogue_id=mailing.dialogue_id, kind=LETTERS, form="pdf",
                    account_id=mailing.account_id, asked_at=now, erase_at=now + KEPT_UNREAD,
                )
            )  # fmt: skip


def letter_waits(session: Session, document_id: UUID) -> bool:
    """Tell whether a letter of this file was not printed yet."""
    query = select(Delivery.id).where(
        Delivery.reference == f"{LETTERS}:{document_id}", Delivery.state == DeliveryState.WAITING
    )
    return session.exec(query.limit(1)).first() is not None


def letters_in(session: Session, document_id: UUID) -> list[tuple[Delivery, Recipient]]:
    """Load the letters of a file with whom they are for, in the order of the list."""
    query = (
        select(Delivery, Recipient)
        .join(Recipient, col(Recipient.id) == col(Delivery.recipient_id))
        .where(Delivery.reference == f"{LETTERS}:{document_id}")
        .order_by(col(Recipient.row))
    )
    return list(session.exec(query).all())


def note_letters_made(session: Session, mailing: Mailing, letters: int, *, now: datetime) -> None:
    """Write down as sent the letters of which the file is ready."""
    for part in range(parts_of(letters)):
        document = session.get(Document, file_id(mailing.id, part))
        if document is not None and document.state is DocumentState.READY:
            session.execute(
                update(Delivery)
                .where(
                    col(Delivery.reference) == f"{LETTERS}:{document.id}",
                    col(Delivery.state) == DeliveryState.WAITING,
                )
                .values(state=DeliveryState.SENT, changed_at=now)
            )


def count_letters(session: Session, mailing: Mailing) -> int:
    """Count the letters of a mailing; a message has no such reference."""
    query = sql_select(func.count(col(Delivery.id))).where(
        col(Delivery.mailing_id) == mailing.id, col(Delivery.reference).startswith(f"{LETTERS}:")
    )
    return int(session.execute(query).scalar_one())


def all_letters_known(session: Session, mailing: Mailing, letters: int) -> bool:
    """Tell whether the last file was asked for: who turns up later is not in it."""
    return session.get(Document, file_id(mailing.id, letters // IN_ONE_FILE)) is not None


def files_of(session: Session, mailing: Mailing) -> Sequence[Document]:
    """List the files of a mailing that are there or asked for, the first part first."""
    ids = [file_id(mailing.id, part) for part in range(parts_of(count_letters(session, mailing)))]
    found = {each.id: each for each in session.exec(
        select(Document).where(col(Document.id).in_(ids))
    )}  # fmt: skip
    return [found[each] for each in ids if each in found]


def open_letters(
    session: Session, dialogue: Dialogue, document_id: UUID, *, key: bytes, now: datetime
) -> bytes:
    """Give the PDF of a file; a week later it is erased. Raises NotFound."""
    document = session.get(Document, document_id)
    if document is None or document.dialogue_id != dialogue.id or document.kind != LETTERS:
        raise NotFound
    if document.content is None:
        raise NotFound
    soon = now + KEPT_AFTER_DOWNLOAD
    document.erase_at = min(document.erase_at or soon, soon)
    session.add(document)
    return unseal(document.content, key=key, purpose=SEALED_FOR)


def sealed_letters(content: bytes, *, key: bytes) -> bytes:
    """Seal a file with addresses before it is stored."""
    return seal(content, key=key, purpose=SEALED_FOR)


def letters_of_lists_gone(session: Session) -> list[UUID]:
    """Find the files whose list was erased: their addresses have to go as well."""
    erased = select(AddressList.id).where(AddressList.state == ListState.ERASED)
    query = select(Mailing).where(col(Mailing.list_id).in_(erased))
    ids = [
        file_id(each.id, part)
        for each in session.exec(query).all()
        for part in range(parts_of(each.total))
    ]
    return list(session.exec(select(Document.id).where(col(Document.id).in_(ids))).all())


def erase_letters(session: Session, files: Sequence[UUID]) -> None:
    """Erase these files, made or not."""
    session.execute(delete(Document).where(col(Document.id).in_(files)))


def ask_again(session: Session, dialogue: Dialogue, document_id: UUID, *, now: datetime) -> None:
    """Let a file that failed be made anew. Raises NotFound."""
    document = session.get(Document, document_id)
    if document is None or document.dialogue_id != dialogue.id or document.kind != LETTERS:
        raise NotFound
    if document.state is DocumentState.FAILED:
        document.state, document.problem, document.asked_at = DocumentState.ASKED, "", now
        session.add(document)
