"""Makes a file of letters in the worker; it holds addresses, so what comes out is sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from app.config import Settings
from app.db import reading
from app.printing.letters import Letter, Sheet, letters_pdf
from app.sending.composing import Addressed, letter_to
from app.usecases.letter_documents import letters_in, sealed_letters
from app.usecases.recipients import person_of
from dialogue.models import Delivery, Dialogue, Document, Invitation, Mailing, Recipient


@dataclass(frozen=True)
class LetterFiles:
    """A maker of documents: reads who gets a letter, then lays the pages out in memory."""

    settings: Settings

    def __call__(
        self, engine: Engine, document: Document, progress: Callable[[int, int], None]
    ) -> bytes:
        """Give the sealed PDF of a file. Raises PdfNotPossible without Pango."""
        with reading(engine) as session:
            sheet = self.sheet_of(session.get_one(Dialogue, document.dialogue_id))
            letters = self.letters_of(session, document.id)
        progress(0, len(letters))
        content = letters_pdf(letters, sheet, language=document.language)
        progress(len(letters), len(letters))
        return sealed_letters(content, key=self.settings.key())

    def sheet_of(self, dialogue: Dialogue) -> Sheet:
        """Say what stands on every letter."""
        site = self.settings.public_url.rstrip("/")
        return Sheet(dialogue.title_nl, f"{site}/d/{dialogue.slug}", dialogue.owner)

    def letters_of(self, session: Session, document_id: UUID) -> list[Letter]:
        """Write the letters; who stopped or was erased meanwhile gets none."""
        return [
            letter_to(self.addressed(session, delivery, recipient))
            for delivery, recipient in letters_in(session, document_id)
            if recipient.by_letter and recipient.sealed
        ]

    def addressed(self, session: Session, delivery: Delivery, recipient: Recipient) -> Addressed:
        """Put together what a letter is made of."""
        mailing = session.get_one(Mailing, delivery.mailing_id)
        invitation = session.get(Invitation, recipient.invitation_id)
        return Addressed(
            session.get_one(Dialogue, mailing.dialogue_id),
            mailing,
            recipient,
            person_of(recipient, key=self.settings.key()),
            invitation.expires_on if invitation else None,
            self.settings.public_url,
        )
