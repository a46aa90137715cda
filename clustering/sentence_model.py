"""Any sentence-transformers model, by name or path; torch is imported here and nowhere else.

SentenceModelEmbedder(name, device="cpu", threads=None, prompt=None)
"""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clustering.cleaning import CLEANING_VERSION, clean
from clustering.errors import ModelUnavailable
from clustering.passages import embed_pooled
from clustering.progress import SILENT, Progress
from clustering.quantisation import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BLOCK = 256
# Padding makes a batch as slow as its longest text, so long texts go in small batches.
_CHARACTERS_PER_BATCH = 8_000
_LARGEST_BATCH = 64


class SentenceModelEmbedder:
    """Embeds texts with a sentence-transformers model that lies on this machine or on the hub."""

    def __init__(
        self,
        name: str,
        *,
        device: str = "cpu",
        threads: int | None = None,
        prompt: str | None = None,
    ) -> None:
        self.name = name
        self._model = _load(name, device, threads)
        self._prompt = prompt if prompt is not None else _wanted_prompt(name, self._model)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = _fingerprint(name, self._model, self._prompt)

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Return float32 (len(texts), dimension) with unit rows, in the order of the texts."""
        vectors: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        prepared = [clean(text) for text in texts]
        # Texts of like length share a batch, so that little time goes to padding.
        order = np.argsort([len(text) for text in prepared], kind="stable")
        for start in range(0, len(texts), _BLOCK):
            rows = order[start : start + _BLOCK]
            vectors[rows] = embed_pooled([prepared[row] for row in rows], self._encode)
            progress.step("embed", start + len(rows), len(texts))
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        longest = max(len(text) for text in texts)
        size = max(1, min(_LARGEST_BATCH, _CHARACTERS_PER_BATCH // max(1, longest)))
        encoded = self._model.encode(
            texts,
            batch_size=size,
            prompt=self._prompt or None,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(encoded, dtype=np.float32)


def _load(name: str, device: str, threads: int | None) -> "SentenceTransformer":
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelUnavailable(name, "sentence-transformers isn't installed.") from error
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        on_disk = Path(name).is_dir() or _is_cached(name)
        if not on_disk:
            _ask_hub(name)
        return SentenceTransformer(name, device=device, local_files_only=on_disk)
    # Every layer below (hub, http, tokenizer, torch) fails in its own way for a missing model.
    except Exception as error:
        raise ModelUnavailable(name, _plain_cause(error)) from error


def _is_cached(name: str) -> bool:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        snapshot_download(name, local_files_only=True)
    except (HFValidationError, LocalEntryNotFoundError):
        return False
    return True


def _ask_hub(name: str) -> None:
    # The loader itself retries for over a minute when there is no network; one question fails fast.
    from huggingface_hub import HfApi

    HfApi().model_info(name, timeout=10)


def _plain_cause(error: Exception) -> str:
    first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return (
        "it isn't a model folder on this machine and the model hub gave no model of that name "
        f"({type(error).__name__}: {first_line[:160]})."
    )


def _wanted_prompt(name: str, model: "SentenceTransformer") -> str:
    prompts = model.prompts or {}
    if prompts.get("clustering"):
        return str(prompts["clustering"])
    # The e5 family was trained with a prefix on every text and is worse without it.
    return "query: " if "e5" in name.rsplit("/", 1)[-1].lower().split("-") else ""


def _fingerprint(name: str, model: "SentenceTransformer", prompt: str) -> str:
    digest = hashlib.sha256(prompt.encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(memoryview(tensor.detach().cpu().contiguous().float().numpy()).cast("B"))
    library = version("sentence-transformers")
    short_name = name.rstrip("/").rsplit("/", 1)[-1]
    return f"{short_name}/{library}/{CLEANING_VERSION}/sha256:{digest.hexdigest()}"
