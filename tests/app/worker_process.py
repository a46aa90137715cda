"""Workers in processes of their own, to be killed: `python worker_process.py`.

Imports once, and makes a worker of itself (a fork) for every order on its input; starting Python
and reading the model for each of them cost more than the work. Orders are lines of JSON:
{"start": [address, mode, file for what it says]} answers with the number of the process,
{"wait": number, "seconds": ...} with its exit code, or null when it still runs by then.

With the mode "stall" the model falls asleep for good at its second batch; it is the real model
otherwise.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
import traceback

import hdbscan  # noqa: F401  (imported for all workers at once)
import sklearn.feature_extraction.text  # noqa: F401  (the same)

from app.config import Settings
from app.worker import run_worker
from clustering import SILENT, Embedder, load_embedder


class Stalling:
    """The real model, that never comes back from its second batch."""

    def __init__(self, real: Embedder) -> None:
        self.real, self.batches = real, 0
        self.name, self.dimension, self.fingerprint = real.name, real.dimension, real.fingerprint

    def embed(self, texts, *, progress=SILENT):
        self.batches += 1
        while self.batches == 2:
            time.sleep(60)
        return self.real.embed(texts, progress=progress)


def work(address: str, embedder: Embedder) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(Settings(database_url=address), stop=stop, poll_seconds=0.05, load=lambda: embedder)


def start(address: str, mode: str, file: str, real: Embedder) -> int:
    """Make a worker; what it says goes to the file."""
    if child := os.fork():
        return child
    code = 1
    try:
        said = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        work(address, Stalling(real) if mode == "stall" else real)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def wait(child: int, seconds: float) -> int | None:
    """The exit code of a worker, as subprocess gives it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


def main() -> None:
    real = load_embedder()
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            answer = start(*order["start"], real)
        else:
            answer = wait(order["wait"], order["seconds"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
