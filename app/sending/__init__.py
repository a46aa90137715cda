"""Send what was written to one person: by e-mail or text message, with named failures.

It knows addresses and services, and nothing of why somebody is written to; no address and no word
of a message is ever logged.
"""

from app.sending.email import email_is_on, send_email
from app.sending.problems import (
    NotSetUp,
    SendingFailed,
    ServiceAway,
    ServiceRefused,
    TryLater,
    Undeliverable,
)

__all__ = [
    "NotSetUp",
    "SendingFailed",
    "ServiceAway",
    "ServiceRefused",
    "TryLater",
    "Undeliverable",
    "email_is_on",
    "send_email",
]
