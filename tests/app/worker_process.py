"""A worker in a process of its own, to be killed: `python worker_process.py ADDRESS MODE`.

With MODE "stall" the model falls asleep for good at its second batch; it is the real model
otherwise.
"""

import logging
import signal
import sys
import threading
import time

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


def load(mode: str) -> Embedder:
    real = load_embedder()
    return Stalling(real) if mode == "stall" else real


def main(address: str, mode: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(
        Settings(database_url=address), stop=stop, poll_seconds=0.05, load=lambda: load(mode)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
