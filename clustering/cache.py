"""Vectors kept in a file, so that a text is embedded once in its life.

VectorCache(path, embedder): an Embedder that looks each text up before it embeds it.

The file starts with a line naming the model's fingerprint; after it come records of one size:
16 bytes text hash, d bytes int8 code, 4 bytes checksum. Records are only appended, so a process
that is killed leaves at most one torn record, which is cut off at the next start.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from clustering.embedding import Embedder
from clustering.errors import FingerprintMismatch, InvalidVectors
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes, Vectors, dequantise, quantise

_HASH_BYTES = 16
_CHECKSUM_BYTES = 4
_BLOCK = 1_024


class VectorCache:
    """Wraps an embedder with a file of the vectors it made; rows are those of the int8 codes."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        """Open or create the file; raises FingerprintMismatch for one of another model."""
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.fingerprint = embedder.fingerprint
        self.languages: frozenset[str] = getattr(embedder, "languages", frozenset())
        self._embedder = embedder
        self._path = path
        self._known: dict[bytes, bytes] = {}
        if path.exists() and path.stat().st_size:
            self._read()
        else:
            self._append(self._header())

    def __len__(self) -> int:
        return len(self._known)

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Return float32 (len(texts), dimension) with unit rows; embed only unknown texts."""
        keys = [_key(text) for text in texts]
        both = zip(keys, texts, strict=True)
        unknown = {key: text for key, text in both if key not in self._known}
        self._learn(unknown, progress)
        joined = b"".join(self._known[key] for key in keys)
        codes = np.frombuffer(joined, dtype=np.int8).reshape(len(texts), self.dimension)
        return dequantise(codes)

    def _learn(self, unknown: dict[bytes, str], progress: Progress) -> None:
        waiting = list(unknown.items())
        for start in range(0, len(waiting), _BLOCK):
            block = waiting[start : start + _BLOCK]
            codes = self._codes([text for _, text in block])
            fresh = {key: row.tobytes() for (key, _), row in zip(block, codes, strict=True)}
            self._append(b"".join(_record(key, code) for key, code in fresh.items()))
            self._known.update(fresh)
            progress.step("embed", start + len(block), len(waiting))

    def _codes(self, texts: list[str]) -> Codes:
        codes = quantise(self._embedder.embed(texts))
        if codes.shape != (len(texts), self.dimension):
            raise InvalidVectors(
                f"The model gave {codes.shape} numbers where {(len(texts), self.dimension)} were "
                "promised; nothing of it was kept."
            )
        return codes

    def _header(self) -> bytes:
        about = {"fingerprint": self.fingerprint, "dimension": self.dimension}
        return json.dumps(about, sort_keys=True).encode() + b"\n"

    def _named(self) -> str:
        return f"{self.fingerprint} of {self.dimension} numbers"

    def _read(self) -> None:
        content = self._path.read_bytes()
        header, _, body = content.partition(b"\n")
        about = _parsed(header)
        if about.get("fingerprint") != self.fingerprint or about.get("dimension") != self.dimension:
            raise FingerprintMismatch(self._named(), _named_in(about))
        size = _HASH_BYTES + self.dimension + _CHECKSUM_BYTES
        whole = 0
        while (record := body[whole : whole + size]) and _is_whole(record, size):
            self._known[record[:_HASH_BYTES]] = record[_HASH_BYTES:-_CHECKSUM_BYTES]
            whole += size
        if whole < len(body):
            os.truncate(self._path, len(header) + 1 + whole)

    def _append(self, content: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _parsed(header: bytes) -> dict[str, object]:
    try:
        about = json.loads(header)
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}


def _named_in(about: dict[str, object]) -> str:
    if "fingerprint" not in about:
        return "something else than this cache"
    return f"{about['fingerprint']} of {about.get('dimension')} numbers"


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=_HASH_BYTES).digest()


def _record(key: bytes, code: bytes) -> bytes:
    return key + code + zlib.crc32(key + code).to_bytes(_CHECKSUM_BYTES, "little")


def _is_whole(record: bytes, size: int) -> bool:
    content, checksum = record[:-_CHECKSUM_BYTES], record[-_CHECKSUM_BYTES:]
    return len(record) == size and zlib.crc32(content) == int.from_bytes(checksum, "little")
