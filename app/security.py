"""Tokens, cookies and the headers that every answer carries."""

import hmac
import secrets
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STAFF_COOKIE = "samenspraak-staff"
# Holds "slug.token": pages must know on which dialogue's kiosk they are shown.
KIOSK_COOKIE = "samenspraak-kiosk"
LANGUAGE_COOKIE = "samenspraak-language"

# No request to a third party, nothing inline: scripts and styles come from our own files only.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def new_token() -> str:
    """Make a session token of 256 random bits."""
    return secrets.token_urlsafe(32)


def keyed_hash(value: str, *, key: bytes, purpose: str) -> str:
    """Return what may be stored of a secret (HMAC-SHA256, hex); the purpose keeps uses apart."""
    return hmac.new(key, f"{purpose}\0{value}".encode(), sha256).hexdigest()


def visit_cookie(slug: str) -> str:
    """Name the cookie that keeps somebody's place in one dialogue."""
    return f"samenspraak-visit-{slug}"


def cookie_name(name: str, *, secure: bool) -> str:
    """Add the prefix by which a browser refuses to let another site set the cookie."""
    return f"__Host-{name}" if secure else name


def set_cookie(response: Response, name: str, value: str, *, secure: bool, days: int = 1) -> None:
    """Set a cookie that scripts can't read and other sites can't send along with a form."""
    response.set_cookie(
        cookie_name(name, secure=secure),
        value,
        max_age=days * 86_400,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def forget_cookie(response: Response, name: str, *, secure: bool) -> None:
    """Let the browser forget a cookie, under the same conditions as it was set."""
    response.delete_cookie(
        cookie_name(name, secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )


def own_path(address: str) -> str | None:
    """Return an address that leads to a page of ours, or none when it could lead elsewhere.

    A browser reads ``//host`` and ``/\\host`` as another site, and skips tabs and newlines.
    """
    hidden = any(char <= " " or char == "\\" for char in address)
    own = address.startswith("/") and not address.startswith("//") and not hidden
    return address if own else None


class SecurityHeaders:
    """Add the headers to every answer; pages are never kept by a cache unless they say so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add what is missing to the answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)
