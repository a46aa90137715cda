"""Documents that take a while: asked for by a person, made by the worker, erased after a while.

The row is the queue. Nothing here computes: a maker reads and writes outside every transaction of
ours, and comes back to tell how far it is.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, or_, update
from sqlmodel import Session, col, select

from app.i18n import gettext_later
from dialogue.models import Dialogue, Document, DocumentState

KEPT_FOR = timedelta(days=30)
# Older than this and still being made: whoever made it is taken for dead.
TAKEN_FOR_DEAD = timedelta(hours=1)
TAKEN_OVER = "taken over"
TRIED_TWICE = gettext_later("Making this took more than the machine has.")


def ask_document(
    session: Session,
    dialogue: Dialogue,
    *,
    kind: str,
    form: str,
    language: str,
    account_id: UUID | None,
    now: datetime,
    keep_for: timedelta | None = KEPT_FOR,
) -> Document:
    """Ask for a document; the same one that still waits or is being made is given back.

    It is erased after ``keep_for``, made or not; None keeps it until somebody erases it.
    """
    same = select(Document).where(
        Document.dialogue_id == dialogue.id,
        Document.kind == kind,
        Document.form == form,
        Document.language == language,
        col(Document.state).in_((DocumentState.ASKED, DocumentState.MAKING)),
    )
    asked = session.exec(same).first() or Document(
        dialogue_id=dialogue.id, kind=kind, form=form, language=language, account_id=account_id,
        asked_at=now, erase_at=now + keep_for if keep_for else None,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    return asked


def take_next(
    session: Session, kinds: Collection[str], *, now: datetime, left_behind: bool = False
) -> Document | None:
    """Take the oldest document that waits, so that nobody else makes it.

    ``left_behind`` takes over what a worker was busy with when it was killed: say so at the start
    of a worker. What was taken over and left once more is not tried a third time.
    """
    dead = None if left_behind else col(Document.asked_at) < now - TAKEN_FOR_DEAD
    making = col(Document.state) == DocumentState.MAKING
    waiting = or_(
        col(Document.state) == DocumentState.ASKED,
        making if dead is None else and_(making, dead),
    )
    query = (
        select(Document)
        .where(col(Document.kind).in_(kinds), waiting)
        .order_by(col(Document.asked_at), col(Document.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query).first()
    if found is not None and found.problem == TAKEN_OVER:
        fail_document(session, found.id, TRIED_TWICE, now=now)
        return None
    if found is not None:
        found.problem = TAKEN_OVER if found.state is DocumentState.MAKING else ""
        found.state, found.done, found.total = DocumentState.MAKING, 0, 0
        session.add(found)
        session.flush()
    return found


def tell_progress(session: Session, document_id: UUID, *, done: int, total: int) -> None:
    """Say how much of the work is done."""
    change_while_making(session, document_id, done=done, total=total)


def store_document(session: Session, document_id: UUID, content: bytes, *, now: datetime) -> bool:
    """Keep what was made; says no when somebody else was first or nobody wants it any more."""
    return change_while_making(
        session, document_id, state=DocumentState.READY, content=content, problem="",
        finished_at=now,
    )  # fmt: skip


def fail_document(session: Session, document_id: UUID, problem: str, *, now: datetime) -> bool:
    """Say why there is no document; ``problem`` is a sentence of the catalogue, nobody's words."""
    return change_while_making(
        session, document_id, state=DocumentState.FAILED, problem=problem, finished_at=now
    )


def change_while_making(session: Session, document_id: UUID, **values: object) -> bool:
    """Change a document that is being made; says whether there was one."""
    changed = session.execute(
        update(Document)
        .where(
            col(Document.id) == document_id,
            col(Document.state) == DocumentState.MAKING,
        )
        .values(**values)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an update gives a CursorResult


def erase_old_documents(session: Session, *, now: datetime) -> int:
    """Erase the documents whose time is over; returns how many."""
    erased = session.execute(delete(Document).where(col(Document.erase_at) <= now))
    return int(erased.rowcount)  # type: ignore[attr-defined]  # a delete gives a CursorResult
