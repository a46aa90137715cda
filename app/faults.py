"""What we did not foresee: a page for the visitor, the place for the operator, nobody's words."""

import logging
import traceback
from collections.abc import Iterator

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import show_own_fault

log = logging.getLogger(__name__)


class OwnFaults:
    """Catch every failure that has no page of its own.

    The framework would answer outside our headers and write the whole failure to the log; its
    message may hold what somebody wrote. Here the log gets the kind and the place.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer for us when it fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        heard: list[Message] = []
        answered = False

        async def receive_and_keep() -> Message:
            heard.append(message := await receive())
            return message

        async def send_and_note(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, receive_and_keep, send_and_note)
        except ClientDisconnect:
            return
        except Exception as fault:
            log.error("a request failed: %s", place_of(fault, scope))
            if answered:
                raise HalfAnswered from None
            request = await read_again(scope, heard)
            response = await show_own_fault(request, fault)
            await response(scope, receive, send)


class HalfAnswered(Exception):
    """The answer had begun, so that no page can be sent any more."""


def place_of(fault: BaseException, scope: Scope) -> str:
    """Say what failed and where, without the message of the failure or the address asked for."""
    route = getattr(scope.get("route"), "path", "no route")
    lines = [f"{scope['method']} {route}"]
    for each in causes_of(fault):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        lines += [line.rstrip() for line in traceback.format_tb(each.__traceback__)]
    return "\n".join(lines)


def causes_of(fault: BaseException | None) -> Iterator[BaseException]:
    """Give a failure and what caused it, the outermost first."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


async def read_again(scope: Scope, heard: list[Message]) -> Request:
    """Make a request of what was received, to hand the words of its form back."""
    waiting = iter(heard)

    async def replay() -> Message:
        return next(waiting, {"type": "http.disconnect"})

    request = Request(scope, replay)
    try:
        await request.form()
    except (ClientDisconnect, HTTPException, AssertionError):
        log.warning("the form of a failed request could not be read again")
    return request
