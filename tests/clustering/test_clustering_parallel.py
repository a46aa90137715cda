"""Who computes a vector makes no difference to it."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

from clustering import ParallelEmbedder
from clustering.embedding import Embedder
from clustering.errors import EmbeddingInterrupted

TEXTS = [f"antwoord nummer {number} over de huisarts" for number in range(1_100)]


def test_a_given_executor_gives_the_vectors_of_the_model_in_order(embedder: Embedder) -> None:
    heard: list[int] = []

    class Listener:
        def step(self, name: str, done: int, total: int) -> None:
            heard.append(done)

    with ThreadPoolExecutor(2) as executor:
        spread = ParallelEmbedder(embedder, executor=executor).embed(TEXTS, progress=Listener())

    np.testing.assert_allclose(spread, embedder.embed(TEXTS), atol=1e-5)
    assert heard[-1] == len(TEXTS)


def test_own_processes_give_the_vectors_of_the_model(embedder: Embedder) -> None:
    spread = ParallelEmbedder(embedder, workers=2)
    try:
        vectors = spread.embed(TEXTS)
    finally:
        spread.close()

    np.testing.assert_allclose(vectors, embedder.embed(TEXTS), atol=1e-5)


def test_few_texts_start_no_worker(embedder: Embedder) -> None:
    class Unwilling(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[object]:
            raise AssertionError("no worker was needed")

    assert len(ParallelEmbedder(embedder, executor=Unwilling()).embed(["een"])) == 1


def test_a_worker_that_is_killed_gives_a_plain_message(embedder: Embedder) -> None:
    class Dying(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[object]:
            future: Future[object] = Future()
            future.set_exception(BrokenProcessPool())
            return future

    with pytest.raises(EmbeddingInterrupted, match="try again"):
        ParallelEmbedder(embedder, executor=Dying()).embed(TEXTS)
