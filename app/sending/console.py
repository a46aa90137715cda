"""Print messages instead of sending them: only to try things out, never with real people."""

import sys
from typing import Self

from app.sending.message import Message


class ConsolePost:
    """Writes each message to standard output, where who tries things out reads it.

    Chosen by the word "console" in the settings only: it shows addresses and codes.
    """

    def __enter__(self) -> Self:
        """Get ready."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """There is nothing to close."""

    def send(self, message: Message) -> str:
        """Print one message."""
        parts = (f"To: {message.to}", f"Subject: {message.subject}", "", message.text, "--")
        sys.stdout.write("\n".join(parts) + "\n")
        sys.stdout.flush()
        return message.reference or "console"

    def sent_before(self, reference: str) -> str:
        """Nobody knows what was printed before."""
        return ""
