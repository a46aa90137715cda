"""No request is larger than any form of ours can be; one form of staff may hold a large file."""

import re
from collections import deque

from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import current_staff, facilitating
from app.db import reading
from app.errors import TooMuchSent, show_refusal
from dialogue.errors import ListTooLarge, Refusal

# A text of 2,000 characters is at most 8 kB; the largest form of staff stays far under this.
LARGEST_BODY = 64 * 1024
# A list of 100,000 addresses, with the form around it.
LARGEST_LIST = 25_000_000 + LARGEST_BODY
LISTS = re.compile(r"/facilitator/dialogues/([\w-]+)/addresses")
# So much more, or as much again, is read and thrown away, so that a browser has sent all and reads
# our answer.
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
        largest = await largest_for(Request(scope))
        body = await read_body(receive, largest)
        if body is None:
            list_sent = ListTooLarge(most=LARGEST_LIST // 1_000_000)
            refusal = list_sent if largest == LARGEST_LIST else TooMuchSent()
            response = await show_refusal(Request(scope), refusal)
            await response(scope, receive, send)
            return

        async def read_on() -> Message:
            """Hand the body on as it came in, so that a large one is in memory once."""
            if not body:
                return await receive()
            part = body.popleft()
            return {"type": "http.request", "body": part, "more_body": bool(body)}

        await self.app(scope, read_on, send)


async def largest_for(request: Request) -> int:
    """Say how much may be sent: a list of addresses only by who may bring it in here."""
    found = LISTS.fullmatch(request.url.path)
    if found is None or request.method != "POST":
        return LARGEST_BODY
    brings_in = await run_in_threadpool(may_bring_in, request, found[1])
    return LARGEST_LIST if brings_in else LARGEST_BODY


def may_bring_in(request: Request, slug: str) -> bool:
    """Tell whether somebody facilitates this dialogue, before a byte of a large file is kept."""
    state = request.app.state
    with reading(state.engine) as session:
        try:
            staff = current_staff(request, session, state.settings, state.clock())
            facilitating(session, staff, slug)
        except Refusal:
            return False
    return True


async def read_body(receive: Receive, largest: int) -> deque[bytes] | None:
    """Read a body to its end; none when it is too large. Raises ClientDisconnect."""
    parts: deque[bytes] = deque()
    length, more = 0, True
    while more and length <= largest + max(largest, MOST_THROWN_AWAY):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect  # half a form is no form
        part = message.get("body", b"")
        length += len(part)
        more = message.get("more_body", False)
        if length > largest:
            parts.clear()
        elif part or not (more or parts):
            parts.append(part)
    return parts if length <= largest else None
