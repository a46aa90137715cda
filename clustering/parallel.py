"""Embedding in several processes, or on several machines, through one small interface.

ParallelEmbedder(embedder, executor=None, workers=None): an Embedder that spreads its texts over a
`concurrent.futures.Executor`. None starts a process per core when first needed and `close()` stops
them; Dask's `Client.get_executor()` takes its place on many machines. Results don't depend on who
computed them: each block is embedded alone, in the order of the texts. On one machine the default
model uses its cores by itself, with threads, and gains nothing here; a torch model may.
"""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache

import numpy as np

from clustering.embedding import Embedder, load_embedder
from clustering.errors import EmbeddingInterrupted, FingerprintMismatch
from clustering.progress import SILENT, Progress
from clustering.quantisation import Vectors

_BLOCK = 512


class ParallelEmbedder:
    """Spreads texts over workers that each load the same model by its name."""

    def __init__(
        self, embedder: Embedder, *, executor: Executor | None = None, workers: int | None = None
    ) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.fingerprint = embedder.fingerprint
        self.languages: frozenset[str] = getattr(embedder, "languages", frozenset())
        self._embedder = embedder
        self._executor = executor
        self._owned: ProcessPoolExecutor | None = None
        self._workers = workers or os.cpu_count() or 1

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Return float32 (len(texts), dimension) with unit rows, in the order of the texts.

        Few texts are embedded here at once: starting workers would take longer. Raises
        EmbeddingInterrupted when a worker dies; nothing was stored then, so it can be repeated.
        """
        if len(texts) <= _BLOCK:
            return self._embedder.embed(texts, progress=progress)
        try:
            return self._spread(texts, progress)
        except BrokenProcessPool as error:
            self.close()
            raise EmbeddingInterrupted(len(texts)) from error

    def close(self) -> None:
        """Stop the processes that were started here; a given executor is left alone."""
        if self._owned is not None:
            self._owned.shutdown()
            self._owned = None

    def _spread(self, texts: Sequence[str], progress: Progress) -> Vectors:
        vectors: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        running = {
            self._pool().submit(
                embed_block, self.name, self.fingerprint, list(texts[start : start + _BLOCK])
            ): start
            for start in range(0, len(texts), _BLOCK)
        }
        done = 0
        for future in as_completed(running):
            block = future.result()
            start = running[future]
            vectors[start : start + len(block)] = block
            done += len(block)
            progress.step("embed", done, len(texts))
        return vectors

    def _pool(self) -> Executor:
        if self._executor is not None:
            return self._executor
        if self._owned is None:
            # A forked process would inherit the locks of BLAS threads that don't exist in it.
            context = multiprocessing.get_context("spawn")
            self._owned = ProcessPoolExecutor(self._workers, mp_context=context)
        return self._owned


def embed_block(name: str, fingerprint: str, texts: list[str]) -> Vectors:
    """Embed a block in a worker; its model is loaded once and must be the very same one."""
    embedder = _worker_embedder(name)
    if embedder.fingerprint != fingerprint:
        raise FingerprintMismatch(fingerprint, embedder.fingerprint)
    return embedder.embed(texts)


@lru_cache(maxsize=1)
def _worker_embedder(name: str) -> Embedder:
    # One thread each: the processes already use all cores.
    return load_embedder(name, threads=1)
