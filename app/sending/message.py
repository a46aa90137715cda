"""What is sent, and what every way of sending can do."""

from dataclasses import dataclass, field
from typing import Protocol, Self


@dataclass(frozen=True)
class Message:
    """One message to one address: an e-mail address, or a telephone number as +31612345678.

    ``reference`` is ours and always the same for this message, so that a service or a mailbox can
    know it again when it comes twice. ``stop_url`` leads to where somebody says "no more".
    ``fields`` fill the placeholders of a template that a service keeps.
    """

    to: str
    text: str
    subject: str = ""
    html: str = ""
    language: str = "nl"
    reference: str = ""
    stop_url: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Post(Protocol):
    """A way of sending, kept open for several messages."""

    def __enter__(self) -> Self:
        """Get ready; nothing is connected yet."""

    def __exit__(self, *_fault: object) -> None:
        """Close what was opened."""

    def send(self, message: Message) -> str:
        """Send and give how the service calls it. Raises a kind of SendingFailed."""

    def sent_before(self, reference: str) -> str:
        """Give how the service calls a message of ours that it took before; empty: unknown."""
