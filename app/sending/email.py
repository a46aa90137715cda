"""E-mail over SMTP (aiosmtplib): one connection for many messages, and one message by itself."""

import re
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib
from anyio.from_thread import BlockingPortal, start_blocking_portal

from app.config import Settings
from app.sending.console import ConsolePost
from app.sending.message import Message, Post
from app.sending.problems import (
    NotSetUp,
    SendingFailed,
    ServiceAway,
    ServiceRefused,
    TryLater,
    Undeliverable,
)
from dialogue.models import new_id

CONSOLE = "console"
SECONDS = 20
# A password never goes over a line that others can read; a server on this machine has no line.
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
# RFC 3463: 5.1.x and 5.2.x are about the address and its mailbox, 5.7.x about us.
ABOUT_THE_ADDRESS = re.compile(r"^5\.[12]\.\d+")
ENHANCED = re.compile(r"^\d\.\d+\.\d+")
NO_SUCH_MAILBOX = (550, 551, 553)


def email_is_on(settings: Settings) -> bool:
    """Tell whether e-mail can be sent here."""
    server = settings.mail_server.get_secret_value()
    return server == CONSOLE or bool(server and settings.mail_from)


def send_email(
    settings: Settings, *, to: str, subject: str, text: str, html: str = "", language: str = "nl"
) -> str:
    """Send one e-mail and give its Message-ID; takes up to a minute when the server is slow.

    Raises NotSetUp, Undeliverable (this address), or TryLater, ServiceAway, ServiceRefused.
    In the web process never call it inside a request: that would hold the database meanwhile.
    Give it to FastAPI's ``BackgroundTasks`` (they run after the commit and after the answer),
    wrapped in something that catches SendingFailed; or show the link to who asked, to pass it on
    themselves. In the worker call it outside any transaction and store the outcome afterwards.
    """
    with email_post(settings) as post:
        return post.send(Message(to, text, subject=subject, html=html, language=language))


def email_post(settings: Settings) -> Post:
    """Give the way to send e-mail that the settings name. Raises NotSetUp."""
    address = settings.mail_server.get_secret_value()
    if address == CONSOLE:
        return ConsolePost()
    if not email_is_on(settings):
        raise NotSetUp
    return EmailPost(server_at(address), settings.mail_from)


@dataclass(frozen=True)
class Server:
    """Where e-mail is handed in."""

    host: str
    port: int
    user: str
    password: str
    encrypted: bool

    @property
    def must_encrypt(self) -> bool | None:
        """Say whether STARTTLS is a must, or (None) used when the server offers it."""
        if self.encrypted:
            return False
        return True if self.password and self.host not in OWN_MACHINE else None


def server_at(address: str) -> Server:
    """Read ``smtp://user:password@host:587`` or ``smtps://...``. Raises NotSetUp."""
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise NotSetUp
    encrypted = parts.scheme == "smtps"
    port = parts.port or (465 if encrypted else 587 if parts.username else 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port, user, password, encrypted)


class EmailPost:
    """Hands e-mail in at a server; connects at the first message and again after a fault."""

    def __init__(self, server: Server, sender: str) -> None:
        self._server, self._sender = server, sender
        self._open = ExitStack()
        self._loop: BlockingPortal | None = None
        self._line: aiosmtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Get ready."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Say goodbye to the server."""
        self.hang_up()
        self._open.close()
        self._loop = None

    def send(self, message: Message) -> str:
        """Hand in one message; give its Message-ID."""
        try:
            made = letter_of(message, self._sender)
            self._run(self._hand_in, made)
        except (ValueError, aiosmtplib.SMTPNotSupported) as fault:
            # What can't be written in a header, or in a script that this server can't handle.
            self.hang_up()
            raise unusable(message, fault) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
            self.hang_up()
            raise meaning_of(fault) from None
        return str(made["Message-ID"])

    def sent_before(self, reference: str) -> str:
        """A mail server doesn't tell; the same Message-ID lets a mailbox know a second copy."""
        return ""

    def _run(self, work: Callable[..., Awaitable[object]], *given: object) -> None:
        """Run it in a loop in a thread of its own, wherever we are called from."""
        if self._loop is None:
            self._loop = self._open.enter_context(start_blocking_portal())
        self._loop.call(work, *given)

    async def _hand_in(self, made: EmailMessage) -> None:
        if self._line is None or not self._line.is_connected:
            self._line = await connected(self._server)
        await self._line.send_message(made)

    def hang_up(self) -> None:
        """End the connection, whatever state it is in."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                self._run(line.quit)
            line.close()


async def connected(server: Server) -> aiosmtplib.SMTP:
    """Connect, encrypt and log in."""
    line = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.encrypted,
        start_tls=server.must_encrypt,
        timeout=SECONDS,
    )
    await line.connect()
    return line


def letter_of(message: Message, sender: str) -> EmailMessage:
    """Write a message as an e-mail: plain text, with the same as a page for who reads that."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, message.to, one_line(message.subject)
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = message_id(message.reference, sender)
    made["Content-Language"] = message.language
    made["Auto-Submitted"] = "auto-generated"
    if message.stop_url:
        made["List-Unsubscribe"] = f"<{message.stop_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(message.text)
    if message.html:
        made.add_alternative(message.html, subtype="html")
    return made


def one_line(text: str) -> str:
    """Keep a subject on one line: a line end would begin another header."""
    return " ".join(text.split())


def message_id(reference: str, sender: str) -> str:
    """Give the same Message-ID for the same reference, so that a mailbox knows a second copy."""
    return f"<{reference or new_id().hex}@{domain_of(sender)}>"


def domain_of(sender: str) -> str:
    """Take the domain of the sender's address."""
    return sender.rpartition("@")[2].strip(" <>") or "localhost"


def unusable(message: Message, fault: Exception) -> SendingFailed:
    """Tell an address that can't be used from a server that can't do what we need."""
    odd_address = isinstance(fault, ValueError) or not message.to.isascii()
    return Undeliverable() if odd_address else ServiceRefused()


def meaning_of(fault: Exception) -> SendingFailed:
    """Say what a fault of the server asks of us."""
    if isinstance(fault, aiosmtplib.SMTPRecipientsRefused):
        return meaning_of(fault.recipients[0])
    if isinstance(fault, aiosmtplib.SMTPConnectError) or not isinstance(
        fault, aiosmtplib.SMTPResponseException
    ):
        return ServiceAway()
    if fault.code < 500:
        about_one = isinstance(fault, aiosmtplib.SMTPRecipientRefused)
        return TryLater() if about_one else ServiceAway()
    return Undeliverable() if about_the_address(fault) else ServiceRefused()


def about_the_address(fault: aiosmtplib.SMTPResponseException) -> bool:
    """Tell whether it is this address that is refused, and not we."""
    if not isinstance(fault, aiosmtplib.SMTPRecipientRefused):
        return False
    said = fault.message.strip()
    if ENHANCED.match(said):
        return bool(ABOUT_THE_ADDRESS.match(said))
    return fault.code in NO_SUCH_MAILBOX and "relay" not in said.lower()
