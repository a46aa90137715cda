"""What a mailing will look like: the messages of somebody who does not exist."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from app.config import Settings
from app.printing.letters import Letter, Paragraph
from app.queries.audiences import EMAIL, TEXT_MESSAGE
from app.sending.composing import (
    Addressed,
    email_to,
    letter_to,
    paragraphs_of,
    text_message_to,
    values_for,
)
from app.sending.email import email_is_on, email_post
from app.sending.message import Message
from app.sending.notifynl import text_messages_are_on
from app.sending.problems import SendingFailed
from app.usecases.mailings import Plan
from app.usecases.recipients import Person
from dialogue.mailing_words import filled
from dialogue.models import Dialogue, Mailing, Recipient, new_id

log = logging.getLogger(__name__)

# Of the right length, and with a check character that is wrong: it lets nobody in.
NO_CODE = "ABCD-EFGH-JKMN-X"
NOBODY = Person("A. de Vries", "", "", ("Dorpsstraat 1", "2712 AB  ZOETERMEER"), NO_CODE)


@dataclass(frozen=True)
class Parts:
    """The parts of a message in one language, for a page that shows them."""

    language: str
    subject: str
    paragraphs: tuple[Paragraph, ...]
    sms: str

    @property
    def sms_parts(self) -> int:
        """Say for how many text messages one pays: 160 characters, or 153 each when longer."""
        return 1 if len(self.sms) <= 160 else -(-len(self.sms) // 153)


def ways_on(settings: Settings) -> frozenset[str]:
    """Say by which ways this installation can send, letters apart."""
    on = {EMAIL: email_is_on(settings), TEXT_MESSAGE: text_messages_are_on(settings)}
    return frozenset(way for way, ready in on.items() if ready)


def example_for(dialogue: Dialogue, plan: Plan, settings: Settings, language: str) -> Addressed:
    """Put together a person who does not exist, in the mailing as it would be."""
    mailing = Mailing(
        dialogue_id=dialogue.id, kind=plan.kind, channel=plan.channel, wave=plan.wave,
        texts={each: dict(words) for each, words in plan.texts.items()},
        made_at=datetime.now(UTC),
    )  # fmt: skip
    nobody = Recipient(
        dialogue_id=dialogue.id, list_id=plan.list_id, chamber_id=new_id(), row=0,
        address_hash="", sealed=b"", language=language,
    )  # fmt: skip
    return Addressed(dialogue, mailing, nobody, NOBODY, plan.expires_on, settings.public_url)


def example_parts(dialogue: Dialogue, plan: Plan, settings: Settings, language: str) -> Parts:
    """Show what arrives in a language."""
    one = example_for(dialogue, plan, settings, language)
    values = values_for(one)
    return Parts(
        language,
        filled(one.words("subject"), values),
        paragraphs_of(one.words("text"), values),
        text_message_to(one).text,
    )


def example_email(dialogue: Dialogue, plan: Plan, settings: Settings, *, to: str) -> Message:
    """Write the e-mail for who tries it out; its link to stop leads to the dialogue only."""
    one = example_for(dialogue, plan, settings, "nl")
    made = email_to(one, stop_url=one.page)
    return Message(to, made.text, subject=made.subject, html=made.html, language=made.language)


def example_letter(dialogue: Dialogue, plan: Plan, settings: Settings) -> Letter:
    """Write the letter."""
    return letter_to(example_for(dialogue, plan, settings, "nl"))


def try_out(settings: Settings, message: Message) -> None:
    """Send one message after the page that asked for it; a failure is only logged by its kind."""
    try:
        with email_post(settings) as post:
            post.send(message)
    except SendingFailed as failure:
        log.warning("A message to try out was not sent: %s", type(failure).__name__)
