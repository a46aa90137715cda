"""Tell an open page that who takes part was measured anew."""

from collections.abc import AsyncIterator
from uuid import UUID

import anyio
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy import Engine

from app.access import Desk
from app.db import reading
from app.live import LiveStreams
from app.queries.naming import when_measured

router = APIRouter()

SECONDS_BETWEEN_LOOKS = 1.0
# After so many looks a stream ends: the browser opens a new one, and its right is looked at anew.
MOST_LOOKS = 600
ASK_AGAIN_MS = 5_000


async def take_place(request: Request) -> AsyncIterator[None]:
    """Take a place among the streams until this one has ended."""
    with request.app.state.live.place():
        yield


@router.get(
    "/facilitator/dialogues/{slug}/participation/live",
    response_class=EventSourceResponse,
    dependencies=[Depends(take_place)],
    include_in_schema=False,
)
async def follow_participation(
    request: Request, desk: Desk, since: str = ""
) -> AsyncIterator[ServerSentEvent]:
    """Send the moment of each new measuring; ``since`` is the one that the page shows."""
    known = request.headers.get("last-event-id", since)
    state = request.app.state
    async for event in moments(state.engine, state.live, desk.dialogue.id, known=known):
        yield event


async def moments(
    engine: Engine, live: LiveStreams, dialogue_id: UUID, *, known: str
) -> AsyncIterator[ServerSentEvent]:
    """Look again and again when this dialogue was measured, with a short session each time."""
    yield ServerSentEvent(comment="following", retry=ASK_AGAIN_MS)
    for _ in range(MOST_LOOKS):
        found = await run_in_threadpool(look, engine, dialogue_id)
        if found and found != known:
            known = found
            yield ServerSentEvent(event="measured", id=found, data=found)
        if live.stopping():
            return
        await anyio.sleep(SECONDS_BETWEEN_LOOKS)


def look(engine: Engine, dialogue_id: UUID) -> str:
    """Read when who took part was measured last; empty when never."""
    with reading(engine) as session:
        found = when_measured(session, dialogue_id)
    return found.isoformat() if found else ""
