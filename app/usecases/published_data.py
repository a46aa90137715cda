"""The open data on the results page: asked for once per publication, and anew when words go."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.queries.documents import FORMS, PUBLISHED, last_change
from app.usecases.documents import ask_document
from dialogue.models import Dialogue, Document

# Several decisions one after another make one new file.
BETWEEN_RENEWALS = timedelta(minutes=10)
LANGUAGE = "nl"


def renew_published(session: Session, *, now: datetime) -> int:
    """Ask for the open data of what was published, where it is not there or not true any more."""
    query = select(Dialogue).where(col(Dialogue.results_published_at).is_not(None))
    return sum(renew(session, each, now=now) for each in session.exec(query).all())


def renew(session: Session, dialogue: Dialogue, *, now: datetime) -> int:
    """Erase what is not true any more and ask for it again; returns how many were asked for."""
    changed = last_change(session, dialogue)
    known = select(Document.form, Document.asked_at)
    query = known.where(Document.dialogue_id == dialogue.id, Document.kind == PUBLISHED)
    asked = session.exec(query).all()
    done = 0
    for form in FORMS:
        latest = max((at for made, at in asked if made == form), default=None)
        true = latest is not None and (changed is None or latest > changed)
        if true or (latest is not None and now < latest + BETWEEN_RENEWALS):
            continue
        session.execute(
            delete(Document).where(
                col(Document.dialogue_id) == dialogue.id,
                col(Document.kind) == PUBLISHED,
                col(Document.form) == form,
            )
        )
        ask_document(
            session, dialogue, kind=PUBLISHED, form=form, language=LANGUAGE, account_id=None,
            now=now, keep_for=None,
        )  # fmt: skip
        done += 1
    return done
