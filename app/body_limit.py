"""No request is larger than any form of ours can be."""

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooMuchSent, show_refusal

# A text of 2,000 characters is at most 8 kB; the largest form of staff stays far under this.
LARGEST_BODY = 64 * 1024
# So much more is read and thrown away, so that a browser has sent all and reads our answer.
MOST_THROWN_AWAY = 1024 * 1024
WITHOUT_BODY = ("GET", "HEAD")


class BodyLimit:
    """Read what was sent before anything else happens, and refuse too much with a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, if that is small enough."""
        if scope["type"] != "http" or scope["method"] in WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        body = await read_body(receive)
        if body is None:
            response = await show_refusal(Request(scope), TooMuchSent())
            await response(scope, receive, send)
            return
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def read_once() -> Message:
            return unread.pop() if unread else await receive()

        await self.app(scope, read_once, send)


async def read_body(receive: Receive) -> bytes | None:
    """Read a body to its end; none when it is too large. Raises ClientDisconnect."""
    body, length, more = b"", 0, True
    while more and length <= LARGEST_BODY + MOST_THROWN_AWAY:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect  # half a form is no form
        part = message.get("body", b"")
        length += len(part)
        body = body + part if length <= LARGEST_BODY else b""
        more = message.get("more_body", False)
    return body if length <= LARGEST_BODY else None
