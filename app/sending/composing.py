"""From the words of a mailing to the message of one person: their name, code and way in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from css_inline import CSSInliner

from app.i18n import format_date, gettext, speaking
from app.printing.letters import Letter, Paragraph, entrance
from app.sending.message import Message
from app.templating import render_text
from app.usecases.opt_out import stop_path
from app.usecases.recipients import Person
from dialogue.mailing_words import CODE, LAST_DAY, LINK, NAME, Piece, filled, pieces_of
from dialogue.models import Dialogue, Mailing, Recipient

# Nothing is fetched: styles stand in the page itself.
INLINER = CSSInliner(load_remote_stylesheets=False)
BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Addressed:
    """One person in one mailing; ``site`` is the address of this installation."""

    dialogue: Dialogue
    mailing: Mailing
    recipient: Recipient
    person: Person
    last_day: date | None
    site: str

    @property
    def language(self) -> str:
        """Choose the person's language when somebody wrote in it, else Dutch."""
        return language_of(self.mailing.texts, self.recipient.language)

    @property
    def page(self) -> str:
        """Give the address of the dialogue."""
        return f"{self.site.rstrip('/')}/d/{self.dialogue.slug}"

    def words(self, name: str) -> str:
        """Read the words in their language, one by one in Dutch when they are missing."""
        texts = self.mailing.texts
        return str(texts.get(self.language, {}).get(name) or texts["nl"].get(name, ""))


def language_of(texts: Mapping[str, Mapping[str, str]], wanted: str) -> str:
    """Choose the language wanted when there are words in it, else Dutch."""
    return wanted if any(text.strip() for text in texts.get(wanted, {}).values()) else "nl"


def values_for(one: Addressed, *, typed: bool = False) -> dict[str, str]:
    """Give what is filled in for a person; ``typed`` is the address without the code behind it."""
    with speaking(one.language):
        last_day = format_date(one.last_day) if one.last_day else ""
        somebody = gettext("resident")
    link = one.page if typed else f"{one.page}#{one.person.code}"
    named = {NAME: one.person.name or somebody, LINK: link, CODE: one.person.code}
    return named | {LAST_DAY: last_day}


def email_to(one: Addressed, *, stop_url: str) -> Message:
    """Write the e-mail: plain words, and the same as a page with its styles inside."""
    values, text = values_for(one), one.words("text")
    subject = filled(one.words("subject"), values)
    page = render_text(
        "mailing/email.html", language=one.language, subject=subject, stop_url=stop_url,
        paragraphs=paragraphs_of(text, values), sender=one.dialogue.owner,
    )  # fmt: skip
    with speaking(one.language):
        below = gettext("You don't want these messages any more? Say so here:")
    plain = f"{filled(text, values)}\n\n--\n{below}\n{stop_url}\n"
    return Message(
        one.person.email, plain, subject=subject, html=INLINER.inline(page),
        language=one.language, stop_url=stop_url,
    )  # fmt: skip


def text_message_to(one: Addressed) -> Message:
    """Write the text message; a template of the service can also use each part by its name."""
    values = values_for(one)
    return Message(
        one.person.phone, filled(one.words("sms"), values), language=one.language, fields=values
    )


def letter_to(one: Addressed) -> Letter:
    """Write the letter; the QR code holds the code, the printed address is short."""
    values = values_for(one, typed=True)
    values[LINK] = values[LINK].removeprefix("https://").removeprefix("http://")
    return Letter(
        lines=(one.person.name, *one.person.lines) if one.person.name else one.person.lines,
        title=filled(one.words("subject"), values) or one.dialogue.title_nl,
        paragraphs=paragraphs_of(one.words("text"), values),
        code=one.person.code,
        language=one.language,
        qr=entrance(one.page, one.person.code),
    )


def paragraphs_of(text: str, values: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Cut words into paragraphs, and each into what was written and what is filled in."""
    written = BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n").strip())
    return tuple(tuple(pieces_of(each, values)) or (Piece(""),) for each in written)


def stop_address(recipient: Recipient, *, site: str, key: bytes) -> str:
    """Give the address at which somebody stops these messages."""
    return f"{site.rstrip('/')}{stop_path(recipient.id, key=key)}"
