"""Documents that are made in the background: which there are, how far they are, what is in one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from dialogue.errors import NotFound
from dialogue.models import Dialogue, Document, DocumentState, Event, ModerationDecision

# What a facilitator asks for, and what everybody may fetch once the results are published.
EXPORT = "export"
PUBLISHED = "open-data"
# The order in which files are offered.
FORMS = ("zip", "xlsx", "json")
# Somebody let go of their words, or gave them: what was made before may not be served any more.
QUOTING_CHANGED = "consent.quoting-changed"
WITHDRAWN = "contribution.withdrawn"


@dataclass(frozen=True)
class DocumentRow:
    """How far a document is; ``size`` in bytes, 0 until it is ready. Its content stays behind."""

    id: UUID
    kind: str
    form: str
    language: str
    state: DocumentState
    done: int
    total: int
    problem: str
    asked_at: datetime
    finished_at: datetime | None
    size: int

    @property
    def busy(self) -> bool:
        """Tell whether it still waits or is being made."""
        return self.state in (DocumentState.ASKED, DocumentState.MAKING)


def documents_of(
    session: Session, dialogue: Dialogue, kinds: Collection[str]
) -> Sequence[DocumentRow]:
    """List the documents of these kinds, the latest first, without loading what is in them."""
    columns = (
        Document.id, Document.kind, Document.form, Document.language, Document.state,
        Document.done, Document.total, Document.problem, Document.asked_at, Document.finished_at,
    )  # fmt: skip
    size = func.coalesce(func.length(Document.content), 0)
    query = (
        select(*columns, size)  # type: ignore[call-overload]  # its overloads end at four columns
        .where(Document.dialogue_id == dialogue.id, col(Document.kind).in_(kinds))
        .order_by(col(Document.asked_at).desc(), col(Document.form), col(Document.id))
    )
    return [DocumentRow(*row) for row in session.exec(query).all()]


def ready_document(
    session: Session, dialogue: Dialogue, document_id: UUID, kinds: Collection[str]
) -> tuple[Document, bytes]:
    """Load a document of this dialogue with its content. Raises NotFound until it is ready."""
    found = session.get(Document, document_id)
    mine = found is not None and found.dialogue_id == dialogue.id and found.kind in kinds
    if found is None or not mine or found.content is None:
        raise NotFound
    return found, found.content


def documents_wait(session: Session, kinds: Collection[str]) -> bool:
    """Tell whether a document of these kinds was asked for and is not made yet."""
    unfinished = (DocumentState.ASKED, DocumentState.MAKING)
    query = select(Document.id).where(
        col(Document.state).in_(unfinished), col(Document.kind).in_(kinds)
    )
    return session.exec(query.limit(1)).first() is not None


def published_documents(session: Session, dialogue: Dialogue) -> dict[str, DocumentRow]:
    """Give, by form, the files that everybody may fetch: none from before the last change.

    A text that was removed since, or that may not be quoted any more, is never served again.
    """
    if dialogue.results_published_at is None:
        return {}
    changed = last_change(session, dialogue)
    fresh = {
        each.form: each
        for each in documents_of(session, dialogue, (PUBLISHED,))
        if each.state is DocumentState.READY and (changed is None or each.asked_at > changed)
    }
    return {form: fresh[form] for form in FORMS if form in fresh}


def last_change(session: Session, dialogue: Dialogue) -> datetime | None:
    """Tell when words last came into view or went out of it."""
    decided = select(func.max(ModerationDecision.decided_at)).where(
        ModerationDecision.dialogue_id == dialogue.id
    )
    let_go = select(func.max(Event.happened_at)).where(
        Event.dialogue_id == dialogue.id, col(Event.kind).in_((QUOTING_CHANGED, WITHDRAWN))
    )
    found = (session.exec(decided).one(), session.exec(let_go).one())
    return max(filter(None, found), default=None)
