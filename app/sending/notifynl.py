"""Text messages by NotifyNL, whose interface is that of GOV.UK Notify (docs.notifynl.nl)."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Self

import httpx

from app.config import Settings
from app.sending.console import ConsolePost
from app.sending.message import Message, Post
from app.sending.problems import (
    NotSetUp,
    SendingFailed,
    ServiceAway,
    ServiceRefused,
    Undeliverable,
)

SECONDS = 20
LARGEST_REPLY = 200_000
NOTIFICATIONS = "/v2/notifications"
# A key is "name-service-secret"; the last two are UUIDs of 36 characters.
UUID_LENGTH = 36
SHORTEST_KEY = 2 * UUID_LENGTH + 1


def text_messages_are_on(settings: Settings) -> bool:
    """Tell whether text messages can be sent here."""
    return bool(settings.sms_service)


def text_message_post(settings: Settings, *, transport: httpx.BaseTransport | None = None) -> Post:
    """Give the way to send text messages that the settings name. Raises NotSetUp."""
    if settings.sms_service == "console":
        return ConsolePost()
    key = settings.sms_key.get_secret_value() if settings.sms_key else ""
    ready = settings.sms_service == "notifynl" and settings.sms_template
    if not ready or len(key) < SHORTEST_KEY:
        raise NotSetUp
    return NotifyPost(settings.sms_url, key, settings.sms_template, transport=transport)


class NotifyPost:
    """Sends with one template of the service; ``clock`` gives seconds since 1970."""

    def __init__(
        self,
        url: str,
        key: str,
        template: str,
        *,
        clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._key, self._template, self._clock = key, template, clock
        # No redirect is followed: numbers and codes go to the address of the settings alone.
        self._client = httpx.Client(
            base_url=url, timeout=SECONDS, follow_redirects=False, transport=transport
        )

    def __enter__(self) -> Self:
        """Get ready."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, message: Message) -> str:
        """Send one text message; give the id that the service gave it."""
        body = {
            "phone_number": message.to,
            "template_id": self._template,
            "personalisation": {**message.fields, "text": message.text},
            "reference": message.reference,
        }
        return str(self._ask("POST", f"{NOTIFICATIONS}/sms", content=json.dumps(body))["id"])

    def sent_before(self, reference: str) -> str:
        """Give the id under which the service has this reference already, or nothing."""
        found = self._ask("GET", NOTIFICATIONS, params={"reference": reference})
        known = found.get("notifications", [])
        return str(known[0]["id"]) if isinstance(known, list) and known else ""

    def _ask(
        self,
        method: str,
        path: str,
        *,
        content: str | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, object]:
        headers = {
            "Authorization": f"Bearer {token(self._key, int(self._clock()))}",
            "Content-Type": "application/json",
        }
        try:
            reply = self._client.request(
                method, path, content=content, params=params, headers=headers
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ServiceAway from None
        said = read(reply)
        if reply.status_code not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise meaning_of(reply.status_code, said)
        if method == "POST" and "id" not in said:
            raise ServiceRefused
        return said


def read(reply: httpx.Response) -> dict[str, object]:
    """Read a reply as far as one of theirs can reach; what is no object is empty."""
    try:
        found = json.loads(reply.content[:LARGEST_REPLY])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def meaning_of(status: int, said: Mapping[str, object]) -> SendingFailed:
    """Say what a status asks of us; only a number that the service can't use is about one person.

    Source: the error tables of GOV.UK Notify's REST API (400 BadRequestError or ValidationError,
    403 AuthError, 429 RateLimitError or TooManyRequestsError, 500).
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.REQUEST_TIMEOUT,
    ):
        return ServiceAway()
    if status == HTTPStatus.BAD_REQUEST and about_the_number(said):
        return Undeliverable()
    return ServiceRefused()


def about_the_number(said: Mapping[str, object]) -> bool:
    """Tell whether the service has nothing but the number to complain about."""
    errors = said.get("errors")
    if not isinstance(errors, list) or not errors:
        return False
    return all(
        isinstance(each, dict) and str(each.get("message", "")).startswith("phone_number")
        for each in errors
    )


def token(key: str, issued: int) -> str:
    """Make the token that the service asks for: a JWT signed with HMAC-SHA256 (RFC 7519)."""
    service, secret = key[-SHORTEST_KEY : -UUID_LENGTH - 1], key[-UUID_LENGTH:]
    head = part({"typ": "JWT", "alg": "HS256"})
    signed = f"{head}.{part({'iss': service, 'iat': issued})}"
    mark = hmac.digest(secret.encode(), signed.encode(), "sha256")
    return f"{signed}.{encoded(mark)}"


def part(content: Mapping[str, object]) -> str:
    """Write one part of a token."""
    return encoded(json.dumps(content, separators=(",", ":")).encode())


def encoded(content: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
