"""Many small pieces of work on all cores, with the matrix library held to one thread in each.

in_threads(work, items, threads=None) -> a generator of the results, in the order of the items
unthreaded() -> a context in which the matrix library uses one thread

A product of small matrices spread over threads mostly waits for its threads, on a busy machine up
to a hundred times as long as it computes; whole pieces side by side don't. NumPy lets go of the
interpreter's lock while it computes.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import scipy.linalg  # noqa: F401  (brings a matrix library of its own, which must be there to limit)
from threadpoolctl import ThreadpoolController

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_threads(
    work: Callable[[Item], Result], items: Iterable[Item], *, threads: int | None = None
) -> Generator[Result, None, None]:
    """Do the work for each item; who computes what can't matter, so neither can the threads.

    Close the generator to leave undone what was not begun.
    """
    with unthreaded():
        if threads == 1:
            yield from map(work, items)
            return
        with ThreadPoolExecutor(threads or cores()) as pool:
            yield from pool.map(work, items)


class _Limit:
    """The number of threads that BLAS takes is one for the whole process: the last one out lifts
    the limit that the first one in set.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._libraries = ThreadpoolController()
        self._limited: Any = None

    def enter(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._limited = self._libraries.limit(limits=1, user_api="blas")

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._limited.restore_original_limits()


_limit = _Limit()


@contextmanager
def unthreaded() -> Iterator[None]:
    """Hold the matrix library to one thread, also while others do so at the same time."""
    _limit.enter()
    try:
        yield
    finally:
        _limit.leave()


def cores() -> int:
    """Tell how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
