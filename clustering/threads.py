"""Many small pieces of work on all cores, with the matrix library held to one thread in each.

in_threads(work, items) -> an iterator over the results, in the order of the items
unthreaded() -> a context in which the matrix library uses one thread

A product of small matrices spread over threads mostly waits for its threads, on a busy machine up
to a hundred times as long as it computes; whole pieces side by side don't. NumPy lets go of the
interpreter's lock while it computes.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_threads(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Do the work for each item; who computes what can't matter, so neither can the threads."""
    with unthreaded(), ThreadPoolExecutor(_cores()) as pool:
        yield from pool.map(work, items)


def unthreaded() -> AbstractContextManager[object]:
    """Hold the matrix library to one thread."""
    limits: AbstractContextManager[object] = threadpool_limits(1, "blas")
    return limits


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
