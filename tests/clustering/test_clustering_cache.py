"""A text is embedded once; a torn file, a changed model and a killed writer lose nothing else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from clustering import VectorCache
from clustering.errors import FingerprintMismatch, InvalidVectors
from clustering.progress import SILENT, Progress

TEXTS = ["een", "twee", "drie", "twee"]


class CountingEmbedder:
    """An embedder whose vectors depend on the text only, and that remembers what it was asked."""

    name = "counting"
    dimension = 8

    def __init__(self, fingerprint: str = "counting/1") -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> np.ndarray:
        self.asked += texts
        rows = [np.random.default_rng(list(text.encode())).normal(size=8) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, 8)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_each_text_is_embedded_once_also_after_a_restart(tmp_path: Path) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()

    fresh = VectorCache(tmp_path / "vectors", first).embed(TEXTS)
    kept = VectorCache(tmp_path / "vectors", second).embed(TEXTS)

    assert first.asked == ["een", "twee", "drie"]
    assert second.asked == []
    np.testing.assert_array_equal(fresh, kept)


def test_kept_vectors_point_the_way_of_the_embedded_ones(tmp_path: Path) -> None:
    embedder = CountingEmbedder()

    kept = VectorCache(tmp_path / "vectors", embedder).embed(TEXTS)

    assert (kept * embedder.embed(TEXTS)).sum(axis=1).min() > 0.999


def test_a_torn_last_record_is_cut_off_and_embedded_again(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    whole = VectorCache(path, CountingEmbedder()).embed(TEXTS)
    path.write_bytes(path.read_bytes()[:-5])
    embedder = CountingEmbedder()

    again = VectorCache(path, embedder).embed(TEXTS)

    assert embedder.asked == ["drie"]
    np.testing.assert_array_equal(whole, again)
    assert len(VectorCache(path, CountingEmbedder())) == 3


def test_a_spoiled_record_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    VectorCache(path, CountingEmbedder()).embed(["een"])
    content = bytearray(path.read_bytes())
    content[-8] ^= 0xFF
    path.write_bytes(content)

    assert len(VectorCache(path, CountingEmbedder())) == 0


def test_a_file_of_another_model_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    VectorCache(path, CountingEmbedder()).embed(["een"])
    before = path.read_bytes()

    with pytest.raises(FingerprintMismatch, match="counting/1"):
        VectorCache(path, CountingEmbedder("counting/2"))

    assert path.read_bytes() == before


def test_a_file_that_is_no_cache_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Geachte gemeente,\n")

    with pytest.raises(FingerprintMismatch):
        VectorCache(path, CountingEmbedder())

    assert path.read_text() == "Geachte gemeente,\n"


def test_no_texts_give_no_vectors(tmp_path: Path) -> None:
    assert VectorCache(tmp_path / "vectors", CountingEmbedder()).embed([]).shape == (0, 8)


def test_a_file_of_another_dimension_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    VectorCache(path, CountingEmbedder()).embed(["een"])
    wider = CountingEmbedder()
    wider.dimension = 16

    with pytest.raises(FingerprintMismatch, match="of 8 numbers.*of 16 numbers"):
        VectorCache(path, wider)


def test_vectors_of_a_size_that_was_not_promised_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    liar = CountingEmbedder()
    liar.dimension = 16

    with pytest.raises(InvalidVectors, match="nothing of it was kept"):
        VectorCache(path, liar).embed(["een"])

    assert len(VectorCache(path, liar)) == 0
