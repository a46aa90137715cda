"""Streams that tell an open page that there is something new: how many run, and when they end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dialogue.errors import TooManyAttempts

MOST_STREAMS = 40


class TooManyWatching(TooManyAttempts):
    """So many pages are watched live already that this one has to be reloaded by hand."""

    message = "Many people are watching live now."
    advice = "Reload the page to see what is new."


class LiveStreams:
    """The streams of this process.

    A stream keeps its connection open, and a server that stops waits for its connections. So a
    stream goes on only under a server that says when it stops (``until``); under any other it
    tells what is known and ends, and the browser asks again after a while.
    """

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self.most = most
        self.running = 0
        self.stopping: Callable[[], bool] = lambda: True

    def until(self, stopping: Callable[[], bool]) -> None:
        """Let streams go on until the server stops."""
        self.stopping = stopping

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place for a stream, or refuse; called on the event loop only."""
        if self.running >= self.most:
            raise TooManyWatching
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
