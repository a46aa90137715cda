"""From words to vectors as they are stored."""

from collections.abc import Callable, Sequence
from threading import Lock
from uuid import UUID

import numpy as np

from clustering import SILENT, Embedder, Progress, quantise
from clustering.cleaning import clean, has_words
from clustering.quantisation import Vectors


def embedding_rows(embedder: Embedder, words: dict[UUID, str]) -> list[dict[str, object]]:
    """Embed these versions; one without letters or digits gets zeros, which are in no cluster."""
    readable = [each for each, text in words.items() if has_words(clean(text))]
    codes = quantise(embedder.embed([words[each] for each in readable]))
    vectors = dict(zip(readable, codes, strict=True))
    nothing = np.zeros(embedder.dimension, dtype=np.int8)
    return [
        {
            "version_id": each,
            "fingerprint": embedder.fingerprint,
            "vector": vectors.get(each, nothing).tobytes(),
        }
        for each in words
    ]


class Shared:
    """The embedder of a process whose threads share it: loaded once, used by one at a time."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load, self._loading = load, Lock()
        self._one: Embedder | None = None

    def __call__(self) -> Embedder:
        """Give the embedder; it is loaded by whoever comes first. What loading raises is raised."""
        with self._loading:
            if self._one is None:
                self._one = OneAtATime(self._load())
            return self._one


class OneAtATime:
    """An embedder that lets its callers wait for each other."""

    def __init__(self, real: Embedder) -> None:
        self._real, self._turn = real, Lock()
        self.name, self.dimension, self.fingerprint = real.name, real.dimension, real.fingerprint

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Embed these texts when it's their turn."""
        with self._turn:
            return self._real.embed(texts, progress=progress)
