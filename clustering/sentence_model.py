"""Any sentence-transformers model, by name or path; torch is imported here and nowhere else.

SentenceModelEmbedder(name, device=None, threads=None, prompt=None): name, dimension, fingerprint,
languages (those that the model's card names, often none), embed(texts, progress)
"""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clustering.cleaning import CLEANING_VERSION, clean
from clustering.errors import ModelUnavailable
from clustering.passages import LONGEST_PASSAGE, embed_pooled
from clustering.progress import SILENT, Progress
from clustering.quantisation import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BLOCK = 256
# Padding makes a batch as slow as its longest text, so long texts go in small batches.
_CHARACTERS_PER_BATCH = 8_000
_LARGEST_BATCH = 64
# What a model doesn't read because its window is full would be lost: a Dutch token has four
# letters or more in these models' vocabularies, other languages fewer.
_CHARACTERS_PER_TOKEN = 3


class SentenceModelEmbedder:
    """Embeds texts with a sentence-transformers model that lies on this machine or on the hub.

    `device` is one of torch's ("cpu", "cuda:1", "mps"); None takes a graphics card when there is
    one. `prompt` is what is put before every text; None takes what the model was trained with.
    Raises ModelUnavailable with what to do about it.
    """

    def __init__(
        self,
        name: str,
        *,
        device: str | None = None,
        threads: int | None = None,
        prompt: str | None = None,
    ) -> None:
        self.name = name
        self._model = _load(name, device, threads)
        self._longest = _longest_passage(self._model)
        self._prompt = prompt if prompt is not None else _wanted_prompt(name, self._model)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.languages = _languages(self._model)
        self.fingerprint = _fingerprint(name, self._model, self._prompt)

    def embed(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """Return float32 (len(texts), dimension) with unit rows, in the order of the texts."""
        vectors: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        prepared = [clean(text) for text in texts]
        # Texts of like length share a batch, so that little time goes to padding.
        order = np.argsort([len(text) for text in prepared], kind="stable")
        for start in range(0, len(texts), _BLOCK):
            rows = order[start : start + _BLOCK]
            block = [prepared[row] for row in rows]
            vectors[rows] = embed_pooled(block, self._encode, longest=self._longest)
            progress.step("embed", start + len(rows), len(texts))
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        longest = max(len(text) for text in texts)
        size = max(1, min(_LARGEST_BATCH, _CHARACTERS_PER_BATCH // max(1, longest)))
        encoded = self._model.encode(
            texts,
            batch_size=size,
            prompt=self._prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(encoded, dtype=np.float32)


def _load(name: str, device: str | None, threads: int | None) -> "SentenceTransformer":
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
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    if isinstance(error, HFValidationError):
        return "it is neither a folder on this machine nor a name that the model hub could have."
    if isinstance(error, RepositoryNotFoundError):
        return "it isn't a folder on this machine and the model hub has no model of that name."
    if _is_out_of_reach(error):
        return (
            "it isn't on this machine and the model hub can't be reached from here. Fetch it on a "
            "machine that can, and bring its folder here."
        )
    first_line = next(iter(str(error).strip().splitlines()), "")[:160]
    return f"its files can't be read ({type(error).__name__}: {first_line})."


def _is_out_of_reach(error: Exception) -> bool:
    # The hub's client changes the library it speaks HTTP with; its errors keep these names.
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return bool(kinds & {"ConnectionError", "TransportError", "HfHubHTTPError"})


def _wanted_prompt(name: str, model: "SentenceTransformer") -> str:
    """Find what the model wants before a text that is grouped; many want nothing."""
    prompts = model.prompts or {}
    for wanted in ("clustering", model.default_prompt_name):
        if wanted and prompts.get(wanted):
            return str(prompts[wanted])
    # The e5 family was trained with a prefix on every text and is worse without it.
    return "query: " if "e5" in Path(name).name.lower().split("-") else ""


def _longest_passage(model: "SentenceTransformer") -> int:
    window = model.max_seq_length
    return min(LONGEST_PASSAGE, _CHARACTERS_PER_TOKEN * window) if window else LONGEST_PASSAGE


def _languages(model: "SentenceTransformer") -> frozenset[str]:
    named = model.model_card_data.language or ()
    return frozenset([named] if isinstance(named, str) else named)


def _fingerprint(name: str, model: "SentenceTransformer", prompt: str) -> str:
    digest = hashlib.sha256(prompt.encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(memoryview(tensor.detach().cpu().contiguous().float().numpy()).cast("B"))
    library = version("sentence-transformers")
    short_name = Path(name).name
    return f"{short_name}/{library}/{CLEANING_VERSION}/sha256:{digest.hexdigest()}"
