"""A real mail server for tests: it takes what it gets, or says what a test tells it to say."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller
from pydantic import SecretStr

from app.config import Settings


class Mailbox:
    """Keeps every message; ``replies`` are what is said to a RCPT, by address."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.replies: dict[str, str] = {}
        self.to_data = "250 2.0.0 taken"
        self.port = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802  (aiosmtpd's)
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 welcome"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        if self.to_data.startswith("250"):
            read = BytesParser(policy=default).parsebytes(envelope.content)
            self.received.append(read)
        return self.to_data

    def settings(self, known: Settings, **more: object) -> Settings:
        return known.model_copy(
            update={
                "mail_server": SecretStr(f"smtp://127.0.0.1:{self.port}"),
                "mail_from": "Samenspraak <dialoog@example.nl>",
                "public_url": "https://samenspraak.example.nl",
                **more,
            }
        )

    def to(self) -> list[str]:
        return [message["To"] for message in self.received]


@contextmanager
def mail_server(
    mailbox: Mailbox | None = None, port: int = 0, *, utf8: bool = True
) -> Iterator[Mailbox]:
    """Serve on a port of this machine until the block ends."""
    mailbox = mailbox or Mailbox()
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port or free_port(), enable_SMTPUTF8=utf8
    )
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
